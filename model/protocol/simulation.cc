#include "model/protocol/simulation.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/protocol/actions.h"
#include "model/protocol/ends.h"

namespace quiesce {
namespace {

using P = Protocol<Concrete>;

std::uint64_t Raw(Bool<Concrete> b) { return b.raw(); }
template <unsigned W>
std::uint64_t Raw(Bits<Concrete, W> b) {
  return b.raw();
}

constexpr std::size_t kMostFields = 64;
/// The values of all fields, in the order of VisitProtocol.
using Values = std::array<std::uint16_t, kMostFields>;
Values ValuesOf(const P& p) {
  Values values{};
  std::size_t n = 0;
  VisitProtocol(p, [&](std::string_view, const auto& value, bool) {
    values[n++] = static_cast<std::uint16_t>(Raw(value));
  });
  return values;
}
/// True for each field that is observable.
std::array<bool, kMostFields> Observable() {
  std::array<bool, kMostFields> observable{};
  std::size_t n = 0;
  const P any;
  VisitProtocol(any, [&](std::string_view, const auto&, bool seen) { observable[n++] = seen; });
  return observable;
}
bool Equal(const P& a, const P& b) { return ValuesOf(a) == ValuesOf(b); }

/// The driver's own bookkeeping changes between steps; it is compared once a step is seen.
P WithBookkeepingOf(P p, const P& of) {
  p.option = of.option;
  return p;
}
/// Each observable field of `p` is that of `a` or that of `b`.
bool Between(const P& a, const P& p, const P& b) {
  const std::array<bool, kMostFields> observable = Observable();
  const Values va = ValuesOf(a);
  const Values vb = ValuesOf(b);
  const Values vp = ValuesOf(p);
  for (std::size_t i = 0; i < kMostFields; ++i) {
    if (observable[i] && vp[i] != va[i] && vp[i] != vb[i]) return false;
  }
  return true;
}
bool ObservablyEqual(const P& a, const P& b) { return Between(a, b, a); }

bool Add(std::vector<P>& states, const P& p) {
  if (std::ranges::any_of(states, [&](const P& s) { return Equal(s, p); })) return false;
  states.push_back(p);
  return true;
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

/// What the open inputs of an action must have been.
ActionInputs<Concrete> InputsFor(const P& before, const P& now) {
  ActionInputs<Concrete> in;
  if ((before.ack != now.ack).raw()) {
    in.bits = before.ack ^ now.ack;
  } else if ((before.gerror != now.gerror).raw()) {
    in.bits = before.gerror ^ now.gerror;
  } else if ((before.cr0 != now.cr0).raw()) {
    in.bits = now.cr0;
  } else {
    const bool second = (before.streams[1].ste != now.streams[1].ste).raw();
    in.bits = Zext<kCr0Bits>(now.streams[second ? 1 : 0].ste);
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

/// What the hand-over's schedule does not hold does not happen.
Happenings WhatMayHappen(const HandOver& h) {
  const auto has = [&](ActionKind kind) {
    return std::ranges::find(h.schedule.actions, kind, &Action::kind) != h.schedule.actions.end();
  };
  Happenings may;
  may.corruption = has(ActionKind::kCorrupt) || has(ActionKind::kWriteRegister);
  may.service_failure = has(ActionKind::kFailService);
  return may;
}

constexpr Invariant kKnown[] = {Invariant::kNotAborted,     Invariant::kSamePlace,
                                Invariant::kNotBypassed,    Invariant::kGuardsKept,
                                Invariant::kUpdateProtocol, Invariant::kTossLeavesNoTrace};

}  // namespace

std::string ObservableDifference(const P& expected, const P& actual) {
  const Values b = ValuesOf(actual);
  std::string text;
  std::size_t n = 0;
  VisitProtocol(expected, [&](std::string_view name, const auto& value, bool observable) {
    const std::uint64_t is = b[n++];
    if (!observable || Raw(value) == is) return;
    absl::StrAppendFormat(&text, " %s: expected %u, is %u;", name, Raw(value), is);
  });
  return text;
}

Simulation::Simulation(const FollowedDma& followed) : Simulation(followed, AllActions<Concrete>) {}

void Simulation::Began(Bench& bench) {
  bench_ = &bench;
  const DriverConfig& config = bench.hand_over.config;
  setting_ = {config.variant, config.policy, config.kdump, WhatMayHappen(bench.hand_over)};
  abstraction_.emplace(bench, setting_, followed_);
  last_ = abstraction_->initial();
  states_.clear();
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
  P now = abstraction_->Now(last_);
  for (std::size_t i = 0; i < 2; ++i) {
    // Falling silent is no step of its own in the world.
    for (P& s : states_) s.streams[i].quiesced = now.streams[i].quiesced;
    last_.streams[i].quiesced = now.streams[i].quiesced;
  }
  const auto* fault = std::get_if<FaultInjected>(&step);
  const bool rewritten = fault != nullptr && fault->kind == FaultKind::kMemoryCorrupted;
  if (ObservablyEqual(WithBookkeepingOf(last_, now), now) && !rewritten) return;

  Close();
  const ActionInputs<Concrete> inputs = InputsFor(last_, now);
  States after = Match(now, inputs);
  if (rewritten) {
    for (const P& s : states_) {
      if (ObservablyEqual(WithBookkeepingOf(s, now), now)) Add(after, WithBookkeepingOf(s, now));
    }
  }
  if (after.empty()) return Fail(step, now);
  last_ = now;
  Adopt(std::move(after));
}

/// Adds every state that the driver reaches without a step that is seen.
void Simulation::Close() {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    for (const bool a : {false, true}) {
      const ActionInputs<Concrete> in{{}, Bool<Concrete>(a), {}};
      const P from = states_[i];
      for (const GuardedAction<Concrete>& action : source_(setting_, from, in)) {
        if (action.party != Party::kDriver || !action.Enabled()) continue;
        if (!ObservablyEqual(WithBookkeepingOf(action.next, from), from)) continue;
        if (Add(states_, action.next)) taken_.insert(action.name);
      }
    }
  }
}

/// States that one action leads to on the way from what was seen to `now`: each observable field is
/// as before or as now.
Simulation::States Simulation::Steps(const P& from, const P& now,
                                     const ActionInputs<Concrete>& inputs, bool driver) {
  States next;
  for (unsigned open = 0; open < 4; ++open) {
    ActionInputs<Concrete> in = inputs;
    in.a = Bool<Concrete>((open & 1) != 0);
    in.b = Bool<Concrete>((open & 2) != 0);
    for (const GuardedAction<Concrete>& action : source_(setting_, from, in)) {
      if (!action.Enabled() || (action.party == Party::kDriver) != driver) continue;
      if (!Between(last_, action.next, now)) continue;
      if (Add(next, action.next)) taken_.insert(action.name);
    }
  }
  return next;
}

/// One action of the driver or none, and whatever the world does in the same instant: it may finish
/// several register updates before it tells of the first.
Simulation::States Simulation::Match(const P& now, const ActionInputs<Concrete>& inputs) {
  States seen = states_;
  for (const P& from : states_) {
    for (const P& next : Steps(from, now, inputs, true)) Add(seen, next);
  }
  States after;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const P from = seen[i];
    if (ObservablyEqual(from, now)) {
      after.push_back(from);
      continue;
    }
    for (const P& next : Steps(from, now, inputs, false)) {
      if (!ObservablyEqual(next, from)) Add(seen, next);
    }
  }
  return after;
}

void Simulation::Adopt(States states) {
  states_ = std::move(states);
  for (const P& s : states_) {
    for (const Invariant i : kKnown) {
      if (Broken(i, s).raw()) broken_.insert(i);
    }
  }
}

void Simulation::CheckDma(const DmaTaken& taken) {
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
    const Bool<Concrete> permitted =
        end.succeeds() ? (e.elsewhere || (Bool<Concrete>(untranslated) && e.untranslated))
                       : e.refused;
    if (permitted) kept.push_back(s);
  }
  if (!kept.empty()) return Adopt(std::move(kept));
  mismatch_ = {when_, absl::StrFormat("DMA of stream %u %s, which no state permits", stream,
                                      !end.succeeds() ? "is refused"
                                      : untranslated  ? "passes untranslated"
                                                      : "reaches another address")};
}

void Simulation::Fail(const Step& step, const P& now) {
  std::string text = Text(step) + ":" + ObservableDifference(last_, now);
  for (const P& from : states_) {
    absl::StrAppendFormat(&text, "\n in phase %u:", from.phase.raw());
    for (const GuardedAction<Concrete>& action : source_(setting_, from, InputsFor(last_, now))) {
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
