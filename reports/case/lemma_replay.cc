#include "reports/case/lemma_replay.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "reports/case/lemma_case.h"
#include "reports/case/lemma_readings.h"

namespace quiesce {
namespace {

/// "READS-ALIKE (QZ-09)", "STE-KINDS, its broken twin: kinds that overlap".
std::string NameText(const LemmaName& name, const CaseLemma& l) {
  std::string text(name.id);
  if (!name.invariant.empty()) absl::StrAppendFormat(&text, " (%s)", name.invariant);
  if (l.twin) absl::StrAppendFormat(&text, ", its broken twin: %s", name.twin);
  return text;
}

class LemmaReplay {
 public:
  LemmaReplay(const Case& c, const ReplayOptions& options)
      : case_(c), options_(options), name_(*LemmaNamed(c.lemma->id)), question_(QuestionOf(c)) {}

  ReplayReport Run() {
    ReplayReport report;
    report.adoption_text = NameText(name_, *case_.lemma);
    ReplayStep step{.text = std::string(name_.statement)};
    for (const auto& p : question_.premises) TakePremise(p, step);
    if (!passed_.empty()) step.changes.push_back("checks passed: " + passed_);
    for (std::string& line : ReadingsOf(case_)) step.changes.push_back(std::move(line));
    step.checked = not_so_.empty();
    const bool violated = step.checked && !question_.claim.raw();
    step.outcome = Outcome(violated);
    if (violated) {
      step.violated = name_.id;
      report.violated_step = 1;
    }
    report.steps.push_back(std::move(step));
    Judge(violated, report);
    return report;
  }

 private:
  void TakePremise(const NamedCondition<Concrete>& p, ReplayStep& step) {
    const bool left_out = std::ranges::count(case_.lemma->without, p.name) != 0;
    const bool holds = p.condition.raw();
    constexpr std::string_view kCheck = "check ";
    if (holds && !left_out && p.name.starts_with(kCheck)) {
      passed_.append(passed_.empty() ? "" : ", ").append(p.name.substr(kCheck.size()));
      return;
    }
    step.changes.push_back(absl::StrFormat("premise, %s%s: %s", left_out ? "left out, " : "",
                                           holds ? "holds" : "not so", p.name));
    if (!holds && !left_out) not_so_.append(not_so_.empty() ? "" : "; ").append(p.name);
  }

  std::string Outcome(bool violated) const {
    if (!not_so_.empty()) return "does not apply: not so is " + not_so_;
    return violated ? "all premises hold, and the statement does not"
                    : "all premises hold, and so does the statement";
  }

  std::string Observed(bool violated) const {
    if (!not_so_.empty()) return absl::StrFormat("%s does not apply", name_.id);
    return absl::StrFormat("%s %s", violated ? "violates" : "holds:", name_.id);
  }

  void Judge(bool violated, ReplayReport& report) const {
    report.verdict_text = Observed(violated);
    if (!options_.expects) {
      report.verdict = violated ? ReplayVerdict::kViolated : ReplayVerdict::kHeld;
      return;
    }
    const bool expects_violation = !case_.expect.violates.empty();
    if (not_so_.empty() && violated == expects_violation) {
      report.verdict = ReplayVerdict::kAsExpected;
      report.verdict_text = "as expected: " + report.verdict_text;
      return;
    }
    report.verdict = ReplayVerdict::kDiverged;
    report.verdict_text =
        absl::StrFormat("ReplayDiverged: %s; expected that it %s", report.verdict_text,
                        expects_violation ? "is violated" : "holds");
  }

  const Case& case_;
  const ReplayOptions& options_;
  const LemmaName name_;
  const LemmaQuestion<Concrete> question_;
  std::string not_so_;
  std::string passed_;
};

}  // namespace

ReplayReport ReplayLemma(const Case& c, const ReplayOptions& options) {
  return LemmaReplay(c, options).Run();
}

}  // namespace quiesce
