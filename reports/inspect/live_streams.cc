#include "reports/inspect/live_streams.h"

#include "model/smmu/fixed_choices.h"
#include "spec/cd_table.h"
#include "spec/ste_view.h"
#include "spec/stream_table.h"

namespace quiesce {
namespace {

PhysicalRange RangeOf(const TableBounds<Concrete>& b) {
  return {b.first.raw(), b.end.raw() - b.first.raw()};
}

bool Stage1Alone(const StreamSummary& s) {
  return s.ste && Stage1Translates(*s.ste).raw() && !Stage2Translates(*s.ste).raw();
}

bool IsLive(StreamKind kind) {
  return kind == StreamKind::kBypass || kind == StreamKind::kTranslate ||
         kind == StreamKind::kBadContext || kind == StreamKind::kNotCaptured;
}

}  // namespace

std::vector<LiveStream> LiveStreams(const SmmuView& smmu) {
  std::vector<LiveStream> streams;
  FixedChoices choices;
  const bool two_level = smmu.strtab.two_level.raw();
  const auto split = static_cast<unsigned>(smmu.strtab.split.raw());
  SummarizeStreams(smmu, choices, [&](std::uint32_t sid, const StreamSummary& s) {
    const bool first =
        two_level && s.ste && (streams.empty() || streams.back().sid >> split != sid >> split);
    if (first || IsLive(s.kind)) streams.push_back({sid, s});
    return std::string();
  });
  return streams;
}

PhysicalRange StreamTableOf(const SmmuView& smmu) {
  const StrtabConfig<Concrete>& t = smmu.strtab;
  return RangeOf(t.two_level.raw() ? L1Bounds(t) : LinearBounds(t));
}

std::optional<PhysicalRange> Level2Of(const SmmuView& smmu, const LiveStream& stream) {
  if (!smmu.strtab.two_level.raw() || !stream.summary.l1std || !stream.summary.ste) {
    return std::nullopt;
  }
  return RangeOf(L2Bounds(smmu.strtab, *stream.summary.l1std, smmu.caps));
}

std::optional<PhysicalRange> CdTableOf(const SmmuView& smmu, const LiveStream& stream) {
  if (!Stage1Alone(stream.summary)) return std::nullopt;
  const CdTable<Concrete> t = DecodeCdTable(*stream.summary.ste, smmu.caps);
  const unsigned index = static_cast<unsigned>(t.index_bits.raw());
  const unsigned leaf = static_cast<unsigned>(t.leaf_bits.raw());
  const std::uint64_t bytes = t.two_level.raw()
                                  ? std::uint64_t{8} << (index > leaf ? index - leaf : 0)
                                  : std::uint64_t{64} << index;
  return PhysicalRange{t.base.raw(), bytes};
}

std::vector<std::uint64_t> RootsOf(const LiveStream& stream) {
  std::vector<std::uint64_t> roots;
  const StreamSummary& s = stream.summary;
  if (s.kind != StreamKind::kTranslate) return roots;
  if (s.cd && Stage1Alone(s)) {
    if (!Is<"EPD0">(*s.cd).raw()) roots.push_back(Addr<"TTB0">(*s.cd).raw());
    if (!Is<"EPD1">(*s.cd).raw()) roots.push_back(Addr<"TTB1">(*s.cd).raw());
  }
  if (Stage2Translates(*s.ste).raw()) roots.push_back(Addr<"S2TTB">(*s.ste).raw());
  return roots;
}

}  // namespace quiesce
