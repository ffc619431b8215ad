#include "properties/sampled/leaves.h"

#include <optional>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/translate.h"

namespace quiesce {
namespace {

/// Keeps what is needed to read the whole table behind the walk of address 0.
struct TableFinder : NoObserver {
  void FetchSte(std::uint64_t, const Ste<Concrete>& s) { ste = s; }
  void FetchCd(std::uint64_t, const Cd<Concrete>& c) { cd = c; }
  void Walked(const WalkStep& step) {
    if (!first) first = step;
  }
  std::optional<Ste<Concrete>> ste;
  std::optional<Cd<Concrete>> cd;
  std::optional<WalkStep> first;
};

struct Geometry {
  GranuleSize granule;
  unsigned input_bits;
  unsigned start_level;
};

/// TG0 and S2TG share their encoding. IHI 0070 G.b 5.2, 5.4.
GranuleSize GranuleOf(std::uint64_t tg) {
  return tg == 0 ? GranuleSize::k4K : tg == 1 ? GranuleSize::k64K : GranuleSize::k16K;
}

std::optional<Geometry> GeometryOf(const TableFinder& f) {
  if (!f.first || !f.ste) return std::nullopt;
  const bool stage2 = Stage2Translates(*f.ste).raw();
  if (stage2 == (f.cd.has_value()) || (stage2 && Is<"S2ENDI">(*f.ste).raw())) return std::nullopt;
  if (!stage2 && Is<"ENDI">(*f.cd).raw()) return std::nullopt;
  const std::uint64_t tg = stage2 ? Get<"S2TG">(*f.ste).raw() : Get<"TG0">(*f.cd).raw();
  const std::uint64_t txsz = stage2 ? Get<"S2T0SZ">(*f.ste).raw() : Get<"T0SZ">(*f.cd).raw();
  return Geometry{GranuleOf(tg), static_cast<unsigned>(64 - txsz), f.first->level};
}

class LeafReader {
 public:
  LeafReader(const SparseMemory& memory, const Geometry& g, std::size_t max)
      : memory_(memory), g_(g), max_(max) {}

  std::vector<LeafRange> Read(std::uint64_t base) {
    const unsigned start_bits = g_.input_bits - LevelShift(g_.granule, g_.start_level);
    ReadTable(base, g_.start_level, 0, std::uint64_t{1} << start_bits);
    return std::move(leaves_);
  }

 private:
  void ReadTable(std::uint64_t base, unsigned level, std::uint64_t input, std::uint64_t entries) {
    const unsigned shift = LevelShift(g_.granule, level);
    for (std::uint64_t i = 0; i < entries && leaves_.size() < max_; ++i) {
      const std::uint64_t d = memory_.Read64(base + 8 * i).value;
      const std::uint64_t at = input | i << shift;
      const DescriptorKind kind = KindOf(d, g_.granule, level, false);
      if (kind == DescriptorKind::kLeaf) leaves_.push_back({at, shift});
      if (kind == DescriptorKind::kTable) {
        ReadTable(AddressOf(d, BitsOf(g_.granule)), level + 1, at,
                  std::uint64_t{1} << StrideOf(g_.granule));
      }
    }
  }

  const SparseMemory& memory_;
  const Geometry& g_;
  std::size_t max_;
  std::vector<LeafRange> leaves_;
};

}  // namespace

std::vector<LeafRange> LeavesOf(const Image& image, std::uint32_t sid, std::size_t max) {
  TableFinder finder;
  FixedChoices choices;
  Transaction t;
  t.stream_id = sid;
  Translate(View(image), t, choices, finder);
  const std::optional<Geometry> g = GeometryOf(finder);
  if (!g) return {};
  return LeafReader(image.memory, *g, max).Read(finder.first->address);
}

}  // namespace quiesce
