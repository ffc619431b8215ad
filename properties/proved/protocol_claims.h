// What is claimed of hand-overs for any number of steps, and the answer to one such question.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/proved/bounded_search.h"
#include "properties/proved/inductive_proof.h"

namespace quiesce {

enum class ProtocolOutcome : std::uint8_t {
  kProved,     ///< by an inductive invariant, checked twice; for any number of steps
  kRefuted,    ///< by `trace`
  kVacuous,    ///< no crash satisfies the assumptions
  kUnbroken,   ///< no run of kSearchSteps steps breaks it; no proof
  kUndecided,  ///< see `reason`; never a proof
};
std::string_view NameOf(ProtocolOutcome outcome);

struct ProtocolRun {
  ProtocolOutcome outcome = ProtocolOutcome::kUndecided;
  std::optional<ProtocolTrace> trace = {};
  unsigned conjuncts = 0;                 ///< proved: of the inductive invariant
  std::vector<SolverQuery> queries = {};  ///< proved: for another solver; none has a model
  std::string reason = {};
  double seconds = 0;
};

/// What a proof covers, in words. Why two devices are enough: model/protocol/protocol.h.
inline constexpr std::string_view kProtocolBounds =
    "any number of steps, two devices, all permitted choices";

/// Runs of at most this many steps are searched before a proof is tried.
inline constexpr unsigned kSearchSteps = 14;

/// `step` is called now and then.
ProtocolRun Answer(
    const ProtocolQuestion& question, const ProofBudget& budget = {},
    const std::function<void()>& step = [] {});

/// The answers to the question about each of `invariants`, in that order; cheaper than one by one
/// if nothing breaks any. Their `seconds` are not measured.
std::vector<ProtocolRun> AnswerTogether(const ProtocolQuestion& question,
                                        std::span<const Invariant> invariants,
                                        const ProofBudget& budget = {});

/// QZ-01, 02, 03, 05, 06, 07, 11, 13 and 15.
std::span<const Invariant> ProvedInvariants();

/// One claim and what is expected of it: a proof, or for a broken driver a refutation.
struct ProtocolClaim {
  ProtocolQuestion question;
  ProtocolOutcome expected;
  std::string_view beside = {};  ///< of a broken twin: the driver whose proof it stands beside
};
/// Assumptions that claims about this driver make where nothing else is said: all but those that
/// it has made unnecessary.
AssumptionSet UsualAssumptions(const Variant& variant);
/// Those of a claim about this invariant. That a toss leaves no trace is claimed of crashes that
/// are tossed, too.
AssumptionSet UsualAssumptions(const Variant& variant, Invariant invariant);

/// The invariants that are proved of the newest variant, and of the repaired one, under their
/// usual assumptions.
std::vector<ProtocolClaim> ProvedClaims();
/// Versions, policies and mutants that break each of them.
std::vector<ProtocolClaim> RefutedClaims();

/// A claim; beside a proof its broken twin, under the same assumptions: it is the driver that makes
/// the difference.
struct ProtocolRow {
  ProtocolClaim claim;
  std::optional<ProtocolClaim> twin = {};
};
/// Each proof, with the first twin that stands beside it; then what else is refuted.
std::vector<ProtocolRow> ProtocolRows();

/// One assumption left out of a proof: a refutation shows that it is needed. Nothing shows that one
/// is not; Unbroken says that no short run needs it.
struct AssumptionTest {
  ProtocolAssumption assumption;
  ProtocolRun without;
};
/// Of each of them, in their order. `step` is called before each search.
std::vector<AssumptionTest> TestAssumptions(
    const ProtocolQuestion& question, const ProofBudget& budget = {},
    const std::function<void()>& step = [] {});

}  // namespace quiesce
