#include "model/protocol/simulation.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"
#include "model/protocol/actions.h"
#include "model/protocol/ends.h"

namespace quiesce {
namespace {

using P = Protocol<Concrete>;

/// The driver's own bookkeeping changes between steps; it is compared once a step is seen.
P WithBookkeepingOf(P p, const P& of) {
  p.option = of.option;
  return p;
}

bool Add(std::vector<P>& states, const P& p) {
  const ProtocolValues values = ValuesOf(p);
  if (std::ranges::any_of(states, [&](const P& s) { return ValuesOf(s) == values; })) return false;
  states.push_back(p);
  return true;
}

Bool<Concrete> AsField(Bool<Concrete>, std::uint16_t value) { return Bool<Concrete>(value != 0); }
template <unsigned W>
Bits<Concrete, W> AsField(Bits<Concrete, W>, std::uint16_t value) {
  return Bits<Concrete, W>(value);
}
/// What is seen is that of `seen`, all else that of `from`.
P WithObservablesOf(const P& from, const P& seen) {
  P p = from;
  const ProtocolValues values = ValuesOf(seen);
  std::size_t n = 0;
  VisitProtocol(p, [&](std::string_view, auto& field, bool observable) {
    const std::uint16_t value = values[n++];
    if (observable) field = AsField(field, value);
  });
  return p;
}

/// Passes on the actions of one party that are enabled.
template <class Use>
class EnabledActions final : public ActionSink<Concrete> {
 public:
  EnabledActions(Party party, Use use) : party_(party), use_(use) {}
  bool Wants(Party party) const override { return party == party_; }
  bool Opens(const Bool<Concrete>& condition) const override { return condition.raw(); }
  void Add(std::string_view name, Party party, std::initializer_list<Clause<Concrete>> guard,
           const P& next, int) override {
    if (party != party_) return;
    for (const Clause<Concrete>& c : guard) {
      if (!c.holds) return;
    }
    use_(name, next);
  }

