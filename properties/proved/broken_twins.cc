// Drivers that break what is proved of hand-overs, and which of them stands beside which proof.
#include <algorithm>

#include "properties/proved/newest_but.h"
#include "properties/proved/protocol_claims.h"

namespace quiesce {
namespace {

using I = Invariant;
using A = ProtocolAssumption;

ProtocolClaim Breaks(I invariant, const Variant& variant,
                     AssumptionSet assumptions = AllAssumptions(),
                     const Policy& policy = policies::kAdopt) {
  return {{invariant, variant, policy, std::move(assumptions)}, ProtocolOutcome::kRefuted};
}

/// Beside the proof about `driver`, under its assumptions.
ProtocolClaim TwinOf(const Variant& driver, I invariant, const Variant& broken,
                     const Policy& policy = policies::kAdopt) {
  ProtocolClaim twin = Breaks(invariant, broken, UsualAssumptions(driver, invariant), policy);
  twin.beside = driver.name;
  return twin;
}
ProtocolClaim TwinOfNewest(I invariant, const Variant& broken,
                           const Policy& policy = policies::kAdopt) {
  return TwinOf(kNewestVariant, invariant, broken, policy);
}
ProtocolClaim TwinOfRepaired(I invariant, const Variant& broken) {
  return TwinOf(variants::kRepaired, invariant, broken);
}

void DropsSmmuen(Variant& v) { v.adopt_drops_smmuen = true; }
void WritesStrtab(Variant& v) { v.adopt_writes_strtab = true; }
void AcksActiveBits(Variant& v) { v.gerror_ack = GerrorAck::kActiveBits; }
void KeepsOption(Variant& v) { v.toss_clears_option = false; }
void ReservesVmidsAlone(Variant& v) { v.reserves_asids = false; }

void AddTwinsOfNewest(std::vector<ProtocolClaim>& claims) {
  const Variant drops = NewestBut("drops-smmuen", DropsSmmuen);
  const Variant punishes = NewestBut(
      "refusal-disables", [](Variant& v) { v.on_insert_failure = OnInsertFailure::kDisablesSmmu; });
  claims.insert(claims.end(),
                {TwinOfNewest(I::kNotAborted, drops), TwinOfNewest(I::kSamePlace, drops),
                 TwinOfNewest(I::kNotBypassed, kNewestVariant, policies::kFullResetBypass),
                 TwinOfNewest(I::kGuardsKept, NewestBut("writes-strtab", WritesStrtab)),
                 TwinOfNewest(I::kUpdateProtocol, NewestBut("acks-active-bits", AcksActiveBits)),
                 TwinOfNewest(I::kTossLeavesNoTrace, NewestBut("keeps-option", KeepsOption)),
                 TwinOfNewest(I::kFreshIds, NewestBut("reserves-vmids-alone", ReservesVmidsAlone)),
                 TwinOfNewest(I::kOthersUnaffected, punishes), TwinOfNewest(I::kEnds, punishes)});
}

void AddTwinsOfRepaired(std::vector<ProtocolClaim>& claims) {
  const Variant drops = RepairedBut("repaired-drops-smmuen", DropsSmmuen);
  const Variant shares =
      RepairedBut("repaired-shares-l2", [](Variant& v) { v.l2_pointers_distinct = false; });
  const Variant bypasses =
      RepairedBut("repaired-bypasses-early", [](Variant& v) { v.identity_defers = false; });
  const Variant waits =
      RepairedBut("repaired-leaves-stalls", [](Variant& v) { v.terminates_stalls = false; });
  claims.insert(
      claims.end(),
      {TwinOfRepaired(I::kNotAborted, drops), TwinOfRepaired(I::kSamePlace, drops),
       TwinOfRepaired(I::kNotBypassed, bypasses), TwinOfRepaired(I::kOthersUnaffected, shares),
       TwinOfRepaired(I::kGuardsKept, RepairedBut("repaired-writes-strtab", WritesStrtab)),
       TwinOfRepaired(I::kUpdateProtocol, RepairedBut("repaired-acks-active-bits", AcksActiveBits)),
       TwinOfRepaired(I::kTossLeavesNoTrace, RepairedBut("repaired-keeps-option", KeepsOption)),
       TwinOfRepaired(I::kFreshIds,
                      RepairedBut("repaired-reserves-vmids-alone", ReservesVmidsAlone)),
       TwinOfRepaired(I::kEnds, waits)});
}

/// What the newest breaks without an assumption that the repaired one does not make, versions that
/// are known to be broken, and other mutants.
void AddOthers(std::vector<ProtocolClaim>& claims) {
  const AssumptionSet any_ats = Without(AllAssumptions(), A::kAtsKept);
  const Variant drops = NewestBut("drops-smmuen", DropsSmmuen);
  claims.insert(
      claims.end(),
      {Breaks(I::kOthersUnaffected, kNewestVariant, Without(AllAssumptions(), A::kOwnSte)),
       Breaks(I::kFreshIds, kNewestVariant, Without(AllAssumptions(), A::kIdsFound)),
       Breaks(I::kEnds, kNewestVariant, Without(AllAssumptions(), A::kNothingStalls)),
       Breaks(I::kFreshIds, variants::kV7), Breaks(I::kNotAborted, variants::kStatusQuo),
       Breaks(I::kNotAborted, variants::kV1, any_ats),
       Breaks(I::kNotAborted, variants::kV3, any_ats),
       Breaks(I::kNotAborted, variants::kV6, any_ats),
       Breaks(I::kNotAborted,
              NewestBut("never-defers", [](Variant& v) { v.deferral = Deferral::kNever; }),
              Without(AllAssumptions(), A::kLiveDeferred)),
       Breaks(I::kSamePlace, kNewestVariant, AllAssumptions(), policies::kFullResetBypass),
       Breaks(I::kNotBypassed, drops),
       Breaks(I::kGuardsKept,
              NewestBut("writes-cr2", [](Variant& v) { v.adopt_writes_cr2 = true; }))});
}

}  // namespace

std::vector<ProtocolClaim> RefutedClaims() {
  std::vector<ProtocolClaim> claims;
  AddTwinsOfNewest(claims);
  AddTwinsOfRepaired(claims);
  AddOthers(claims);
  return claims;
}

std::vector<ProtocolRow> ProtocolRows() {
  std::vector<ProtocolRow> rows;
  for (ProtocolClaim& claim : ProvedClaims()) rows.push_back({std::move(claim)});
  for (ProtocolClaim& broken : RefutedClaims()) {
    const auto alone = std::ranges::find_if(rows, [&](const ProtocolRow& r) {
      const ProtocolQuestion& q = r.claim.question;
      return r.claim.expected == ProtocolOutcome::kProved && !r.twin &&
             q.invariant == broken.question.invariant && q.variant.name == broken.beside;
    });
    if (alone == rows.end()) {
      rows.push_back({std::move(broken)});
    } else {
      alone->twin = std::move(broken);
    }
  }
  return rows;
}

}  // namespace quiesce
