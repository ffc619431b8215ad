// QZ-15: the hand-over ends. The driver's calls are bounded and its kernel survives them; each
// device that its driver takes gets that driver's translation; nothing stays stalled.
#pragma once

#include "model/world/judge/bench.h"

namespace quiesce {

class EndsJudge {
 public:
  static constexpr std::uint64_t kMostSteps = 20'000'000;

  void Begin(Bench& bench) {
    dead_ = bench.machine.smmu().registers().InServiceFailureMode();
    asked_.clear();
    own_.assign(bench.devices.size(), false);
  }
  void OnDma(Bench& bench, DmaId id, const DmaEnd& now, const DmaTaken& taken) {
    if (now.verdict == Verdict::kStall)
      own_[id.device] = InOwnTables(bench, taken.transaction.stream_id);
  }
  void OnOwnDma(Bench& bench, unsigned device, std::uint64_t wanted, const DmaTaken& taken) {
    if (bench.call != nullptr && bench.call->device != device) return;
    if (taken.verdict == Verdict::kComplete && taken.address == wanted) return;
    bench.Report(Invariant::kEnds, "a device that was taken does not get its own translation",
                 device, taken.transaction.address);
  }
  void BeforeCall(Bench& bench, const DriverCall& call) {
    if (call.kind == CallKind::kIrq) explained_ = Explained(bench.machine.smmu().registers());
  }
  /// Whatever may come up while the handler runs, it reads a register to see it.
  void OnRegisterRead(Bench& bench, Reg, std::uint64_t) {
    const bool handles = bench.call != nullptr && bench.call->kind == CallKind::kIrq;
    if (handles && !explained_) explained_ = Explained(bench.machine.smmu().registers());
  }
  void OnIrq(Bench& bench, IrqLine, IrqAnswer answer) {
    if (explained_ || answer != IrqAnswer::kHandled) return;
    bench.Report(Invariant::kEnds, "an interrupt without a cause is claimed: a storm never ends");
  }
  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    if (dead_ && call.kind == CallKind::kProbe && !stop && bench.driver.state().adopt_option) {
      bench.Report(Invariant::kEnds, "a table is adopted that the SMMU had stopped to use");
    }
    if (bench.port.steps() > kMostSteps) bench.Report(Invariant::kEnds, "the driver does not end");
    if (!stop) return;
    if (stop->kind == DriverStopKind::kWildPointer || stop->kind == DriverStopKind::kBusAbort) {
      bench.Report(Invariant::kEnds, "the next kernel is lost");
    }
    const bool takes = call.kind == CallKind::kFirstUse || call.kind == CallKind::kAttach;
    const Schedule& s = bench.hand_over.schedule;
    if (takes && s.faults.empty() && !s.failing_step) {
      bench.Report(Invariant::kEnds, "a device cannot be taken", call.device);
    }
  }
  void OnPageRequest(Bench&, unsigned device, unsigned group) { asked_.push_back({device, group}); }
  void End(Bench& bench) {
    for (const DmaId& r : asked_) {
      const std::uint32_t sid = bench.hand_over.devices[r.device].sids[0];
      const bool answered = std::ranges::any_of(
          bench.machine.root_complex().responses(),
          [&](const PrgResponse& p) { return p.stream_id == sid && p.prg_index == r.n; });
      if (!answered) bench.Report(Invariant::kEnds, "a page request waits for ever", r.device, sid);
    }
    for (const Stall& stall : bench.machine.smmu().stalls().outstanding()) {
      ReportStalled(bench, stall.stream_id, own_);
    }
  }

 private:
  /// A stall of what the next kernel's own structures translate is another matter than one that the
  /// crash left.
  static void ReportStalled(Bench& bench, std::uint32_t sid, const std::vector<bool>& own) {
    const auto& devices = bench.hand_over.devices;
    for (unsigned i = 0; i < devices.size(); ++i) {
      if (std::ranges::find(devices[i].sids, sid) == devices[i].sids.end()) continue;
      bench.Report(Invariant::kEnds,
                   own[i] ? "a fault in the next kernel's own translation stalls for ever"
                          : "a stalled transaction waits for ever",
                   i, sid);
    }
  }
  /// The STE names a table that the next kernel made.
  static bool InOwnTables(Bench& bench, std::uint32_t sid) {
    const auto ste = FromRaw<Ste<Concrete>>(EntryNow(bench, SteAddressNow(bench, sid)));
    const auto mine = [&](std::uint64_t pa) {
      return bench.machine.map().OwnerOf(pa) == Owner::kNextKernel;
    };
    const bool stage1 = bool((Get<"Config">(ste) & Bits<Concrete, 3>(1)) == 1);
    return mine(stage1 ? Addr<"S1ContextPtr">(ste).raw() : Addr<"S2TTB">(ste).raw());
  }
  /// An error is active, or a queue that is on has a record.
  static bool Explained(const ProgrammingInterface& registers) {
    const RegisterImage& r = registers.visible();
    const auto on = r.Get<Reg::CR0>();
    const bool event =
        bool(Is<"EVENTQEN">(on)) && r.Read(Reg::EVENTQ_PROD) != r.Read(Reg::EVENTQ_CONS);
    const bool request = bool(Is<"PRIQEN">(on)) && r.Read(Reg::PRIQ_PROD) != r.Read(Reg::PRIQ_CONS);
    return event || request || r.Read(Reg::GERROR) != r.Read(Reg::GERRORN);
  }
  bool dead_ = false;  ///< in service failure mode since before the crash. 12.3
  bool explained_ = true;
  std::vector<bool> own_;     ///< by device: InOwnTables() when it stalled last
  std::vector<DmaId> asked_;  ///< page request groups by device
};

}  // namespace quiesce
