#include "shrinkers/hand_over.h"

#include <algorithm>
#include <utility>

#include "generators/system.h"
#include "shrinkers/scenario.h"

namespace quiesce {
namespace {

bool OfDevice(const Action& a) {
  return a.kind == ActionKind::kDma || a.kind == ActionKind::kRequestPage;
}

/// DMA that no device has any more goes.
void DropLostDma(HandOver& h) {
  std::erase_if(h.schedule.actions, [&](const Action& a) {
    if (!OfDevice(a)) return false;
    if (a.device >= h.devices.size()) return true;
    return a.kind == ActionKind::kDma && a.n >= h.devices[a.device].in_flight.size();
  });
}

/// Adds the case with one part of it changed by `edit`.
template <class Edit>
void Add(const HandOverCase& c, std::vector<HandOverCase>& out, Edit edit) {
  HandOverCase smaller = c;
  edit(smaller);
  DropLostDma(smaller.hand_over);
  out.push_back(std::move(smaller));
}

template <class Elements>
void Erase(Elements& elements, std::size_t first, std::size_t count) {
  const auto from = elements.begin() + static_cast<std::ptrdiff_t>(first);
  elements.erase(from, from + static_cast<std::ptrdiff_t>(count));
}

/// Calls `body(at, count)` for runs of the elements [kept, size): all of them, then halves, then
/// shorter ones, then each alone.
template <class Body>
void EachRun(std::size_t size, std::size_t kept, Body body) {
  for (std::size_t run = size - std::min(size, kept); run > 0; run /= 2) {
    for (std::size_t at = kept; at < size; at += run) body(at, std::min(run, size - at));
  }
}

/// Adds the case without runs of a list's elements. `list(h)` finds the list; its first `kept`
/// elements stay.
template <class List>
void AddDrops(const HandOverCase& c, std::vector<HandOverCase>& out, List list,
              std::size_t kept = 0) {
  EachRun(list(c.hand_over).size(), kept, [&](std::size_t at, std::size_t count) {
    Add(c, out, [&](HandOverCase& d) { Erase(list(d.hand_over), at, count); });
  });
}

/// What happens during later calls still does once `count` calls from `first` on are gone; what
/// happened during those comes before the next.
void MoveActionsUp(HandOver& h, std::size_t first, std::size_t count) {
  for (Action& a : h.schedule.actions) {
    if (a.when.call >= first + count) {
      a.when.call -= static_cast<unsigned>(count);
    } else if (a.when.call >= first) {
      a.when = {static_cast<unsigned>(first), 0};
    }
  }
}

/// Sets what `field(part)` finds to its default, if it is not.
template <class Field>
void AddReset(const HandOverCase& c, std::vector<HandOverCase>& out, Field field) {
  HandOverCase plain;
  plain.hand_over = InMachine({});
  if (field(c) == field(plain)) return;
  Add(c, out, [&](HandOverCase& d) { field(d) = field(plain); });
}

/// Without device `i`: its calls and its DMA go too, and those behind it move up.
void DropDevice(HandOver& h, unsigned i) {
  Erase(h.devices, i, 1);
  const auto of_device = [&](const DriverCall& call) {
    const bool of_one = call.kind != CallKind::kProbe && call.kind < CallKind::kIrq;
    return of_one && call.device == i;
  };
  for (std::size_t at = h.calls.size(); at-- > 0;) {
    if (!of_device(h.calls[at])) continue;
    Erase(h.calls, at, 1);
    MoveActionsUp(h, at, 1);
  }
  for (DriverCall& call : h.calls) call.device -= call.device > i;
  std::erase_if(h.schedule.actions, [&](const Action& a) { return OfDevice(a) && a.device == i; });
  for (Action& a : h.schedule.actions) a.device -= a.device > i;
}

void DropStreams(HandOver& h, const std::vector<std::uint32_t>& sids) {
  auto* const s = std::get_if<Scenario>(&h.crashed);
  if (s == nullptr) return;
  std::erase_if(s->streams, [&](const Stream& stream) {
    return std::ranges::find(sids, stream.sid) != sids.end();
  });
}

/// All calls but the first may go. What others do stays with its call, or where it was.
void AddCallDrops(const HandOverCase& c, std::vector<HandOverCase>& out) {
  const bool timed = !c.hand_over.schedule.actions.empty();
  EachRun(c.hand_over.calls.size(), 1, [&](std::size_t at, std::size_t count) {
    for (const bool moves : {true, false}) {
      if (!moves && !timed) continue;
      Add(c, out, [&](HandOverCase& d) {
        Erase(d.hand_over.calls, at, count);
        if (moves) MoveActionsUp(d.hand_over, at, count);
      });
    }
  });
}

void AddSteps(const HandOverCase& c, std::vector<HandOverCase>& out) {
  AddDrops(
      c, out, [](auto& h) -> auto& { return h.schedule.actions; });
  AddDrops(
      c, out, [](auto& h) -> auto& { return h.schedule.faults; });
  AddReset(
      c, out, [](auto& d) -> auto& { return d.hand_over.schedule.failing_step; });
  AddReset(
      c, out, [](auto& d) -> auto& { return d.hand_over.schedule.commands_at_steps; });
  AddReset(
      c, out, [](auto& d) -> auto& { return d.hand_over.schedule.dma_at_changes; });
  AddCallDrops(c, out);
}

void AddDevices(const HandOverCase& c, std::vector<HandOverCase>& out) {
  const auto& devices = c.hand_over.devices;
  for (unsigned i = 0; i < devices.size(); ++i) {
    Add(c, out, [&](HandOverCase& d) {
      DropStreams(d.hand_over, devices[i].sids);
      DropDevice(d.hand_over, i);
    });
    Add(c, out, [&](HandOverCase& d) { DropDevice(d.hand_over, i); });
  }
  for (unsigned i = 0; i < devices.size(); ++i) {
    AddDrops(
        c, out, [i](auto& h) -> auto& { return h.devices[i].in_flight; });
    AddDrops(
        c, out, [i](auto& h) -> auto& { return h.devices[i].sids; }, 1);
    if (!devices[i].marked_quiesced) continue;
    Add(c, out, [&](HandOverCase& d) { d.hand_over.devices[i].marked_quiesced = false; });
  }
}

void AddScenarios(const HandOverCase& c, std::vector<HandOverCase>& out) {
  const auto* const s = std::get_if<Scenario>(&c.hand_over.crashed);
  if (s == nullptr) return;
  for (Scenario& smaller : SmallerScenarios(*s)) {
    Add(c, out, [&](HandOverCase& d) { d.hand_over.crashed = std::move(smaller); });
  }
}

void AddCalls(const HandOverCase& c, std::vector<HandOverCase>& out) {
  for (std::size_t i = 0; i < c.hand_over.calls.size(); ++i) {
    if (c.hand_over.calls[i].domain == DomainKind::kDma) continue;
    Add(c, out, [&](HandOverCase& d) { d.hand_over.calls[i].domain = DomainKind::kDma; });
  }
}

void AddAnswers(const HandOverCase& c, std::vector<HandOverCase>& out) {
  for (std::size_t i = 0; i < kChoicePointCount; ++i) {
    if (c.choices.fixed[i] == 0) continue;
    Add(c, out, [&](HandOverCase& d) { d.choices.fixed[i] = 0; });
  }
}

}  // namespace

std::vector<HandOverCase> SmallerHandOvers(const HandOverCase& c) {
  std::vector<HandOverCase> out;
  AddReset(
      c, out, [](auto& d) -> auto& { return d.choices; });
  AddReset(
      c, out, [](auto& d) -> auto& { return d.choices.timing_seed; });
  AddReset(
      c, out, [](auto& d) -> auto& { return d.choices.fixed; });
  AddSteps(c, out);
  AddDevices(c, out);
  AddDrops(
      c, out, [](auto& h) -> auto& { return h.caches; });
  AddReset(
      c, out, [](auto& d) -> auto& { return d.hand_over.config.platform; });
  AddScenarios(c, out);
  AddCalls(c, out);
  AddAnswers(c, out);
  return out;
}

HandOverSize SizeOf(const HandOver& h) {
  HandOverSize size;
  size.fields = h.words.size();
  if (const auto* s = std::get_if<Scenario>(&h.crashed)) size.fields += s->corruptions.size();
  for (const WarmEntry& w : h.caches) size.fields += w.then.size();
  for (const Action& a : h.schedule.actions) {
    size.fields += a.kind == ActionKind::kCorrupt || a.kind == ActionKind::kWriteRegister;
  }
  size.steps = h.calls.size() + h.schedule.actions.size() + h.schedule.faults.size() +
               h.schedule.failing_step.has_value() + h.schedule.commands_at_steps;
  return size;
}

}  // namespace quiesce
