#include "properties/proved/protocol_evidence.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "properties/proved/protocol_replay.h"
#include "reports/case/hand_over_case.h"

namespace quiesce {
namespace {

void LeaveOutEach(const ProtocolQuestion& question, const EvidenceOptions& options,
                  ProtocolEvidence& evidence) {
  for (const AssumptionTest& test : TestAssumptions(question, options.budget, options.step)) {
    if (test.without.outcome == ProtocolOutcome::kUndecided) {
      evidence.undecided.push_back(test.assumption);
    }
    if (!test.without.trace) continue;
    ProtocolQuestion without = question;
    without.assumptions = Without(question.assumptions, test.assumption);
    evidence.needed.push_back({test.assumption, CaseFor(without, *test.without.trace)});
  }
}

}  // namespace

RefutationCase CaseFor(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  const std::optional<HandOver> h = HandOverFor(question, trace);
  if (!h) return {std::nullopt, "no concrete cause of this run is known here", ""};
  const std::string mismatch = Replay(question, trace, *h);
  if (!mismatch.empty()) return {std::nullopt, "", mismatch};
  Case c = CaseOf(*h, {}, {});
  c.title = absl::StrFormat("%s of %s, refuted by the solver", SpecOf(question.invariant).id,
                            question.variant.name);
  c.notes = {Describe(trace)};
  if (!ExpectWhatHappens(c, question.invariant)) return {std::nullopt, "", "the case holds"};
  return {std::move(c), "", ""};
}

bool ProtocolEvidence::AsExpected(ProtocolOutcome expected) const {
  const bool agrees =
      refutation.mismatch.empty() && std::ranges::all_of(needed, [](const NeededAssumption& n) {
        return n.without.mismatch.empty();
      });
  const bool seconded =
      !second || *second == SecondAnswer::kUnsatisfiable || *second == SecondAnswer::kNotRun;
  return run.outcome == expected && agrees && seconded && undecided.empty();
}

std::string ReasonOf(const ProtocolEvidence& evidence) {
  if (!evidence.refutation.mismatch.empty()) return evidence.refutation.mismatch;
  if (evidence.run.trace) return Describe(*evidence.run.trace);
  return evidence.run.reason;
}

ProtocolEvidence Evidence(const ProtocolQuestion& question, const EvidenceOptions& options) {
  ProtocolEvidence evidence{.run = Answer(question, options.budget),
                            .refutation = {},
                            .needed = {},
                            .undecided = {},
                            .second = {}};
  if (evidence.run.trace) evidence.refutation = CaseFor(question, *evidence.run.trace);
  if (evidence.run.outcome != ProtocolOutcome::kProved) return evidence;
  if (options.assumptions) LeaveOutEach(question, options, evidence);
  options.step();
  if (options.second_solver) evidence.second = AskSecondSolver(evidence.run.queries);
  return evidence;
}

}  // namespace quiesce
