#include "model/driver/attach.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/driver/commands.h"
#include "model/driver/id_maps.h"
#include "model/driver/make_ste.h"
#include "model/driver/maybe_stop.h"
#include "model/driver/ste_update.h"

namespace quiesce {
namespace {

std::optional<Resource> AllocOr(DriverCore& core, FaultPoint point, std::uint64_t bytes) {
  if (core.port.Fails(point)) return std::nullopt;
  return core.port.AllocDma(bytes, bytes);
}

/// What translates does so in the stage that there is.
DomainKind Supported(const HwFeatures& f, DomainKind kind) {
  if (kind == DomainKind::kDma && !f.stage1) return DomainKind::kStage2;
  if (kind == DomainKind::kStage2 && !f.stage2) return DomainKind::kDma;
  return kind;
}

/// An empty page table and an ID.
MaybeStop MakeDomain(DriverCore& core, DomainKind wanted, Domain& domain) {
  const DomainKind kind = Supported(core.s.features, wanted);
  domain = {};
  domain.kind = kind;
  if (kind == DomainKind::kIdentity || kind == DomainKind::kBlocked) return std::nullopt;
  const std::optional<Resource> root = AllocOr(core, FaultPoint::kAllocPageTable, 4096);
  if (!root) return FaultStop(FaultPoint::kAllocPageTable);
  domain.tables.push_back(*root);
  const bool stage1 = kind == DomainKind::kDma;
  const std::optional<std::uint16_t> id = stage1 ? TakeAsid(core) : TakeVmid(core);
  if (!id) {
    core.port.FreeDma(*root);
    return FaultStop(FaultPoint::kHeapReserveId);
  }
  (stage1 ? domain.asid : domain.vmid) = *id;
  return std::nullopt;
}

struct ReadEntry {
  MaybeStop stop;
  EntryWords words{};
};
ReadEntry ReadAll(DriverCore& core, const Resource& through, std::uint64_t address) {
  ReadEntry entry;
  for (unsigned i = 0; i < 8; ++i) {
    const WordRead read = core.port.ReadWord(through, address + i * 8);
    if (read.status != BusStatus::kOk) return {Unreadable(read.status, address)};
    entry.words[i] = read.value;
  }
  return entry;
}

/// The mutant's plan: from the first word to the last, whatever the SMMU makes of what is between.
UpdatePlan InOrder(const EntryWords& live, const EntryWords& target) {
  UpdatePlan plan;
  for (unsigned i = 0; i < 8; ++i) {
    if (live[i] != target[i]) plan.steps.push_back({EntryStep::Kind::kStore, i, target[i]});
  }
  plan.steps.push_back({EntryStep::Kind::kInvalidate});
  return plan;
}

/// Runs a plan on the entry at `address`; `invalidate()` is its sync.
template <class Invalidate>
MaybeStop UpdateEntry(DriverCore& core, const Resource& through, std::uint64_t address,
                      const EntryWords& target, const UsedBits& bits, Invalidate&& invalidate) {
  const ReadEntry live = ReadAll(core, through, address);
  if (live.stop) return live.stop;
  core.port.Barrier();
  const UpdatePlan plan = core.variant().updates_hitless ? PlanUpdate(live.words, target, bits)
                                                         : InOrder(live.words, target);
  for (const EntryStep& step : plan.steps) {
    if (step.kind == EntryStep::Kind::kStore) {
      core.port.WriteWord(through, address + step.word * 8, step.value);
    } else {
      core.port.Barrier();
      invalidate();
    }
  }
  return std::nullopt;
}

MaybeStop WriteCd(DriverCore& core, const Master& master, const EntryWords& target) {
  return UpdateEntry(core, *master.cd_table, master.cd_table->range.first, target, kDriverCd, [&] {
    if (!core.variant().invalidates_cds) return;
    for (const std::uint32_t sid : master.sids) InvalidateCd(core, sid);
  });
}

MaybeStop PrepareCd(DriverCore& core, Master& master, const Domain& domain) {
  if (domain.kind != DomainKind::kDma) return std::nullopt;
  if (!master.cd_table) master.cd_table = AllocOr(core, FaultPoint::kAllocCdTable, 64);
  if (!master.cd_table) return FaultStop(FaultPoint::kAllocCdTable);
  const Cd<Concrete> cd =
      DmaCd(domain.asid, domain.tables[0].range.first, core.s.features.stall_forced);
  return WriteCd(core, master, RawWords(cd));
}

/// ATS goes with translation, where SMMU and device have it.
bool UsesAts(const DriverCore& core, const Domain& domain) {
  const bool translates = domain.kind == DomainKind::kDma || domain.kind == DomainKind::kStage2;
  return translates && core.s.features.table.ats && core.config.platform.ats_devices;
}

void SetAts(DriverCore& core, Master& master, bool on) {
  if (master.ats_enabled == on) return;
  master.ats_enabled = on;
  for (const std::uint32_t sid : master.sids) {
    core.port.ControlDevice(sid, on ? DeviceAction::kAtsEnable : DeviceAction::kAtsDisable);
  }
}

/// As wide as the SMMU's addresses, up to the 39 bits that three levels resolve. ID registers are
/// constant, so it does not matter when they are read.
Stage2Walk WalkOf(const DriverCore& core, const Domain& domain) {
  constexpr unsigned kBits[] = {32, 36};
  const RegisterRecord<Concrete, Reg::IDR5> idr5(
      Bits<Concrete, 32>(core.port.ReadReg32(Reg::IDR5)));
  const std::uint64_t oas = Get<"OAS">(idr5).raw();
  Stage2Walk walk{.root = domain.tables[0].range.first, .vmid = domain.vmid};
  if (oas < std::size(kBits)) walk.t0sz = 64 - kBits[oas];
  walk.ps = std::min(walk.ps, oas);
  return walk;
}

EntryWords SteFor(const DriverCore& core, const Master& master, const Domain& domain) {
  const HwFeatures& f = core.s.features;
  const SteOptions options{.stall = f.stall_forced,
                           .stalls_supported = f.stalls,
                           .attr_types_ovr = f.attr_types_ovr,
                           .e2h = f.e2h};
  switch (domain.kind) {
    case DomainKind::kDma:
      return RawWords(Stage1Ste(options, {master.cd_table->range.first, 0, 0}, 2));
    case DomainKind::kStage2:
      return RawWords(Stage2Ste(options, WalkOf(core, domain)));
    case DomainKind::kIdentity:
      return RawWords(BypassSte(options));
    case DomainKind::kBlocked:
      break;
  }
  return RawWords(AbortSte());
}

MaybeStop InstallStes(DriverCore& core, const Master& master, const EntryWords& target) {
  const std::uint32_t* previous = nullptr;
  for (const std::uint32_t& sid : master.sids) {
    const bool duplicate = previous != nullptr && *previous == sid;
    previous = &sid;
    if (duplicate) continue;
    if (MaybeStop stop = UpdateSte(core, sid, target)) return stop;
  }
  return std::nullopt;
}

}  // namespace

void TerminateStalls(DriverCore& core, const Master& master) {
  if (!core.variant().terminates_stalls || !core.s.features.stalls) return;
  for (const std::uint32_t sid : master.sids) {
    IssueWithSync<Opcode::STALL_TERM>(
        core,
        With<"StreamID">(NewCommand<Concrete, Opcode::STALL_TERM>(), Bits<Concrete, 32>(sid)));
  }
}

MaybeStop UpdateSte(DriverCore& core, std::uint32_t sid, const EntryWords& target) {
  return UpdateEntry(core, core.s.strtab.SteMemory(sid), *core.s.strtab.SteAddress(sid), target,
                     kDriverSte, [&] { InvalidateSte(core, sid); });
}

void FreeDomain(DriverCore& core, Domain& domain) {
  if (domain.kind == DomainKind::kDma) {
    InvalidateAsid(core, domain.asid);
    PutAsid(core, domain.asid);
  } else if (domain.kind == DomainKind::kStage2) {
    InvalidateVmid(core, domain.vmid);
    PutVmid(core, domain.vmid);
  }
  for (const Resource& table : domain.tables) core.port.FreeDma(table);
  domain = {};
}

MaybeStop AttachDomain(DriverCore& core, Master& master, DomainKind kind) {
  Domain domain;
  if (MaybeStop stop = MakeDomain(core, kind, domain)) return stop;
  const bool ats = UsesAts(core, domain);
  MaybeStop stop = PrepareCd(core, master, domain);
  if (!stop && !ats) SetAts(core, master, false);
  if (!stop) stop = InstallStes(core, master, SteFor(core, master, domain));
  if (stop) {
    FreeDomain(core, domain);
    return stop;
  }
  // 4.7.2: what stalled under the STE of the crashed kernel, and none does so any more.
  if (core.s.adopt_option && !master.attached) TerminateStalls(core, master);
  SetAts(core, master, ats);
  master.deferred = false;
  std::optional<Domain> before = std::exchange(master.attached, std::move(domain));
  if (before) FreeDomain(core, *before);
  return std::nullopt;
}

}  // namespace quiesce
