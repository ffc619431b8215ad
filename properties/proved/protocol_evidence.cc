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
    options.step();
    ProtocolQuestion without = question;
    without.assumptions = Without(question.assumptions, test.assumption);
    evidence.needed.push_back({test.assumption, CaseFor(without, *test.without.trace)});
  }
}

}  // namespace

RefutationCase CaseFor(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  const ConcreteCause cause = HandOverFor(question, trace);
  if (!cause.hand_over) return {std::nullopt, cause.why_not, ""};
  const std::string mismatch = Replay(question, trace, cause);
  if (!mismatch.empty()) return {std::nullopt, "", mismatch};
  std::vector<CaseChoice> choices;
  for (const auto& [point, alternative] : cause.choices) choices.push_back({point, alternative});
  Case c = CaseOf(*cause.hand_over, choices, {});
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
  ProtocolEvidence evidence{.run = Answer(question, options.budget, options.step),
                            .refutation = {},
                            .needed = {},
                            .undecided = {},
                            .second = {}};
  options.step();
  if (evidence.run.trace) evidence.refutation = CaseFor(question, *evidence.run.trace);
  if (evidence.run.outcome != ProtocolOutcome::kProved) return evidence;
  if (options.assumptions) LeaveOutEach(question, options, evidence);
  options.step();
  if (options.second_solver) evidence.second = AskSecondSolver(evidence.run.queries);
  return evidence;
}

}  // namespace quiesce