 private:
  Party party_;
  Use use_;
};

/// The open inputs of an action that are worth a try: without somebody who rewrites what is live,
/// only a toss and a fresh table ask for them.
std::vector<ActionInputs<Concrete>> OpenInputs(bool a, bool b, ActionInputs<Concrete> in) {
  std::vector<ActionInputs<Concrete>> all;
  for (unsigned open = 0; open < 4; ++open) {
    in.a = Bool<Concrete>((open & 1) != 0);
    in.b = Bool<Concrete>((open & 2) != 0);
    if ((a || !in.a) && (b || !in.b)) all.push_back(in);
  }
  return all;
}
bool TossIsOpen(const Variant& v) {
  return v.toss_clears_option && !v.missing_feature_clears_option;
}

std::string_view KindOf(const Step& step) {
  static constexpr std::string_view kNames[] = {
      "register access", "memory access", "register update", "command", "DMA",
      "page request",    "fault"};
  return kNames[step.index()];
}
std::string Text(const Step& step) {
  std::string text(KindOf(step));
  if (const auto* r = std::get_if<RegisterAccess>(&step)) {
    absl::StrAppendFormat(&text, " at 0x%x, value 0x%x", r->offset, r->value);
  } else if (const auto* m = std::get_if<MemoryAccess>(&step)) {
    absl::StrAppendFormat(&text, " at 0x%x, value 0x%x", m->address, m->value);
  }
  return text;
}

/// The fields that are not 0.
std::string Text(const P& p) {
  std::string text;
  VisitProtocol(p, [&](std::string_view name, const auto& value, bool) {
    if (RawValue(value) != 0) absl::StrAppendFormat(&text, " %s=%u", name, RawValue(value));
  });
  return text;
}

/// The input that leaves the streams' entries as they are.
Bits<Concrete, kCr0Bits> EntriesOf(const P& p) {
  return Bits<Concrete, kCr0Bits>(p.streams[0].ste.raw() | p.streams[1].ste.raw() << 3);
}
/// The driver may be about to name a fresh table where it is not seen to: the one in use is no
/// longer that of the crash, by an earlier probe of its own or by another agent.
bool MayNameUnseen(const P& p) {
  return In(p, Phase::kTableNamed).raw() ||
         (!p.old_table && Within(p, Phase::kCrashed, Phase::kOff)).raw();
}

/// What the open inputs of an action must have been.
ActionInputs<Concrete> InputsFor(const P& before, const P& now) {
  ActionInputs<Concrete> in;
  in.bits = EntriesOf(now);
  if ((before.old_table != now.old_table).raw()) return in;
  if ((before.ack != now.ack).raw()) {
    in.bits = before.ack ^ now.ack;
  } else if ((before.gerror != now.gerror).raw()) {
    in.bits = before.gerror ^ now.gerror;
  } else if ((before.cr0 != now.cr0).raw()) {
    in.bits = now.cr0;
  }
  return in;
}

bool IsWrite(const Step& step) {
  if (const auto* r = std::get_if<RegisterAccess>(&step)) return r->write;
  if (const auto* m = std::get_if<MemoryAccess>(&step)) return m->write;
  return false;
}
/// Steps after which the state is looked at again.
bool MayChange(const Step& step, const Abstraction& abstraction) {
  if (const auto* m = std::get_if<MemoryAccess>(&step)) {
    return m->write && abstraction.MayMatter(m->address);
  }
  if (std::holds_alternative<RegisterAccess>(step)) return IsWrite(step);
  return true;
}

/// Who rewrites what is live is no action here: what it wrote is taken as it is.
Happenings WhatMayHappen(const HandOver& h) {
  Happenings may;
  may.corruption = false;
  may.shares_cr0 = std::ranges::any_of(h.schedule.actions, [](const Action& a) {
    return a.kind == ActionKind::kWriteRegister && a.word.pa == SpecOf(Reg::CR0).offset;
  });
  may.reprobes = std::ranges::count(h.calls, CallKind::kProbe, &DriverCall::kind) > 1;
  may.service_failure = std::ranges::any_of(
      h.schedule.actions, [](const Action& a) { return a.kind == ActionKind::kFailService; });
  return may;
}

constexpr Invariant kKnown[] = {
    Invariant::kNotAborted,        Invariant::kSamePlace,  Invariant::kNotBypassed,
    Invariant::kOthersUnaffected,  Invariant::kGuardsKept, Invariant::kUpdateProtocol,
    Invariant::kTossLeavesNoTrace, Invariant::kFreshIds,   Invariant::kEnds};

/// Interrupts, VMW, queue indexes and devices are not in the protocol.
bool IsOfKnownRegister(const Violation& v) {
  if (v.what == "records are taken from a queue that is off") return false;
  if (v.what == "VMW changes while commands may be under way") return false;
  constexpr Reg kUnknown[] = {Reg::IRQ_CTRL,        Reg::GERROR_IRQ_CFG0, Reg::GERROR_IRQ_CFG1,
                              Reg::GERROR_IRQ_CFG2, Reg::EVENTQ_IRQ_CFG0, Reg::EVENTQ_IRQ_CFG1,
                              Reg::EVENTQ_IRQ_CFG2, Reg::PRIQ_IRQ_CFG0,   Reg::PRIQ_IRQ_CFG1,
                              Reg::PRIQ_IRQ_CFG2};
  return !v.device &&
         std::ranges::none_of(kUnknown, [&](Reg r) { return SpecOf(r).offset == v.detail; });
}
bool IsOf(const Violation& v, const std::optional<DmaId>& id,
          const std::optional<std::uint64_t>& address) {
  return id && address && v.device == id->device && v.detail == address;
}
std::optional<std::uint64_t> AddressOf(const HandOver& h, const std::optional<DmaId>& id) {
  if (!id) return std::nullopt;
  const std::vector<Transaction>& all = h.devices[id->device].in_flight;
  const std::uint64_t address = all[id->n].address;
  const bool alone = std::ranges::count(all, address, &Transaction::address) == 1;
  return alone ? std::optional(address) : std::nullopt;
}

FollowedDma FirstTwo(const HandOver& h) {
  FollowedDma f;
  for (unsigned i = 0; i < h.devices.size() && !f.second; ++i) {
    if (!h.devices[i].in_flight.empty()) (f.first ? f.second : f.first) = DmaId{i, 0};
  }
  return f;
}

}  // namespace

std::string ObservableDifference(const P& expected, const P& actual) {
  const ProtocolValues b = ValuesOf(actual);
  std::string text;
  std::size_t n = 0;
  VisitProtocol(expected, [&](std::string_view name, const auto& value, bool observable) {
    const std::uint64_t is = b[n++];
    if (!observable || RawValue(value) == is) return;
    absl::StrAppendFormat(&text, " %s: expected %u, is %u;", name, RawValue(value), is);
  });
  return text;
}

std::string Describe(const SimulationMismatch& m) {
  return absl::StrFormat("call %d step %d: %s", m.when.call, m.when.step, m.text);
}

Simulation::ActionSource Simulation::TheProtocol() { return TellActions<Concrete>; }

void Simulation::Began(Bench& bench) {
  bench_ = &bench;
  const DriverConfig& config = bench.hand_over.config;
  setting_ = {config.variant, config.policy, config.kdump, WhatMayHappen(bench.hand_over)};
  followed_ = FirstTwo(bench.hand_over);
  addresses_ = {AddressOf(bench.hand_over, followed_.first),
                AddressOf(bench.hand_over, followed_.second)};
  abstraction_.emplace(bench, setting_, followed_);
  last_ = abstraction_->initial();
  last_values_ = ValuesOf(last_);
  mismatch_.reset();
  broken_.clear();
  taken_.clear();
  Adopt({last_});
}

void Simulation::Ended(Bench&) {
  if (!mismatch_) {
    Close();
    Adopt(std::move(states_));
  }
  bench_ = nullptr;
  abstraction_.reset();
}

void Simulation::Took(Moment next, const Step& step) {
  if (bench_ == nullptr || mismatch_) return;
  when_ = next;
  if (MayChange(step, *abstraction_)) Follow(step);
  if (const auto* taken = std::get_if<DmaTaken>(&step); taken != nullptr && !mismatch_) {
    CheckDma(*taken);
  }
}

void Simulation::Follow(const Step& step) {
  abstraction_->Saw(step);
  P now = abstraction_->Now(last_);
  for (std::size_t i = 0; i < 2; ++i) {
    // Falling silent is no step of its own in the world.
    if ((last_.streams[i].quiesced == now.streams[i].quiesced).raw()) continue;
    for (P& s : states_) s.streams[i].quiesced = now.streams[i].quiesced;
    last_.streams[i].quiesced = now.streams[i].quiesced;
    last_values_ = ValuesOf(last_);
  }
  const bool of_another = IsOfAnother(step, now);
  if (ObservablyEqual(WithBookkeepingOf(now, last_), last_) && !of_another) return;

  Close();
  States after = of_another ? Rewritten(now) : Match(now);
  if (after.empty()) return Fail(step, now);
  last_ = now;
  last_values_ = ValuesOf(now);
  Adopt(std::move(after));
}

template <class Use>
void Simulation::EachEnabled(const P& from, const ActionInputs<Concrete>& in, Party party,
                             Use use) {
  EnabledActions<Use> enabled(party, use);
  source_(setting_, from, in, enabled);
}

/// Adds every state that the driver reaches without a step that is seen.
void Simulation::Close() {
  // A field of CR0 that changes again may stay as it is.
  const bool named = std::ranges::any_of(states_, MayNameUnseen);
  Inputs inputs = OpenInputs(TossIsOpen(setting_.variant) || named, named, {last_.cr0, {}, {}});
  if (named) inputs.push_back({EntriesOf(last_), {}, {}});
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const P from = states_[i];
    for (const ActionInputs<Concrete>& in : inputs) {
      EachEnabled(from, in, Party::kDriver, [&](std::string_view name, const P& next) {
        if (!ObservablyEqual(WithBookkeepingOf(next, from), from)) return;
        if (Add(states_, next)) taken_.insert(name);
      });
    }
  }
}

