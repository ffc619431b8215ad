#include <map>
#include <vector>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/translate.h"
#include "model/world/render.h"
#include "properties/sampled/cache_properties.h"
#include "properties/sampled/probes.h"

namespace quiesce {
namespace {

/// Where a translation reads, by the kinds of words.
class ReadsByKind : public NoObserver {
 public:
  void FetchL1Std(std::uint64_t pa, const L1Std<Concrete>&) { Add(pa, ReadKind::kL1Std); }
  void FetchSte(std::uint64_t pa, const Ste<Concrete>&) { Add(pa, ReadKind::kSte); }
  void FetchL1Cd(std::uint64_t pa, const L1Cd<Concrete>&) { Add(pa, ReadKind::kL1Cd); }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>&) { Add(pa, ReadKind::kCd); }
  void Walked(const WalkStep& step) {
    if (step.kind == DescriptorKind::kInvalid) return;
    const bool leaf = step.kind == DescriptorKind::kLeaf;
    if (step.stage == Stage::k1) {
      Add(step.address, leaf ? ReadKind::kStage1Leaf : ReadKind::kStage1Table);
    } else {
      Add(step.address, leaf ? ReadKind::kStage2Leaf : ReadKind::kStage2Table);
    }
  }

  const std::map<std::uint64_t, ReadKind>& kinds() const { return kinds_; }

 private:
  void Add(std::uint64_t pa, ReadKind kind) { kinds_.emplace(pa, kind); }
  std::map<std::uint64_t, ReadKind> kinds_;
};

/// V of an STE, CD or L1CD, the low bit of an L1STD's Span, and what makes a descriptor valid.
constexpr std::uint64_t ValidBit(ReadKind kind) {
  return std::uint64_t{1} << (kind == ReadKind::kCd ? 31 : 0);
}

/// Half of the words become invalid, the others point elsewhere if they are descriptors.
void Change(SparseMemory& memory, const ReadsByKind& reads, unsigned kinds, std::uint64_t seed) {
  Prng prng(seed);
  for (const auto& [pa, kind] : reads.kinds()) {
    const bool elsewhere = prng.OneIn(2) && static_cast<unsigned>(kind) >= 16;
    if ((kinds & static_cast<unsigned>(kind)) == 0) continue;
    const std::uint64_t word = memory.Read64(pa).value;
    memory.Write64(pa, elsewhere ? word ^ std::uint64_t{1} << 21 : word & ~ValidBit(kind));
  }
}

std::uint16_t AsidOf(const Stream& stream, std::uint32_t ssid) {
  for (const Substream& s : stream.substreams) {
    if (s.ssid == ssid) return static_cast<std::uint16_t>(s.asid);
  }
  return 0;
}

Target TargetOf(const Scenario& s, const Stream& stream, const Transaction& t) {
  const std::uint32_t cd = t.ssv ? t.substream_id : 0;
  Target target{stream, t, std::nullopt, AsidOf(stream, cd), cd, s.smmu.hyp && s.control.e2h};
  if (s.smmu.stage2) target.vmid = static_cast<std::uint16_t>(stream.vmid);
  return target;
}

const Stream* FindStream(const Scenario& s, std::uint32_t sid) {
  for (const Stream& stream : s.streams) {
    if (stream.sid == sid) return &stream;
  }
  return nullptr;
}

}  // namespace

std::string StaleAfterRecipe(Scenario scenario, std::uint64_t seed, const Recipe& recipe,
                             const SinkMaker& make_sink) {
  SetTags(scenario, Tags::kDistinct);
  Image image = Render(scenario);
  const SmmuView smmu = View(image);
  const Probes probes = ProbesOf(scenario);
  Caches caches(kSmallCaches);
  DrawnCaches choices(seed);
  ReadsByKind reads;
  for (const Transaction& t : probes.transactions) {
    FixedChoices first;
    Translate(smmu, t, first, reads);
    Cached(caches, smmu, t, choices);
  }
  Change(image.memory, reads, recipe.changes, seed);
  for (const Transaction& t : probes.transactions) {
    const Stream* stream = FindStream(scenario, t.stream_id);
    if (stream == nullptr) continue;
    const Target target = TargetOf(scenario, *stream, t);
    if (!recipe.applies(target)) continue;
    Caches left = caches;
    const std::unique_ptr<InvalidationSink> sink = make_sink(left, choices);
    for (const Invalidation& command : recipe.commands(target)) sink->Start(command);
    sink->Complete();
    std::string text = Difference(t, Expected(smmu, t), Cached(left, smmu, t, choices));
    if (!text.empty()) return std::string(recipe.name) + ": " + text;
  }
  return "";
}

}  // namespace quiesce
