#include "generators/hand_over.h"

#include <algorithm>
#include <set>
#include <utility>

#include "generators/devices.h"
#include "generators/operator_rows.h"
#include "generators/scenario.h"
#include "generators/system.h"

namespace quiesce {
namespace {

/// Well-formed, and without what is known to break an invariant on a clean crash: EL2 worlds, whose
/// CR2.E2H no version looks at, and stalls, which no version ends.
void Narrow(Scenario& s) {
  s.smmu.stage1 = true;
  s.smmu.hyp = false;
  s.smmu.stall_model = std::min(s.smmu.stall_model, 1u);
  s.smmu.ats = false;
  s.smmu.coherent = true;
  s.smmu.oas = 5;
  s.control.smmuen = true;
  s.control.atschk = false;
  s.control.gerror = s.control.gerrorn;
  s.table_base = kCrashedRam.first;
}

/// An IOVA that is the address of the next kernel's memory: what bypasses there does harm.
constexpr std::uint64_t kTrapIova = 0x9300'0000;

/// A machine as Linux leaves it: two or three devices on few buses, often at the same place of it,
/// each with one CD. What is odd about a hand-over then stands alone.
Scenario PlainScenario(Prng& p) {
  Scenario s;
  s.control.e2h = p.OneIn(4);
  s.smmu.ats = p.OneIn(8);
  s.control.atschk = s.smmu.ats && p.OneIn(2);
  s.smmu.coherent = !p.OneIn(24);
  s.control.smmuen = !p.OneIn(24);
  s.stream_table.unused = UnusedSte::kAbort;
  s.stream_table.log2size = p.Pick({10u, 10u, 11u, 14u});
  s.smmu.two_level_cdtab = !p.OneIn(6);
  if (p.OneIn(5)) {
    s.stream_table.format = TableFormat::kLinear;
    if (p.OneIn(2)) s.smmu.sid_bits = 32;
    // Room for as large a table as the SMMU could have.
    if (s.smmu.sid_bits == 32 ? !p.OneIn(4) : p.OneIn(4)) s.table_base = 0x1'0000'0000;
  }
  const unsigned count = p.Between(1, 3);
  for (unsigned i = 0; i < count; ++i) {
    Stream stream{.sid = p.Between(0, 3) << 8 | p.Pick({0x10u, 0x10u, 0x11u, 0xA0u}), .vmid = 0};
    if (std::ranges::find(s.streams, stream.sid, &Stream::sid) != s.streams.end()) continue;
    const std::uint64_t data = 0x5000'0000 + 0x10000 * i;
    Substream sub{.asid = p.OneIn(8) ? p.Pick({0u, 0xFFFFu}) : i + 1};
    sub.table.mappings = {{.input = 0x1000'0000, .output = data},
                          {.input = kTrapIova, .output = data + 0x1000}};
    stream.substreams = {sub};
    constexpr SteKind kOthers[] = {SteKind::kBypass, SteKind::kBypass, SteKind::kBypass,
                                   SteKind::kAbort, SteKind::kInvalid};
    if (p.OneIn(5)) stream = {.sid = stream.sid, .kind = p.Pick(kOthers)};
    s.streams.push_back(stream);
  }
  return s;
}

/// Several CDs, in one of the three formats; of one CD the format means nothing.
void WidenCds(Prng& p, Scenario& s) {
  for (Stream& stream : s.streams) {
    if (stream.kind != SteKind::kStage1 || stream.s1cdmax != 0 || !p.OneIn(3)) continue;
    stream.cd_format = p.Pick({CdTableFormat::kLinear, CdTableFormat::kLinear,
                               CdTableFormat::kTwoLevel4K, CdTableFormat::kTwoLevel64K});
    if (p.OneIn(4)) continue;
    if (!s.smmu.two_level_cdtab) stream.cd_format = CdTableFormat::kLinear;
    s.smmu.ssid_bits = std::max(s.smmu.ssid_bits, 12u);
    stream.s1cdmax = stream.cd_format == CdTableFormat::kLinear ? p.Between(1, 4) : 11;
    if (stream.substreams.empty() || !p.OneIn(2)) continue;
    Substream second = stream.substreams[0];
    second.ssid = 1;
    second.asid = p.Between(1, 4);
    stream.substreams.push_back(second);
  }
}

/// So many domains that 8 bits of ASID are used up.
void UseEveryAsid(Scenario& s) {
  s.smmu.asid16 = false;
  s.smmu.ssid_bits = std::max(s.smmu.ssid_bits, 8u);
  std::erase_if(s.streams, [](const Stream& stream) { return stream.kind == SteKind::kNested; });
  for (Stream& stream : s.streams) {
    for (Substream& sub : stream.substreams) sub.asid = 1 + sub.asid % 255;
  }
  for (Stream& stream : s.streams) {
    if (stream.kind != SteKind::kStage1) continue;
    stream.cd_format = CdTableFormat::kLinear;
    stream.s1cdmax = 8;
    stream.substreams.clear();
    for (unsigned i = 0; i < 255; ++i) stream.substreams.push_back({.ssid = i, .asid = i + 1});
    return;
  }
}

/// A 2-level table with an L2 table for each of 64 buses.
void UseManyBuses(Scenario& s) {
  constexpr unsigned kBuses = 6;  // log2
  StreamTable& t = s.stream_table;
  if (t.format == TableFormat::kLinear || s.smmu.sid_bits < t.split + kBuses) return;
  t.log2size = t.split + kBuses;
  for (std::uint32_t bus = 4; bus < 1u << kBuses; ++bus) {
    s.streams.push_back({.sid = bus << t.split, .kind = SteKind::kAbort});
  }
}

/// What a scenario as such does not have.
void AddOddity(Prng& p, Scenario& s) {
  constexpr unsigned kIdr0Vmw = 17;
  switch (p.Below(9)) {
    case 0:
      s.smmu.two_level_strtab = false;  // whatever table was built
      return;
    case 1:
      s.table_base = kNextRam.first + kNextRam.bytes - 0x80'0000;
      return;
    case 2:
      if (p.OneIn(4)) UseEveryAsid(s);
      return;
    case 3:
      if (p.OneIn(2)) UseManyBuses(s);
      return;
    case 4:
      s.smmu.sid_bits = p.Pick({16u, 32u});
      return;
    case 5:
      s.smmu.stall_model = p.Pick({0u, 2u});
      return;
    case 6:
      for (Stream& stream : s.streams) stream.el2 = stream.kind == SteKind::kStage1;
      return;
    case 7:
      // VMIDs are matched by wildcards: IDR0.VMW.
      s.control.vmw = p.Between(1, 4);
      s.corruptions.push_back(FlipRegisterBit{Reg::IDR0, kIdr0Vmw});
      return;
    default:
      s.control.gerror = s.control.gerrorn ^ p.Pick({1u, 1u, 4u, 5u});
      return;
  }
}

/// The SMMU has fewer address bits than the machine, which has memory where they differ: a pointer
/// there is not what the SMMU makes of it.
void AddMemoryAboveOas(Prng& p, HandOver& h) {
  auto& s = std::get<Scenario>(h.crashed);
  s.smmu.oas = p.Pick({2u, 3u, 4u});
  const unsigned above = OasBits(s.smmu);
  h.map.Add(Owner::kCrashedKernel,
            {std::uint64_t{1} << above | kCrashedRam.first, kCrashedRam.bytes});
  if (s.streams.empty() || s.stream_table.format == TableFormat::kLinear) return;
  s.corruptions.push_back(FlipL1StdBit{s.streams[p.Below(s.streams.size())].sid, above});
}

void AddPlatformOddity(Prng& p, HandOver& h) {
  const auto& s = std::get<Scenario>(h.crashed);
  Platform& platform = h.config.platform;
  switch (p.Below(6)) {
    case 0:
      platform.dma_offset = 0x10'0000;
      return;
    case 1:
      platform.asids_elsewhere = {static_cast<std::uint16_t>(p.Between(1, 4))};
      return;
    case 2:
      if (!s.streams.empty()) platform.rmr_sids = {s.streams[p.Below(s.streams.size())].sid};
      return;
    case 3:
      platform.vhe = true;
      return;
    case 4:
      AddMemoryAboveOas(p, h);
      return;
    default:
      platform.coherent = !p.OneIn(4);
      return;
  }
}

/// The devices in any order, each with the calls that follow its probe.
std::vector<DriverCall> DrawPlan(Prng& p, const HandOver& h) {
  const std::vector<DriverCall> full = FullPlan(h);
  std::vector<unsigned> order(h.devices.size());
  for (unsigned i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[p.Below(i)]);
  std::vector<DriverCall> calls = {full.front()};
  for (const unsigned device : order) {
    for (const DriverCall& call : full) {
      if (call.kind != CallKind::kProbe && call.device == device) calls.push_back(call);
    }
  }
  return calls;
}

constexpr DomainKind kDomains[] = {DomainKind::kDma, DomainKind::kStage2, DomainKind::kIdentity,
                                   DomainKind::kIdentity, DomainKind::kBlocked};

void WidenPlan(Prng& p, HandOver& h) {
  for (DriverCall& call : h.calls) {
    if (call.kind == CallKind::kProbeDevice && p.OneIn(5)) call.domain = p.Pick(kDomains);
  }
  if (p.OneIn(8)) {
    const std::size_t at = 1 + p.Below(h.calls.size());
    constexpr IrqLine kLines[] = {IrqLine::kGerror, IrqLine::kGerror, IrqLine::kEventq};
    h.calls.insert(h.calls.begin() + static_cast<std::ptrdiff_t>(at),
                   {.kind = CallKind::kIrq, .line = p.Pick(kLines)});
  }
  if (p.OneIn(8) && !h.devices.empty()) {
    // Its driver, or a user's, wants another domain later on.
    const auto device = static_cast<unsigned>(p.Below(h.devices.size()));
    h.calls.push_back({.kind = CallKind::kAttach, .device = device, .domain = p.Pick(kDomains)});
  }
  if (!p.OneIn(8)) return;
  // The next kernel ends before every driver has come.
  h.calls.resize(1 + p.Below(h.calls.size()));
  h.calls.push_back({.kind = p.OneIn(2) ? CallKind::kShutdown : CallKind::kRemove});
}

void AddFaults(Prng& p, const HandOverOptions& options, HandOver& h) {
  if (p.OneIn(4)) {
    h.schedule.failing_step = static_cast<unsigned>(p.Below(2 + options.size / 2));
    return;
  }
  const unsigned count = options.size < 20 || !p.OneIn(4) ? 1 : 2;
  for (unsigned i = 0; i < count; ++i) {
    // Now and then at the end of the probe, when there is most to be undone.
    const FaultPoint point = p.OneIn(4)
                                 ? p.Pick({FaultPoint::kRegisterSysfs, FaultPoint::kRegisterIommu})
                                 : static_cast<FaultPoint>(p.Below(kFaultPointCount));
    h.schedule.faults.push_back({point, p.OneIn(2) ? 0 : p.Between(0, 2)});
  }
}

void WarmCaches(Prng& p, HandOver& h) {
  for (const HandOverDevice& d : h.devices) {
    for (const Transaction& t : d.in_flight) {
      if (p.OneIn(2)) h.caches.push_back({t});
    }
  }
}

/// `more` of the operators, the first, come more often than the rest.
void DamageBy(Prng& p, std::span<const CorruptionOperator> operators, std::size_t more,
              unsigned most, HandOver& h) {
  const unsigned count = p.OneIn(2) ? 1 : p.Between(1, std::max(1u, most));
  for (unsigned i = 0; i < count; ++i) {
    Damage(operators[p.Below(p.OneIn(4) ? more : operators.size())], p, h);
  }
}

/// DMA at chosen moments alone, so that a short window can pass unseen or be hit.
void ChooseDmaMoments(Prng& p, HandOver& h) {
  h.schedule.dma_at_changes = false;
  std::vector<Action> actions;
  for (unsigned i = 0; i < h.devices.size(); ++i) {
    for (unsigned n = 0; n < h.devices[i].in_flight.size(); ++n) {
      const auto call = static_cast<unsigned>(p.Below(h.calls.size()));
      const unsigned step = p.OneIn(2) ? 0 : p.Between(0, call == 0 ? 200 : 40);
      actions.push_back({.when = {call, step}, .kind = ActionKind::kDma, .device = i, .n = n});
    }
  }
  auto& all = h.schedule.actions;
  all.insert(all.end(), actions.begin(), actions.end());
  std::ranges::stable_sort(all,
                           [](const Action& a, const Action& b) { return !(b.when <= a.when); });
}

Scenario DrawNarrow(Prng& p, const ScenarioOptions& options) {
  Scenario s = ExpandScenario(p.Next(), options);
  Narrow(s);
  return s;
}

/// As drawn, or the next that nobody has: two address spaces of one tag would be mixed up by a TLB.
template <class Ids, class IdOf>
void GiveOwn(Ids& taken, unsigned& id, bool wide, IdOf&& id_of) {
  const unsigned last = wide ? 0xFFFF : 0xFF;
  while (!taken.insert(id_of(id)).second) id = id % last + 1;
}

void GiveOwnIds(Scenario& s) {
  std::set<unsigned> vmids;
  std::set<std::pair<unsigned, unsigned>> asids;  // by VMID
  for (Stream& stream : s.streams) {
    if (!HasStage2(stream.kind)) continue;
    GiveOwn(vmids, stream.vmid, s.smmu.vmid16, [](unsigned vmid) { return vmid; });
  }
  for (Stream& stream : s.streams) {
    if (!HasStage1(stream.kind)) continue;
    const unsigned vmid = s.smmu.stage2 ? stream.vmid : 0;
    for (Substream& sub : stream.substreams) {
      GiveOwn(asids, sub.asid, s.smmu.asid16, [&](unsigned asid) { return std::pair(vmid, asid); });
    }
  }
}

/// As Linux makes it: most draws are, so few are thrown away.
Scenario DrawClean(Prng& p, const ScenarioOptions& options) {
  for (;;) {
    Scenario s = DrawNarrow(p, options);
    GiveOwnIds(s);
    if (IsWellFormed(InMachine(s))) return s;
  }
}

/// Without 2-level tables a full reset fills one STE for each of 2^SIDSIZE StreamIDs.
void BoundFreshTable(Scenario& s) {
  constexpr unsigned kMost = 11;
  if (s.smmu.two_level_strtab) return;
  s.smmu.sid_bits = std::max(s.stream_table.log2size, std::min(s.smmu.sid_bits, 9u));
  s.smmu.two_level_strtab = s.smmu.sid_bits > kMost;
}

Scenario DrawCrash(Prng& p, const HandOverOptions& options) {
  const ScenarioOptions parts{.max_streams = 1 + options.size / 12,
                              .max_mappings = 1 + options.size / 33};
  if (!options.wide) return DrawClean(p, parts);
  if (p.OneIn(3)) return DrawNarrow(p, parts);
  const bool plain = p.OneIn(2);
  Scenario s = plain ? PlainScenario(p) : ExpandScenario(p.Next(), parts);
  if (plain) WidenCds(p, s);
  if (p.OneIn(3)) AddOddity(p, s);
  return s;
}

}  // namespace

HandOver DrawHandOver(Prng& p, const HandOverOptions& options) {
  Scenario crash = DrawCrash(p, options);
  BoundFreshTable(crash);
  HandOver h = InMachine(crash);
  const auto& s = std::get<Scenario>(h.crashed);
  h.devices = DrawDevices(p, s, options.wide);
  if (options.wide && p.OneIn(4)) AddPlatformOddity(p, h);
  h.calls = DrawPlan(p, h);
  if (options.wide && p.OneIn(3)) WidenPlan(p, h);
  if (p.OneIn(2)) WarmCaches(p, h);
  const unsigned most = 1 + options.size / 25;
  if (options.corruptions && !p.OneIn(3))
    DamageBy(p, ImageOperators(), kRegisterOperators, most, h);
  if (options.faults && p.OneIn(3)) AddFaults(p, options, h);
  if (options.disturbances && p.OneIn(3))
    DamageBy(p, DisturbanceOperators(), DisturbanceOperators().size(), most, h);
  if (options.disturbances && p.OneIn(12)) ChooseDmaMoments(p, h);
  return h;
}

ChoicePlan DrawChoicePlan(Prng& p, bool timing) {
  ChoicePlan plan;
  if (p.OneIn(2)) return plan;
  if (timing && p.OneIn(2)) plan.timing_seed = p.Next() | 1;
  if (p.OneIn(2)) return plan;
  for (std::uint8_t& pick : plan.fixed) pick = static_cast<std::uint8_t>(p.Below(3));
  // A store that is never seen makes all later ones wait: a matter of timing, not of a fixed
  // answer.
  plan.fixed[static_cast<std::size_t>(ChoicePoint::kTornFetch)] = 0;
  return plan;
}

HandOverCase DrawHandOverCase(std::uint64_t seed, const HandOverOptions& options) {
  Prng p(seed);
  HandOverCase c{DrawHandOver(p, options), {}};
  c.choices = DrawChoicePlan(p, options.timing);
  return c;
}

}  // namespace quiesce
