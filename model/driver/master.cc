#include "model/driver/master.h"

#include <algorithm>

#include "model/driver/attach.h"
#include "model/driver/commands.h"
#include "model/driver/insert.h"
#include "model/driver/poll.h"

namespace quiesce {
namespace {

using Stop = std::optional<DriverStop>;

/// Streams of this master in the tree; a duplicate of its own is not an error.
Stop InsertStreams(DriverCore& core, Master& master, std::size_t& inserted) {
  for (const std::uint32_t sid : master.sids) {
    if (Stop stop = InsertSid(core, sid)) return stop;
    const auto [where, is_new] = core.s.streams.try_emplace(sid, master.id);
    if (!is_new && where->second != master.id) return RuleStop(AdoptRule::kInsertSidTaken);
    ++inserted;
  }
  return std::nullopt;
}

void EraseStreams(DriverCore& core, const Master& master, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto found = core.s.streams.find(master.sids[i]);
    if (found != core.s.streams.end() && found->second == master.id) {
      core.s.streams.erase(found);
    } else {
      ++core.s.stray_erases;
    }
  }
}

void UnwindStreams(DriverCore& core, const Master& master, std::size_t inserted) {
  const bool all = core.variant().stream_unwind == StreamUnwind::kAllListed;
  EraseStreams(core, master, all ? master.sids.size() : inserted);
}

void FreeMemory(DriverCore& core, Master& master) {
  if (master.cd_table) core.port.FreeDma(*master.cd_table);
  if (master.memory) core.port.FreeHeap(*master.memory);
  master.cd_table.reset();
  master.memory.reset();
}

/// Before the reset there is no command queue, and the reset invalidates everything.
bool CommandsGo(const DriverCore& core) {
  const RegisterRecord<Concrete, Reg::CR0> cr0(Bits<Concrete, 32>(core.s.cr0));
  return bool(Is<"CMDQEN">(cr0));
}

/// After the streams are in: what the probe does to the device, and the deferral.
Stop Settle(DriverCore& core, Master& master) {
  if (core.variant().pasid_at_probe && core.s.features.table.ssid_bits != 0) {
    for (const std::uint32_t sid : master.sids) {
      core.port.ControlDevice(sid, DeviceAction::kPasidEnable);
    }
  }
  if (core.s.adopt_option) {
    const DeferralDecision d =
        AttachDeferred(core.port, core.variant(), core.s.strtab, master.sids);
    if (d.stop) return d.stop;
    master.deferred = d.deferred;
    TerminateStalls(core, master);
  }
  if (core.config.kdump && core.variant().identity_defers) {
    master.deferred |= master.default_domain == DomainKind::kIdentity;
  }
  return master.deferred ? std::nullopt : AttachDomain(core, master, master.default_domain);
}

}  // namespace

Stop InsertSid(DriverCore& core, std::uint32_t sid) {
  DriverStrtab& table = core.s.strtab;
  const bool was_reachable =
      bool(DriverSidInRange(table.table, Bits<Concrete, 32>(sid))) && table.SteAddress(sid);
  const InsertContext ctx{core.port, core.variant(), core.config.platform, core.s.adopt_option,
                          core.config.policy.take_over == TakeOver::kFullResetBypass};
  if (Stop stop = InsertStream(ctx, sid, table)) return stop;
  if (was_reachable) return std::nullopt;
  core.s.devres.AddResource(table.SteMemory(sid));
  const bool fresh = table.table.two_level && table.SteMemory(sid).kind == ResourceKind::kDma;
  if (fresh && core.variant().announces_fresh_l2 && CommandsGo(core)) {
    core.port.Barrier();
    InvalidateL1(core, sid);
  }
  return std::nullopt;
}

Stop ProbeMaster(DriverCore& core, std::span<const std::uint32_t> sids, DomainKind default_domain,
                 Master& master) {
  master.sids.assign(sids.begin(), sids.end());
  std::sort(master.sids.begin(), master.sids.end());
  master.default_domain = default_domain;
  if (!core.port.Fails(FaultPoint::kHeapMaster)) {
    master.memory = core.port.AllocHeap(sids.size() * 64);
  }
  if (!master.memory) return FaultStop(FaultPoint::kHeapMaster);

  std::size_t inserted = 0;
  Stop stop = InsertStreams(core, master, inserted);
  if (stop && core.variant().on_insert_failure == OnInsertFailure::kDisablesSmmu) {
    static_cast<void>(DisableSmmu(core));
  }
  if (!stop) stop = Settle(core, master);
  if (!stop) return std::nullopt;
  UnwindStreams(core, master, inserted);
  FreeMemory(core, master);
  return stop;
}

Stop FirstDmaUse(DriverCore& core, Master& master) {
  if (!master.deferred) return std::nullopt;
  const bool asks =
      master.default_domain != DomainKind::kIdentity || core.variant().identity_use_attaches;
  return asks ? AttachDomain(core, master, master.default_domain) : std::nullopt;
}

Stop ReleaseMaster(DriverCore& core, Master& master) {
  Stop stop;
  if (!master.deferred) stop = AttachDomain(core, master, DomainKind::kBlocked);
  std::vector<std::uint32_t> unique = master.sids;
  unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
  for (const std::uint32_t sid : unique) core.s.streams.erase(sid);
  FreeMemory(core, master);
  return stop;
}

}  // namespace quiesce