/// States that one action leads to on the way from what was seen to `now`: each observable field is
/// as before or as now.
Simulation::States Simulation::Steps(const P& from, const ProtocolValues& now, const Inputs& inputs,
                                     Party party) {
  States to;
  for (const ActionInputs<Concrete>& in : inputs) {
    EachEnabled(from, in, party, [&](std::string_view name, const P& next) {
      if (!Between(last_values_, ValuesOf(next), now)) return;
      if (Add(to, next)) taken_.insert(name);
    });
  }
  return to;
}

/// One action of the driver or none, and whatever the world does in the same instant: it may finish
/// several register updates before it tells of the first.
Simulation::States Simulation::Match(const P& now) {
  const ProtocolValues values = ValuesOf(now);
  const ActionInputs<Concrete> known = InputsFor(last_, now);
  const bool fresh = !now.old_table.raw();
  Inputs inputs = OpenInputs(fresh || TossIsOpen(setting_.variant), fresh, known);
  if (fresh) inputs.push_back({EntriesOf(now), {}, {}});
  States seen = states_;
  for (const P& from : states_) {
    for (const P& next : Steps(from, values, inputs, Party::kDriver)) Add(seen, next);
  }
  States after;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const P from = seen[i];
    if (ObservablyEqual(ValuesOf(from), values)) {
      after.push_back(from);
      continue;
    }
    for (const P& next : Steps(from, values, {known}, Party::kWorld)) {
      if (!ObservablyEqual(next, from)) Add(seen, next);
    }
  }
  return after;
}

/// Of somebody who is no party to the protocol: an agent that writes memory or a register, or what
/// a device or the SMMU itself writes over a live STE.
bool Simulation::IsOfAnother(const Step& step, const P& now) const {
  if (bench_->another_agent) return true;
  const auto* fault = std::get_if<FaultInjected>(&step);
  if (fault != nullptr) return fault->kind == FaultKind::kMemoryCorrupted;
  const bool by_cpu =
      std::holds_alternative<RegisterAccess>(step) || std::holds_alternative<MemoryAccess>(step);
  const auto differs = [&](std::size_t i) {
    return (last_.streams[i].ste != now.streams[i].ste).raw();
  };
  return !by_cpu && (differs(0) || differs(1));
}

