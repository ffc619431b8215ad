#include "reports/case/hand_over_replay.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "reports/case/hand_over_case.h"
#include "reports/case/hand_over_lines.h"
#include "reports/case/hand_over_trace.h"

namespace quiesce {
namespace {

AdoptKind AdoptionOf(const HandOverResult& result) {
  if (result.adopted) return AdoptKind::kAdopted;
  const auto& stop = result.adopt_stop;
  if (!stop) return AdoptKind::kNotEntered;
  switch (stop->kind) {
    case DriverStopKind::kBusAbort:
    case DriverStopKind::kWildPointer:
      return AdoptKind::kBusAbort;
    case DriverStopKind::kNotCaptured:
      return AdoptKind::kNotCaptured;
    case DriverStopKind::kRule:
    case DriverStopKind::kFault:
      break;
  }
  return AdoptKind::kTossed;
}

std::string AdoptionText(const HandOverResult& result) {
  if (result.adopted) return "the crashed kernel's stream table is adopted";
  if (!result.adopt_stop) return "nothing is adopted";
  return "not adopted: " + Describe(*result.adopt_stop);
}

std::string StopText(const std::optional<DriverStop>& stop) {
  return stop ? "stops: " + Describe(*stop) : "done";
}

/// "QZ-05 at step 2, QZ-08 at step 4".
std::string ListText(const std::vector<CaseViolation>& violations) {
  std::string text;
  for (const CaseViolation& v : violations) {
    absl::StrAppendFormat(&text, "%s%s at step %d", text.empty() ? "" : ", ",
                          SpecOf(v.invariant).id, v.step);
  }
  return text.empty() ? "nothing" : text;
}

std::vector<CaseViolation> ExpectedBy(const Case& c) {
  std::vector<CaseViolation> expected = c.hand_over->also;
  if (const auto invariant = FindInvariant(c.expect.violates)) {
    expected.push_back({*invariant, c.expect.at_step.value_or(0)});
  }
  return expected;
}

/// The same invariants, each at its step; the case's first needs no step.
bool Same(const std::vector<CaseViolation>& expected, const std::vector<CaseViolation>& observed) {
  return expected.size() == observed.size() &&
         std::ranges::all_of(expected, [&](const CaseViolation& e) {
           return std::ranges::any_of(observed, [&](const CaseViolation& o) {
             return o.invariant == e.invariant && (e.step == 0 || e.step == o.step);
           });
         });
}

bool AdoptionAsExpected(const Expectation& e, const HandOverResult& result) {
  if (e.adoption && *e.adoption != AdoptionOf(result)) return false;
  return !e.rule || (result.adopt_stop && result.adopt_stop->rule == e.rule);
}

bool LacksMemory(const HandOverResult& result) {
  const auto lacks = [](const std::optional<DriverStop>& stop) {
    return stop && stop->kind == DriverStopKind::kNotCaptured;
  };
  return lacks(result.adopt_stop) || std::ranges::any_of(result.stops, lacks);
}

void JudgeWithout(const std::vector<CaseViolation>& observed, ReplayReport& report) {
  report.verdict = observed.empty() ? ReplayVerdict::kHeld : ReplayVerdict::kViolated;
  report.verdict_text = observed.empty() ? "all invariants hold" : "violates " + ListText(observed);
}

void Judge(const Case& c, const HandOverResult& result, const std::vector<CaseViolation>& observed,
           ReplayReport& report) {
  const std::vector<CaseViolation> expected = ExpectedBy(c);
  if (AdoptionAsExpected(c.expect, result) && Same(expected, observed)) {
    report.verdict = ReplayVerdict::kAsExpected;
    report.verdict_text = observed.empty() ? "as expected: all invariants hold"
                                           : "as expected: violates " + ListText(observed);
    return;
  }
  report.verdict = ReplayVerdict::kDiverged;
  report.verdict_text =
      absl::StrFormat("ReplayDiverged: violated are %s, %s; expected %s%s", ListText(observed),
                      AdoptionText(result), ListText(expected),
                      c.expect.adoption ? " and another end of adoption" : "");
}

/// Tells both.
class Both final : public HandOverObserver {
 public:
  Both(HandOverObserver& a, HandOverObserver& b) : a_(a), b_(b) {}
  void Began(Bench& bench) override {
    a_.Began(bench);
    b_.Began(bench);
  }
  void Ended(Bench& bench) override {
    a_.Ended(bench);
    b_.Ended(bench);
  }
  void Took(Moment next, const Step& step) override {
    a_.Took(next, step);
    b_.Took(next, step);
  }

 private:
  HandOverObserver& a_;
  HandOverObserver& b_;
};

}  // namespace

ReplayReport ReplayHandOver(const Case& c, const ReplayOptions& options) {
  HandOverTrace trace(options.reads);
  Simulation simulation(options.protocol);
  Both both(trace, simulation);
  const HandOverResult result = RunHandOver(c, &both);
  ReplayReport report;
  report.adoption = AdoptionOf(result);
  report.adoption_text = AdoptionText(result);
  const auto& calls = c.hand_over->plan.calls;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    ReplayStep step{.text = DriverCallText(calls[i]), .checked = true};
    step.outcome = i < result.stops.size() ? StopText(result.stops[i]) : "left out";
    step.changes = trace.LinesOf(i);
    for (const Violation& v : result.violations) {
      if (std::min<std::size_t>(v.when.call, calls.size() - 1) != i) continue;
      if (step.violated.empty()) step.violated = SpecOf(v.invariant).id;
      step.violations.push_back(Describe(v));
    }
    report.steps.push_back(std::move(step));
  }
  const std::vector<CaseViolation> observed = ViolationsOf(result, calls.size());
  if (!observed.empty()) report.violated_step = observed.front().step;
  if (LacksMemory(result)) {
    report.verdict = ReplayVerdict::kUndecided;
    report.verdict_text = "undecided: the image lacks memory that the run reads";
  } else if (const auto mismatch = simulation.MismatchWith(result)) {
    report.verdict = ReplayVerdict::kMismatch;
    report.verdict_text = "EncodingMismatch: " + Describe(*mismatch);
  } else if (options.expects) {
    Judge(c, result, observed, report);
  } else {
    JudgeWithout(observed, report);
  }
  return report;
}

}  // namespace quiesce
