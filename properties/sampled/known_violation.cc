#include "properties/sampled/known_violation.h"

#include <algorithm>
#include <set>

#include "model/driver/catalogue.h"
#include "properties/sampled/hand_over_property.h"

namespace quiesce {
namespace {

bool HoldsOldMemory(const WarmEntry& w) { return !w.then.empty(); }

bool IsAnotherAgents(const Action& a) {
  return a.kind == ActionKind::kCorrupt || a.kind == ActionKind::kWriteRegister ||
         a.kind == ActionKind::kFailService;
}

bool HasWellFormedImage(HandOver h) {
  h.schedule = {};
  return IsWellFormed(h);
}

bool IsUpdateUnderWay(const Corruption& c) {
  const auto* flip = std::get_if<FlipRegisterBit>(&c);
  return std::holds_alternative<LieAck>(c) || (flip != nullptr && flip->reg == Reg::CR0);
}

bool HasUpdateUnderWay(const HandOver& h) {
  const auto* s = std::get_if<Scenario>(&h.crashed);
  return s != nullptr && std::ranges::any_of(s->corruptions, IsUpdateUnderWay);
}

/// What an adopting driver leaves alone.
bool HasReservedRegion(const HandOver& h, const HandOverResult& r, const Violation& v) {
  if (!v.device || r.adopted) return false;
  const auto& reserved = h.config.platform.rmr_sids;
  return std::ranges::any_of(h.devices[*v.device].sids, [&](std::uint32_t sid) {
    return std::ranges::find(reserved, sid) != reserved.end();
  });
}

bool EveryAsidIsLive(const HandOver& h) {
  const auto* s = std::get_if<Scenario>(&h.crashed);
  if (s == nullptr) return false;
  std::set<unsigned> asids;
  for (const Stream& stream : s->streams) {
    if (stream.kind != SteKind::kStage1) continue;
    for (const Substream& sub : stream.substreams) asids.insert(sub.asid);
  }
  asids.erase(0);
  return asids.size() == (s->smmu.asid16 ? 0xFFFFu : 0xFFu);
}

/// Nobody in the next kernel ever asks for it.
bool NeverProbed(const HandOver& h, const HandOverResult& r, const Violation& v) {
  for (std::size_t i = 0; i < h.calls.size(); ++i) {
    if (h.calls[i].kind == CallKind::kProbe && r.stops[i]) return true;
    const bool probes = h.calls[i].kind == CallKind::kProbeDevice && h.calls[i].device == v.device;
    if (probes && !r.stops[i]) return false;
  }
  return true;
}

bool StallsForced(const HandOver& h) {
  const RegisterImage registers = CrashedImage(h).registers;
  return bool(Get<"STALL_MODEL">(registers.Get<Reg::IDR0>()) == 2);
}

bool Holds(Circumstance when, const HandOver& h, const HandOverResult& r, const Violation& v) {
  switch (when) {
    case Circumstance::kAny:
      return true;
    case Circumstance::kNotAdopted:
      return !r.adopted;
    case Circumstance::kSomethingFails:
      return !r.failed.empty();
    case Circumstance::kGbpaFails:
      return std::ranges::find(r.failed, FaultPoint::kPollGbpa) != r.failed.end();
    case Circumstance::kInterference:
      return std::ranges::any_of(h.schedule.actions, IsAnotherAgents);
    case Circumstance::kStaleCache:
      return std::ranges::any_of(h.caches, HoldsOldMemory);
    case Circumstance::kUpdateUnderWay:
      return HasUpdateUnderWay(h);
    case Circumstance::kDamagedImage:
      return !HasWellFormedImage(h);
    case Circumstance::kDmaWrites:
      return true;
    case Circumstance::kShutsDown:
      return v.when.call < h.calls.size() && (h.calls[v.when.call].kind == CallKind::kShutdown ||
                                              h.calls[v.when.call].kind == CallKind::kRemove);
    case Circumstance::kReservedRegion:
      return HasReservedRegion(h, r, v);
    case Circumstance::kEveryAsidIsLive:
      return EveryAsidIsLive(h);
    case Circumstance::kNeverProbed:
      return NeverProbed(h, r, v);
    case Circumstance::kStallsForced:
      return StallsForced(h);
  }
  return false;
}

void OnlyRead(HandOver& h) {
  for (HandOverDevice& d : h.devices) {
    for (Transaction& t : d.in_flight) t.access = AccessKind::kRead;
  }
}

/// False: part of it stays.
bool TakeDamageFrom(HandOver& h) {
  if (auto* s = std::get_if<Scenario>(&h.crashed)) s->corruptions.clear();
  h.words.clear();
  return HasWellFormedImage(h);
}

/// False: it cannot be taken away.
bool TakeFrom(HandOver& h, Circumstance when) {
  switch (when) {
    case Circumstance::kSomethingFails:
    case Circumstance::kGbpaFails:
      h.schedule.faults.clear();
      h.schedule.failing_step.reset();
      return true;
    case Circumstance::kInterference:
      std::erase_if(h.schedule.actions, IsAnotherAgents);
      return true;
    case Circumstance::kStaleCache:
      std::erase_if(h.caches, HoldsOldMemory);
      return true;
    case Circumstance::kUpdateUnderWay:
      std::erase_if(std::get<Scenario>(h.crashed).corruptions, IsUpdateUnderWay);
      return true;
    case Circumstance::kDamagedImage:
      return TakeDamageFrom(h);
    case Circumstance::kDmaWrites:
      OnlyRead(h);
      return true;
    case Circumstance::kAny:
    case Circumstance::kNotAdopted:
    case Circumstance::kShutsDown:
    case Circumstance::kReservedRegion:
    case Circumstance::kEveryAsidIsLive:
    case Circumstance::kNeverProbed:
    case Circumstance::kStallsForced:
      break;
  }
  return false;
}

}  // namespace

bool IsKnown(std::string_view domain, const HandOverCase& c, const HandOverResult& result,
             const Violation& violation) {
  HandOverCase without = c;
  HandOver& h = without.hand_over;
  for (const KnownViolation& k : KnownViolations()) {
    const bool same =
        k.domain == domain && k.invariant == violation.invariant && k.what == violation.what;
    if (!same || !Holds(k.when, c.hand_over, result, violation)) continue;
    if (k.bug.empty()) {
      if (!TakeFrom(h, k.when)) return true;
    } else if (const auto change = FindBug(k.bug)->change) {
      change(h.config.variant);
    }
  }
  if (without == c) return false;
  const HandOverResult left = RunCase(without);
  return std::ranges::all_of(left.violations, [&](const Violation& v) {
    return v.invariant != violation.invariant || v.what != violation.what ||
           IsKnown(domain, without, left, v);
  });
}

}  // namespace quiesce
