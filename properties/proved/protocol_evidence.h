// A claim about hand-overs with everything that a reader wants beside the answer: the case that
// shows a refutation, the assumptions that a proof needs, and a second solver's opinion.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "properties/proved/protocol_claims.h"
#include "reports/case/case.h"

namespace quiesce {

/// A refutation as a case that violates the same invariant in the concrete world.
struct RefutationCase {
  std::optional<Case> shown;
  std::string why_not;   ///< if there is none: the run has no concrete cause that is known here
  std::string mismatch;  ///< not empty: the world does not do what the run says
};
RefutationCase CaseFor(const ProtocolQuestion& question, const ProtocolTrace& trace);

struct NeededAssumption {
  ProtocolAssumption assumption;
  RefutationCase without;
};

struct EvidenceOptions {
  bool assumptions = false;    ///< also leave out each assumption of a proof in turn
  bool second_solver = false;  ///< also ask it of each proof
  ProofBudget budget = {};
  std::function<void()> step = [] {};  ///< called before each of the questions
};

struct ProtocolEvidence {
  ProtocolRun run;
  RefutationCase refutation;             ///< of a refuted claim
  std::vector<NeededAssumption> needed;  ///< of a proof: without each of these it is refuted
  std::vector<ProtocolAssumption> undecided;
  std::optional<SecondAnswer> second;  ///< the worst over all queries; nothing: not asked

  /// The answer is `expected`, the world agrees with every refutation, and no solver disagrees.
  bool AsExpected(ProtocolOutcome expected) const;
};

/// Why the answer is not a proof, in one line: the mismatch, the steps that refute, or what the
/// solver says.
std::string ReasonOf(const ProtocolEvidence& evidence);

ProtocolEvidence Evidence(const ProtocolQuestion& question, const EvidenceOptions& options = {});

}  // namespace quiesce