/// What is seen is taken as it is. The driver has read the streams' words before, or reads them
/// now.
Simulation::States Simulation::Rewritten(const P& now) const {
  States after;
  for (const P& from : states_) {
    if ((from.option != now.option).raw()) continue;
    P next = WithObservablesOf(from, now);
    const bool other_control = (last_.cr1_own != now.cr1_own || last_.cr2_own != now.cr2_own).raw();
    next.control_kept = next.control_kept && Bool<Concrete>(!other_control);
    Add(after, next);
    Add(after, abstraction_->WithDecisions(next));
  }
  return after;
}

void Simulation::Adopt(States states) {
  states_ = std::move(states);
  for (const P& s : states_) {
    for (const Invariant i : kKnown) {
      if (!broken_.contains(i) && Broken(setting_, i, s).raw()) broken_.insert(i);
    }
  }
}

void Simulation::CheckDma(const DmaTaken& taken) {
  if (taken.retried) return;  // how what was stalled ends is up to who resumes or terminates it
  const std::optional<DmaId> ids[] = {followed_.first, followed_.second};
  for (std::size_t i = 0; i < 2; ++i) {
    if (!ids[i] || !(bench_->in_flight(*ids[i]) == taken.transaction)) continue;
    if (!bench_->devices[ids[i]->device].quiesced) CheckEnd(*ids[i], i, taken);
  }
}

/// Keeps the states in which the transaction may end so.
void Simulation::CheckEnd(DmaId id, std::size_t stream, const DmaTaken& taken) {
  const DmaEnd end = EndOf(taken);
  if (end.unknown() || bench_->baseline(id).Permits(end) || !bench_->baseline(id).complete) return;
  const bool untranslated = end.completes() && end.address == taken.transaction.address;
  Close();
  States kept;
  for (const P& s : states_) {
    const NewEnds<Concrete> e = EndsOf(s, s.streams[stream]);
    const Bool<Concrete> astray = e.elsewhere || e.untranslated;  // where nothing answers, perhaps
    const Bool<Concrete> permitted =
        end.succeeds() ? (e.elsewhere || (Bool<Concrete>(untranslated) && e.untranslated))
                       : e.refused || astray;
    if (permitted) kept.push_back(s);
  }
  if (!kept.empty()) return Adopt(std::move(kept));
  mismatch_ = {when_, absl::StrFormat("DMA of stream %u %s, which no state permits", stream,
                                      !end.succeeds() ? "is refused"
                                      : untranslated  ? "passes untranslated"
                                                      : "reaches another address")};
  for (const P& s : states_) mismatch_->text += "\n in" + Text(s);
}

/// True also of what the protocol knows nothing of.
bool Simulation::Foresees(const Violation& v) const {
  if (Broke(v.invariant)) return true;
  switch (v.invariant) {
    case Invariant::kNotAborted:
    case Invariant::kNotBypassed:
      return !(IsOf(v, followed_.first, addresses_[0]) || IsOf(v, followed_.second, addresses_[1]));
    case Invariant::kGuardsKept:
    case Invariant::kUpdateProtocol:
      return !IsOfKnownRegister(v);
    default:
      return true;
  }
}

std::optional<SimulationMismatch> Simulation::MismatchWith(const HandOverResult& result) const {
  if (mismatch_) return mismatch_;
  for (const Violation& v : result.violations) {
    if (!Foresees(v)) return SimulationMismatch{v.when, "not foreseen: " + Describe(v)};
  }
  return std::nullopt;
}

void Simulation::Fail(const Step& step, const P& now) {
  std::string text = Text(step) + ":" + ObservableDifference(last_, now);
  for (const P& from : states_) {
    absl::StrAppendFormat(&text, "\n in%s:", Text(from));
    GuardedActions<Concrete> all;
    source_(setting_, from, InputsFor(last_, now), all);
    for (const GuardedAction<Concrete>& action : all.Take()) {
      if (!ObservablyEqual(WithBookkeepingOf(action.next, now), now)) continue;
      absl::StrAppendFormat(&text, " \"%s\" needs", action.name);
      for (const Clause<Concrete>& c : action.guard) {
        if (!c.holds) absl::StrAppendFormat(&text, " [%s]", c.text);
      }
      absl::StrAppendFormat(&text, "%s;", ObservableDifference(action.next, now));
    }
  }
  mismatch_ = {when_, std::move(text)};
}

}  // namespace quiesce
