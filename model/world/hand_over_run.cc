#include <algorithm>

#include "model/smmu/cache/cached_translate.h"
#include "model/smmu/fixed_choices.h"
#include "model/world/hand_over_runner_impl.h"

namespace quiesce {
namespace {

/// Keeps what it reads, and reads everything.
struct FillOnly {
  std::size_t Hit(std::size_t) const { return 0; }
  bool Fill() const { return true; }
  std::size_t Evict(std::size_t) const { return 0; }
};

constexpr CacheSizes kSmallCaches{.structures = 16, .tlb = 32, .tables = 8};

/// What a DMA write in flight stores.
std::uint64_t DataOf(DmaId id) { return 0xD0D0'0000u | id.device << 8 | id.n; }

bool Lost(const std::optional<DriverStop>& stop) { return stop && IsFatal(*stop); }

}  // namespace

HandOverRunner::Impl::Impl(const HandOver& h) : machine_(Image(), {}, kSmallCaches) { Load(h); }

void HandOverRunner::Impl::Load(const HandOver& h) {
  h_ = h;
  CrashedImageInto(h, image_);
  machine_.Load(std::move(image_), h.map);
}

// --- a run from its beginning to its end ---

HandOverResult HandOverRunner::Impl::Run(Choices& choices, HandOverObserver* observer) {
  machine_.Observe(nullptr);
  machine_.Reset();
  Warm(choices);

  HandOverResult result;
  WatchedPort port(machine_, h_.pool, *this, choices, *this);
  SmmuDriver driver(port, h_.config);
  Bench bench{h_, machine_, port, driver, choices};
  choices_ = &choices;
  observer_ = observer;
  settled_ = observer == nullptr && AreSettled(choices);
  bench_ = &bench;
  result_ = &result;
  Begin(bench);
  CallAll(driver);
  if (observer_ != nullptr) observer_->Ended(bench);
  GiveBack(driver);
  result.violations = std::move(bench.violations);
  result.driver_steps = port.steps();
  machine_.Observe(nullptr);
  bench_ = nullptr;
  result_ = nullptr;
  return result;
}

void HandOverRunner::Impl::Warm(Choices& choices) {
  for (const WarmEntry& entry : h_.caches) {
    std::vector<MemoryWord> now;
    for (const MemoryWord& w : entry.then) {
      now.push_back({w.pa, machine_.ReadWord(w.pa).value});
      machine_.WriteWord(w.pa, w.value);
    }
    FillOnly policy;
    NoObserver nobody;
    Smmu& smmu = machine_.smmu();
    TranslateCached(smmu.caches(), policy, smmu.view(), entry.transaction, choices, nobody);
    for (const MemoryWord& w : now) machine_.WriteWord(w.pa, w.value);
  }
}

void HandOverRunner::Impl::Begin(Bench& bench) {
  asked_.fill(0);
  fallible_ = 0;
  next_action_ = 0;
  muted_ = false;
  progress_.clear();
  known_.resize(h_.devices.size());
  own_known_.resize(h_.devices.size());
  changed_lines_.Begin();
  own_changed_lines_.Begin();
  own_fetched_.Clear();
  bench.crashed_registers = image_.registers;
  bench.devices.assign(h_.devices.size(), {});
  for (std::size_t i = 0; i < h_.devices.size(); ++i) {
    const HandOverDevice& d = h_.devices[i];
    bench.devices[i].quiesced = d.marked_quiesced;
    progress_.emplace_back(d.in_flight.size(), Progress::kGoesOn);
    known_[i].resize(d.in_flight.size());
    for (KnownDma& known : known_[i]) known.Forget();
    own_known_[i].Forget();
    std::vector<Baseline>& base = bench.baselines.emplace_back();
    for (const Transaction& t : d.in_flight)
      base.push_back(PermittedEnds(machine_, t, bench.fetched));
  }
  FindClashes(bench.baselines);
  FindRewriters(bench);
  panel_.Each(
      [&](auto& j) requires requires { j.Begin(bench); } { j.Begin(bench); });
  machine_.Observe(this);
  if (observer_ != nullptr) observer_->Began(bench);
  Changed();
}

void HandOverRunner::Impl::CallAll(SmmuDriver& driver) {
  Bench& bench = *bench_;
  for (const DriverCall& call : h_.calls) {
    if (result_->kernel_lost || !RunCall(driver, call)) result_->stops.emplace_back();
    ++bench.calls;
    bench.call_began = bench.port.steps();
    Sleep();
  }
  if (changed_) Settle();
  panel_.Each(
      [&](auto& j) requires requires { j.End(bench); } { j.End(bench); });
}

/// False: the call was left out.
bool HandOverRunner::Impl::RunCall(SmmuDriver& driver, const DriverCall& call) {
  Bench& bench = *bench_;
  if (!Applies(driver, call)) return false;
  bench.call = &call;
  panel_.Each(
      [&](auto& j) requires requires { j.BeforeCall(bench, call); } { j.BeforeCall(bench, call); });
  const std::optional<DriverStop> stop = Call(driver, call);
  if (changed_) Settle();
  UseOwnMappings();
  panel_.Each(
      [&](auto& j) requires requires { j.AfterCall(bench, call, stop); } {
        j.AfterCall(bench, call, stop);
      });
  bench.call = nullptr;
  result_->stops.push_back(stop);
  result_->kernel_lost |= Lost(stop);
  if (call.kind == CallKind::kProbe) {
    result_->adopt_stop = driver.state().adopt_stop;
    result_->adopted = !stop && driver.state().adopt_option;
  }
  return true;
}

bool HandOverRunner::Impl::Applies(const SmmuDriver& driver, const DriverCall& call) const {
  if (call.kind == CallKind::kProbe) return true;
  if (!driver.probed() || h_.config.policy.take_over == TakeOver::kLeaveAlone) return false;
  // An interrupt that nobody asked for reaches no handler.
  if (call.kind == CallKind::kIrq) {
    return std::ranges::find(bench_->port.irqs(), call.line, &RegisteredIrq::line) !=
           bench_->port.irqs().end();
  }
  if (call.kind >= CallKind::kIrq || call.kind == CallKind::kProbeDevice) return true;
  const std::optional<std::uint32_t> master = bench_->devices[call.device].master;
  if (!master) return false;
  const bool maps = call.kind == CallKind::kMap || call.kind == CallKind::kUnmap;
  if (!maps) return true;
  const std::optional<Domain>& domain = driver.master(*master).attached;
  return domain && !domain->tables.empty();
}

std::optional<DriverStop> HandOverRunner::Impl::Call(SmmuDriver& driver, const DriverCall& call) {
  switch (call.kind) {
    case CallKind::kProbe:
      return driver.Probe();
    case CallKind::kProbeDevice:
      return ProbeDevice(driver, call);
    case CallKind::kFirstUse:
    case CallKind::kAttach:
      return TakeDevice(driver, call);
    case CallKind::kMap:
      return MapOwn(driver, call);
    case CallKind::kIrq:
      HandleIrq(driver, call.line);
      return std::nullopt;
    case CallKind::kRemove:
      Remove(driver);
      return std::nullopt;
    case CallKind::kShutdown:
      // A device that has a driver was shut down before.
      for (DeviceNow& device : bench_->devices) device.own.reset();
      driver.Shutdown();
      return std::nullopt;
    case CallKind::kUnmap:
    case CallKind::kReleaseDevice:
      break;
  }
  DeviceNow& device = bench_->devices[call.device];
  device.own.reset();
  if (call.kind == CallKind::kUnmap) return driver.Unmap(*device.master, call.iova);
  return driver.ReleaseDevice(*std::exchange(device.master, std::nullopt));
}

std::optional<DriverStop> HandOverRunner::Impl::ProbeDevice(SmmuDriver& driver,
                                                            const DriverCall& call) {
  const auto probe = driver.ProbeDevice(h_.devices[call.device].sids, call.domain);
  if (!probe.rejected) bench_->devices[call.device].master = probe.master;
  return probe.rejected;
}

std::optional<DriverStop> HandOverRunner::Impl::TakeDevice(SmmuDriver& driver,
                                                           const DriverCall& call) {
  DeviceNow& device = bench_->devices[call.device];
  device.quiesced = device.taken = true;
  device.own.reset();
  const std::uint32_t master = *device.master;
  const bool first = call.kind == CallKind::kFirstUse;
  const std::optional<DriverStop> stop =
      first ? driver.FirstUse(master) : driver.Attach(master, call.domain);
  const DomainKind kind = first ? driver.master(master).default_domain : call.domain;
  if (!stop && kind == DomainKind::kIdentity) {
    device.own_pa = h_.pool.first + h_.pool.bytes;
    device.own =
        Transaction{.stream_id = h_.devices[call.device].sids[0], .address = device.own_pa};
  }
  return stop;
}

std::optional<DriverStop> HandOverRunner::Impl::MapOwn(SmmuDriver& driver, const DriverCall& call) {
  DeviceNow& device = bench_->devices[call.device];
  const std::optional<DriverStop> stop = driver.Map(*device.master, call.iova, call.pa);
  if (!stop && device.taken) {
    device.own_pa = call.pa;
    device.own = Transaction{.stream_id = h_.devices[call.device].sids[0], .address = call.iova};
  }
  return stop;
}

void HandOverRunner::Impl::HandleIrq(SmmuDriver& driver, IrqLine line) {
  const IrqAnswer answer = driver.OnIrq(line);
  panel_.Each(
      [&](auto& j) requires requires { j.OnIrq(*bench_, line, answer); } {
        j.OnIrq(*bench_, line, answer);
      });
}

/// The kernel takes its devices from the driver before the driver goes.
void HandOverRunner::Impl::Remove(SmmuDriver& driver) {
  for (DeviceNow& device : bench_->devices) {
    device.own.reset();
    const std::optional<std::uint32_t> master = std::exchange(device.master, std::nullopt);
    if (master && driver.probed()) driver.ReleaseDevice(*master);
  }
  driver.Remove();
}

/// Nothing of this is judged but whether it balances.
void HandOverRunner::Impl::GiveBack(SmmuDriver& driver) {
  Bench& bench = *bench_;
  muted_ = true;
  WakeAt(kNever);
  if (result_->kernel_lost || h_.config.policy.take_over == TakeOver::kLeaveAlone) return;
  Remove(driver);
  bench.call_began = bench.port.steps();
  panel_.Each(
      [&](auto& j) requires requires { j.Released(bench); } { j.Released(bench); });
}

// --- what happens around the driver ---

void HandOverRunner::Impl::BetweenSteps(Machine&) {
  ActDue();
  if (h_.schedule.commands_at_steps) machine_.ConsumeCommand(*choices_);
  if (changed_) Settle();
  Sleep();
}

void HandOverRunner::Impl::ActDue() {
  const auto& actions = h_.schedule.actions;
  while (next_action_ < actions.size() && actions[next_action_].when <= bench_->now()) {
    Act(actions[next_action_++]);
  }
}

/// Until the next action of this call, unless something changes before.
void HandOverRunner::Impl::Sleep() {
  const auto& actions = h_.schedule.actions;
  if (changed_ || h_.schedule.commands_at_steps) return WakeAt(0);
  if (next_action_ == actions.size()) return WakeAt(kNever);
  const Moment& due = actions[next_action_].when;
  if (due.call > bench_->calls) return WakeAt(kNever);
  WakeAt(due.call == bench_->calls ? bench_->call_began + due.step : 0);
}

void HandOverRunner::Impl::Changed() {
  changed_ = true;
  WakeAt(0);
}

void HandOverRunner::Impl::Waited(Machine& machine, Choices& choices) {
  machine.CompletePending(choices);
  if (changed_ && !muted_) Settle();
  while (machine.ConsumeCommand(choices) == CommandStatus::kConsumed) {
    if (changed_ && !muted_) Settle();
  }
}

bool HandOverRunner::Impl::Fails(FaultPoint point) {
  if (muted_) return false;
  const unsigned nth = asked_[static_cast<std::size_t>(point)]++;
  const bool named = std::ranges::any_of(
      h_.schedule.faults, [&](const InjectedFault& f) { return f.point == point && f.nth == nth; });
  const bool fails = named || h_.schedule.failing_step == fallible_;
  ++fallible_;
  if (fails) result_->failed.push_back(point);
  return fails;
}

bool HandOverRunner::Impl::MarkedQuiesced(std::uint32_t sid) {
  return std::ranges::any_of(h_.devices, [&](const HandOverDevice& d) {
    return d.marked_quiesced && std::ranges::find(d.sids, sid) != d.sids.end();
  });
}

DeviceNow* HandOverRunner::Impl::DeviceOf(std::uint32_t sid) {
  for (std::size_t i = 0; i < h_.devices.size(); ++i) {
    const auto& sids = h_.devices[i].sids;
    if (std::ranges::find(sids, sid) != sids.end()) return &bench_->devices[i];
  }
  return nullptr;
}

void HandOverRunner::Impl::Controlled(std::uint32_t sid, DeviceAction action) {
  const bool quiets =
      action == DeviceAction::kBusMasterOff || action == DeviceAction::kFunctionLevelReset;
  DeviceNow* const device = DeviceOf(sid);
  if (quiets && device != nullptr) device->quiesced = true;
  if (muted_) return;
  panel_.Each(
      [&](auto& j) requires requires { j.OnDevice(*bench_, sid, action); } {
        j.OnDevice(*bench_, sid, action);
      });
}

void HandOverRunner::Impl::RequestPage(unsigned device, unsigned group) {
  if (bench_->devices[device].quiesced) return;
  PageRequest<Concrete> request;
  request = With<"StreamID">(request, Bits<Concrete, 32>(h_.devices[device].sids[0]));
  request = With<"PRGIndex">(request, Bits<Concrete, 9>(group));
  request = With<"Last">(With<"R">(request, 1), 1);
  machine_.RequestPage(request, *choices_);
  panel_.Each(
      [&](auto& j) requires requires { j.OnPageRequest(*bench_, device, group); } {
        j.OnPageRequest(*bench_, device, group);
      });
}

void HandOverRunner::Impl::Act(const Action& a) {
  switch (a.kind) {
    case ActionKind::kDma:
      if (!bench_->devices[a.device].quiesced) Issue({a.device, a.n});
      return;
    case ActionKind::kStepUpdate:
      machine_.StepUpdate(*choices_);
      return;
    case ActionKind::kConsumeCommand:
      machine_.ConsumeCommand(*choices_);
      return;
    case ActionKind::kEvict:
      machine_.Evict(*choices_);
      return;
    case ActionKind::kCorrupt:
      machine_.Corrupt(a.word.pa, a.word.value);
      return;
    case ActionKind::kFailService:
      machine_.FailService();
      return;
    case ActionKind::kWriteRegister:
      bench_->another_agent = true;
      machine_.WriteRegister(static_cast<std::uint32_t>(a.word.pa), 4, a.word.value, *choices_);
      machine_.CompletePending(*choices_);
      bench_->another_agent = false;
      return;
    case ActionKind::kRequestPage:
      RequestPage(a.device, a.n);
      return;
  }
}

// --- DMA ---

void HandOverRunner::Impl::Settle() {
  changed_ = false;
  FinishStalls();
  if (h_.schedule.dma_at_changes) {
    for (unsigned i = 0; i < h_.devices.size(); ++i) {
      if (bench_->devices[i].quiesced) continue;
      for (unsigned n = 0; n < h_.devices[i].in_flight.size(); ++n) Issue({i, n});
    }
  }
  panel_.Each(
      [&](auto& j) requires requires { j.OnChanged(*bench_); } { j.OnChanged(*bench_); });
}

void HandOverRunner::Impl::Issue(DmaId id) {
  Progress& progress = progress_[id.device][id.n];
  if (progress != Progress::kGoesOn) return;
  const Transaction& transaction = bench_->in_flight(id);
  KnownDma& known = known_[id.device][id.n];
  changed_lines_.Follow(machine_, bench_->fetched);
  if (settled_ && known.Find(transaction, machine_, changed_lines_) != nullptr) {
    ++result_->transactions;
    return;  // judged the last time
  }
  const DmaTaken taken =
      known.Make(transaction, DataOf(id), machine_, *choices_, bench_->fetched, changed_lines_);
  if (taken.verdict == Verdict::kStall) progress = Progress::kStalled;
  Judge(id, taken);
}

void HandOverRunner::Impl::FinishStalls() {
  while (const std::optional<DmaTaken> taken = machine_.FinishStall(*choices_)) {
    for (unsigned i = 0; i < h_.devices.size(); ++i) {
      for (unsigned n = 0; n < h_.devices[i].in_flight.size(); ++n) {
        Progress& progress = progress_[i][n];
        const bool is_it =
            progress == Progress::kStalled && h_.devices[i].in_flight[n] == taken->transaction;
        if (!is_it) continue;
        if (taken->verdict != Verdict::kStall) progress = Progress::kOver;
        if (!bench_->devices[i].quiesced) Judge({i, n}, *taken);
      }
    }
    if (taken->verdict == Verdict::kStall) return;
  }
}

void HandOverRunner::Impl::Judge(DmaId id, const DmaTaken& taken) {
  ++result_->transactions;
  const DmaEnd now = EndOf(taken);
  panel_.Each(
      [&](auto& j) requires requires { j.OnDma(*bench_, id, now, taken); } {
        j.OnDma(*bench_, id, now, taken);
      });
  const bool fails = !now.succeeds() && now.verdict != Verdict::kStall && !now.unknown();
  if (fails && h_.on_abort != AbortConsequence::kNone && bench_->baseline(id).AllSucceed()) {
    result_->consequences.push_back({h_.on_abort, bench_->now(), id.device});
  }
}

void HandOverRunner::Impl::UseOwnMappings() {
  for (unsigned i = 0; i < bench_->devices.size(); ++i) {
    const DeviceNow& d = bench_->devices[i];
    if (!d.own) continue;
    KnownDma& known = own_known_[i];
    own_changed_lines_.Follow(machine_, own_fetched_);
    const DmaTaken* const same =
        settled_ ? known.Find(*d.own, machine_, own_changed_lines_) : nullptr;
    const DmaTaken taken = same != nullptr ? *same
                                           : known.Make(*d.own, 0, machine_, *choices_,
                                                        own_fetched_, own_changed_lines_);
    panel_.Each(
        [&](auto& j) requires requires { j.OnOwnDma(*bench_, i, d.own_pa, taken); } {
          j.OnOwnDma(*bench_, i, d.own_pa, taken);
        });
  }
}

}  // namespace quiesce
