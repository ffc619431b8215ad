#include "properties/proved/protocol_system.h"

#include <algorithm>
#include <array>

#include "properties/proved/termination.h"

namespace quiesce {
namespace {

using A = ProtocolAssumption;
using B = Bool<Symbolic>;

constexpr std::array<std::string_view, kProtocolAssumptionCount> kNames = {
    "the SMMU was on",
    "the SMMU is coherent",
    "nothing in the table is refused",
    "no service failure at the crash",
    "no service failure later",
    "no step of the driver fails",
    "no removal or shutdown while DMA is in flight",
    "nobody else writes registers or structures",
    "no structure lies on another stream's STE",
    "a live stream has an L1STD that is not empty",
    "a live stream's STE is valid and does not abort",
    "no default domain is identity",
    "no reserved memory",
    "nothing is mapped for a device before its driver has quiesced it",
    "no translated transaction where ATSCHK was 0",
    "no two level 1 descriptors share a level 2 table",
    "the scan finds each ASID and VMID that tags a live translation",
    "no fault of DMA in flight stalls",
    "no DMA of a new domain stalls",
};

template <class T>
struct MakeConstant;
template <>
struct MakeConstant<Bool<Symbolic>> {
  static Bool<Symbolic> Named(z3::context& ctx, const std::string& name) {
    return BoolVar(ctx, name.c_str());
  }
};
template <unsigned W>
struct MakeConstant<Bits<Symbolic, W>> {
  static Bits<Symbolic, W> Named(z3::context& ctx, const std::string& name) {
    return Var<W>(ctx, name.c_str());
  }
};

/// CMDQ_ERR, EVENTQ_ABT_ERR and SFM_ERR: those of every SMMU. The actions treat the others alike.
constexpr unsigned kErrorsAsked = 0x105;

Happenings MayHappen(const ProtocolQuestion& q) {
  const auto assumes = [&](A a) {
    return std::ranges::find(q.assumptions, a) != q.assumptions.end();
  };
  Happenings may;
  may.service_failure = !assumes(A::kNoServiceFailure);
  may.failures = !assumes(A::kNoFailure);
  may.corruption = !assumes(A::kNobodyElse);
  may.stops = !assumes(A::kNoStop);
  may.rest_tosses = !assumes(A::kAccepted);
  may.overlaps = !assumes(A::kDisjoint);
  may.identity = !assumes(A::kRefusedKept);
  may.own_stalls = !assumes(A::kOwnDmaSound);
  return may;
}

}  // namespace

std::string_view NameOf(A a) { return kNames[static_cast<std::size_t>(a)]; }

AssumptionSet AllAssumptions() {
  AssumptionSet all;
  for (std::size_t i = 0; i < kProtocolAssumptionCount; ++i) all.push_back(static_cast<A>(i));
  return all;
}

AssumptionSet Without(AssumptionSet set, A a) {
  std::erase(set, a);
  return set;
}

Protocol<Symbolic> StateConstants(z3::context& ctx, const std::string& suffix) {
  Protocol<Symbolic> p;
  unsigned n = 0;
  VisitProtocol(p, [&](std::string_view name, auto& field, bool) {
    using T = std::remove_cvref_t<decltype(field)>;
    field = MakeConstant<T>::Named(ctx, std::string(name) + std::to_string(n++) + suffix);
  });
  return p;
}

ActionInputs<Symbolic> InputConstants(z3::context& ctx, const std::string& suffix) {
  return {Var<kCr0Bits>(ctx, ("bits" + suffix).c_str()), BoolVar(ctx, ("a" + suffix).c_str()),
          BoolVar(ctx, ("b" + suffix).c_str())};
}

std::vector<z3::expr> TermsOf(z3::context& ctx, const Protocol<Symbolic>& p) {
  std::vector<z3::expr> terms;
  VisitProtocol(p,
                [&](std::string_view, const auto& field, bool) { terms.push_back(field.In(ctx)); });
  return terms;
}

z3::expr Equal(z3::context& ctx, const Protocol<Symbolic>& a, const Protocol<Symbolic>& b) {
  const std::vector<z3::expr> ta = TermsOf(ctx, a);
  const std::vector<z3::expr> tb = TermsOf(ctx, b);
  z3::expr_vector all(ctx);
  for (std::size_t i = 0; i < ta.size(); ++i) all.push_back(ta[i] == tb[i]);
  return z3::mk_and(all);
}

ProtocolSystem::ProtocolSystem(const ProtocolQuestion& question)
    : question_(question), setting_{question.variant, question.policy, true, MayHappen(question)} {}

bool ProtocolSystem::Assumes(A a) const {
  return std::ranges::find(question_.assumptions, a) != question_.assumptions.end();
}

/// What the architecture says of a stream at a crash with the SMMU on, and what is assumed of it.
Bool<Symbolic> ProtocolSystem::StreamConditions(const ProtocolStream<Symbolic>& s) const {
  B c = Has(s, SteClass::kOld) && !s.quiesced && s.tags_live && Implies(s.stalled, s.may_stall);
  if (Assumes(A::kAccepted)) c = c && !s.tosses;
  if (Assumes(A::kDisjoint)) c = c && !s.overlapped;
  if (Assumes(A::kLiveFound)) c = c && Implies(s.succeeds || s.untranslated, !s.l1_empty);
  if (Assumes(A::kLiveDeferred)) c = c && Implies(s.succeeds || s.untranslated, s.defers);
  if (Assumes(A::kNoRmr)) c = c && !s.reserved_memory;
  if (Assumes(A::kMapsLate)) c = c && !s.mapped_early;
  if (Assumes(A::kAtsKept)) c = c && !s.was_translated;
  if (Assumes(A::kIdsFound)) c = c && s.id_found;
  if (Assumes(A::kNothingStalls)) c = c && !s.may_stall;
  return c;
}

Bool<Symbolic> ProtocolSystem::CrashConditions(const Protocol<Symbolic>& p) const {
  B c = In(p, Phase::kCrashed) && p.old_table && p.control_kept && !p.option && !p.tossed &&
        !p.guard_broken && !p.update_broken && !p.ids_held && !p.ids_met && !p.others_changed &&
        p.written == 0 && !p.same_sid && !p.gbpa_update && p.gbpa_next == p.gbpa_abort &&
        p.enabled == Cr0Has(p.ack, kSmmuenBit) && p.crashed_on == p.enabled && p.ack == p.cr0 &&
        p.crashed_atschk == Cr0Has(p.cr0, kAtschkBit) && (p.cr0 & ~p.present) == 0 &&
        (p.present & Bits<Symbolic, kCr0Bits>(0xD)) == 0xD && p.sfm == SfmActive(p) &&
        p.errors_present == Bits<Symbolic, kErrorBits>(kErrorsAsked) &&
        ((p.gerror | p.gerrorn) & ~p.errors_present) == 0;
  if (Assumes(A::kSmmuOn)) c = c && p.enabled;
  if (Assumes(A::kCoherent)) c = c && p.coherent;
  if (Assumes(A::kAccepted)) c = c && !Refused(question_.variant, p) && p.control_fits;
  if (Assumes(A::kNoErrorState)) c = c && !p.sfm && !SfmActive(p);
  if (Assumes(A::kOwnSte)) c = c && !p.same_ste;
  for (const ProtocolStream<Symbolic>& s : p.streams) {
    // Off, GBPA decides alone; in service failure mode nothing passes.
    const B off = !p.enabled;
    c = c && StreamConditions(s) && Implies(off, s.succeeds == !p.gbpa_abort) &&
        Implies(off, s.untranslated == !p.gbpa_abort) &&
        Implies(p.sfm, !s.succeeds && !s.untranslated);
  }
  return c;
}

z3::expr ProtocolSystem::Initial(z3::context& ctx, const Protocol<Symbolic>& p) const {
  return CrashConditions(p).In(ctx);
}

z3::expr ProtocolSystem::Bad(z3::context& ctx, const Protocol<Symbolic>& p,
                             Invariant invariant) const {
  B bad = Broken(setting_, invariant, p);
  if (invariant == Invariant::kEnds) {
    bad = bad || Stuck(p, [&](const ActionInputs<Symbolic>& in) { return ActionsAt(p, in); });
  }
  return bad.In(ctx);
}

std::vector<GuardedAction<Symbolic>> ProtocolSystem::ActionsAt(
    const Protocol<Symbolic>& p, const ActionInputs<Symbolic>& in) const {
  std::vector<GuardedAction<Symbolic>> all = AllActions(setting_, p, in);
  std::erase_if(all, [&](const auto& a) { return a.name == question_.without_action; });
  return all;
}

}  // namespace quiesce
