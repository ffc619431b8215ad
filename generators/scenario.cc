#include "generators/scenario.h"

#include <algorithm>

#include "generators/operator_rows.h"
#include "generators/prng.h"
#include "generators/stream.h"

namespace quiesce {
namespace {

SmmuOptions DrawSmmu(Prng& p) {
  SmmuOptions o;
  o.arch_minor = p.Pick({2u, 2u, 2u, 1u, 0u});
  o.sid_bits = p.Pick({16u, 16u, 16u, 8u, 9u, 10u, 12u, 20u, 25u, 32u});
  o.ssid_bits = p.Pick({0u, 1u, 5u, 8u, 16u, 20u});
  o.oas = p.Pick({5u, 5u, 4u, 3u, 2u, 1u, 0u, 6u});
  o.stage1 = !p.OneIn(12);
  o.stage2 = !o.stage1 || !p.OneIn(4);
  o.two_level_strtab = !p.OneIn(8);
  o.two_level_cdtab = !p.OneIn(4);
  o.coherent = !p.OneIn(32);
  o.hyp = p.OneIn(2);
  o.ats = p.OneIn(4);
  o.asid16 = !p.OneIn(4);
  o.vmid16 = !p.OneIn(4);
  o.granule16 = p.OneIn(2);
  o.stall_model = p.Pick({1u, 1u, 0u, 2u});
  return o;
}

/// GERROR and GERRORN: mostly no active error, sometimes a stopped command queue or SFM.
void DrawErrors(Prng& p, Control& c) {
  constexpr std::uint32_t kCommandQueueError = 1u << 0;
  constexpr std::uint32_t kServiceFailure = 1u << 8;
  c.gerrorn = p.OneIn(4) ? kCommandQueueError : 0;
  c.gerror = c.gerrorn;
  if (p.OneIn(8)) c.gerror ^= kCommandQueueError;
  if (p.OneIn(64)) c.gerror ^= kServiceFailure;
}

Control DrawControl(Prng& p, const SmmuOptions& smmu) {
  Control c;
  c.smmuen = !p.OneIn(64);
  c.eventqen = !p.OneIn(8);
  c.cmdqen = !p.OneIn(8);
  c.atschk = smmu.ats && p.OneIn(2);
  c.vmw = smmu.stage2 && p.OneIn(8) ? p.Between(1, 4) : 0;
  c.e2h = p.OneIn(2);
  c.recinvsid = p.OneIn(2);
  c.gbpa_abort = p.OneIn(2);
  DrawErrors(p, c);
  return c;
}

/// Few L1 entries, as every one costs time; now and then a full table.
unsigned DrawL1Log2(Prng& p, unsigned most) {
  if (p.OneIn(256)) return std::min(most, 17u);
  return p.Between(0, std::min(most, 8u));
}

StreamTable DrawStreamTable(Prng& p, const SmmuOptions& smmu) {
  StreamTable t;
  t.unused = p.OneIn(4) ? UnusedSte::kInvalid : UnusedSte::kAbort;
  if (!smmu.two_level_strtab || p.OneIn(5)) {
    t.format = TableFormat::kLinear;
    t.log2size = p.Between(0, std::min(smmu.sid_bits, 9u));
    return t;
  }
  t.split = p.OneIn(6) ? p.Pick({6u, 10u}) : 8;
  t.log2size =
      smmu.sid_bits <= t.split ? smmu.sid_bits : t.split + DrawL1Log2(p, smmu.sid_bits - t.split);
  return t;
}

std::uint32_t DrawSid(Prng& p, const StreamTable& t) {
  const std::uint64_t last = MaxValue(t.log2size);
  const std::uint64_t span = t.format == TableFormat::kTwoLevel ? MaxValue(t.split) : 15;
  switch (p.Below(6)) {
    case 0:
      return 0;
    case 1:
      return static_cast<std::uint32_t>(last);
    case 2:
      return static_cast<std::uint32_t>(p.Next() & last & ~span);
    case 3:
      return static_cast<std::uint32_t>((p.Next() | span) & last);
    default:
      return static_cast<std::uint32_t>(p.Next() & last);
  }
}

bool Has(const Scenario& s, std::uint32_t sid) {
  return std::any_of(s.streams.begin(), s.streams.end(),
                     [&](const Stream& stream) { return stream.sid == sid; });
}

void DrawStreams(Prng& p, const ScenarioOptions& options, Scenario& s) {
  const unsigned count = p.Between(p.OneIn(16) ? 0 : 1, options.max_streams);
  for (unsigned i = 0; i < count; ++i) {
    const std::uint32_t sid = DrawSid(p, s.stream_table);
    if (!Has(s, sid)) s.streams.push_back(DrawStream(p, s.smmu, sid, options.max_mappings));
  }
}

/// Those of single registers and structures that adoption looks at. The rest of the operators is
/// for whole hand-overs (generators/hand_over.h), where caches, queues and other agents count too.
std::vector<const CorruptionOperator*> StructureOperators() {
  constexpr std::string_view kNames[] = {
      "FlipRegisterBit", "FlipSteBit", "FlipCdBit", "LieLog2Size",   "LieSplit",
      "FlipL1StdBit",    "LieSpan",    "NullL2Ptr", "MisalignL2Ptr", "AliasL1Std"};
  std::vector<const CorruptionOperator*> operators;
  for (const std::string_view name : kNames) operators.push_back(FindCorruption(name));
  return operators;
}

/// One that applies: some always do.
Corruption DrawCorruption(Prng& p, const Scenario& s) {
  static const std::vector<const CorruptionOperator*> kOperators = StructureOperators();
  for (;;) {
    const auto drawn = kOperators[p.Below(kOperators.size())]->draw(p, s);
    if (drawn) return *drawn;
  }
}

}  // namespace

Scenario ExpandScenario(std::uint64_t seed, const ScenarioOptions& options) {
  Prng p(seed);
  Scenario s;
  s.smmu = DrawSmmu(p);
  s.control = DrawControl(p, s.smmu);
  s.stream_table = DrawStreamTable(p, s.smmu);
  // Anywhere but in the memory of the kdump kernel (Platform::l2_pool); some machines have RAM at
  // 0.
  s.table_base = p.Pick<std::uint64_t>({0x4000'0000, 0x6010'0000, 0xC000'0000, 0});
  DrawStreams(p, options, s);
  if (options.max_corruptions != 0 && !p.OneIn(4)) {
    const unsigned count = p.OneIn(2) ? 1 : p.Between(1, options.max_corruptions);
    for (unsigned i = 0; i < count; ++i) s.corruptions.push_back(DrawCorruption(p, s));
  }
  return s;
}

}  // namespace quiesce
