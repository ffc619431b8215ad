#include "reports/case/replay.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/driver/adopt_run.h"
#include "model/driver/dma_agreement.h"
#include "model/driver/ste_agreement.h"
#include "model/smmu/translate.h"
#include "reports/case/case_names.h"
#include "reports/case/hand_over_replay.h"
#include "reports/case/lemma_replay.h"
#include "reports/inspect/trace_text.h"

namespace quiesce {
namespace {

class Replay {
 public:
  Replay(const Case& c, const ReplayOptions& options)
      : case_(c),
        options_(options),
        crashed_(ImageOf(c)),
        image_(crashed_),
        variant_(VariantOf(c)),
        choices_(ChoicesOf(c)),
        run_(BeginAdoption(image_, variant_, c.platform)) {}

  ReplayReport Run() {
    report_.adoption = run_.decision.kind;
    report_.adoption_text = Describe(run_.decision);
    undecided_ = run_.decision.kind == AdoptKind::kNotCaptured;
    for (const CaseStep& step : case_.steps) TakeStep(step);
    Judge();
    return std::move(report_);
  }

 private:
  void TakeStep(const CaseStep& step) {
    ReplayStep done{StepText(step), "not run: the driver did not adopt"};
    if (run_.decision.kind == AdoptKind::kAdopted) {
      done.outcome.clear();
      if (step.kind == CaseStep::Kind::kInsert) {
        Insert(step.sid, done);
      } else {
        Dma(step, done);
      }
    }
    report_.steps.push_back(std::move(done));
    if (!report_.steps.back().violated.empty() && !report_.violated_step) {
      report_.violated_step = static_cast<unsigned>(report_.steps.size());
    }
  }

  void Insert(std::uint32_t sid, ReplayStep& done) {
    const MasterResult& master = InsertMaster(image_, variant_, case_.platform, sid, run_);
    if (master.rejected) {
      undecided_ |= master.rejected->kind == DriverStopKind::kNotCaptured;
      done.outcome = "rejected: " + Describe(*master.rejected);
      if (!master.ste) return;
    }
    Compare(sid, *master.ste, done);
    if (!master.rejected) done.outcome += master.deferred ? "; attach deferred" : "; attach now";
  }

  void Dma(const CaseStep& step, ReplayStep& done) {
    const auto master =
        std::find_if(run_.masters.begin(), run_.masters.end(),
                     [&](const MasterResult& m) { return m.sid == step.sid && m.ste; });
    if (master != run_.masters.end()) Compare(step.sid, *master->ste, done);
    const Outcome before = OutcomeOn(crashed_, step);
    const Outcome now = OutcomeOn(image_, step);
    std::string text = OutcomeText(now);
    const std::string text_before = OutcomeText(before);
    if (text != text_before) text += "; before adoption " + text_before;
    done.outcome = text + (done.outcome.empty() ? "" : "; " + done.outcome);
    if (!IsAnswer(before) || !IsAnswer(now)) {
      undecided_ = true;
      return;
    }
    done.checked = true;
    if (done.violated.empty()) done.violated = BrokenDmaStatement(step.iova, before, now);
  }

  Outcome OutcomeOn(const Image& image, const CaseStep& step) {
    NoObserver observer;
    return Translate(View(image), TransactionOf(step), choices_, observer);
  }

  static bool IsAnswer(const Outcome& outcome) {
    return outcome.verdict != Verdict::kNotCaptured && outcome.verdict != Verdict::kUnsupported;
  }

  static Transaction TransactionOf(const CaseStep& step) {
    Transaction t;
    t.stream_id = step.sid;
    t.ssv = step.ssid.has_value();
    t.substream_id = step.ssid.value_or(0);
    t.address = step.iova;
    t.access = step.access == DmaAccess::kRead ? AccessKind::kRead : AccessKind::kWrite;
    return t;
  }

  void Compare(std::uint32_t sid, std::uint64_t driver, ReplayStep& done) {
    const SteAgreement a = CompareSte(crashed_, image_, sid, driver, choices_);
    done.outcome = absl::StrFormat("driver's STE 0x%x, SMMU fetches %s", driver, Describe(a.now));
    if (a.before != a.now) done.outcome += ", before adoption " + Describe(a.before);
    undecided_ |= !a.decided();
    done.checked = a.decided();
    if (a.decided() && !a.holds()) done.violated = kSteAgreementId;
  }

  static std::string StepText(const CaseStep& step) {
    if (step.kind == CaseStep::Kind::kInsert) return absl::StrFormat("insert sid=0x%x", step.sid);
    return absl::StrFormat("dma sid=0x%x iova=0x%x %s", step.sid, step.iova,
                           step.access == DmaAccess::kRead ? "R" : "W");
  }

  bool AdoptionAsExpected() const {
    const Expectation& e = case_.expect;
    if (!e.adoption) return true;
    if (*e.adoption != run_.decision.kind) return false;
    return !e.rule || (run_.decision.stop && run_.decision.stop->rule == e.rule);
  }

  bool InvariantsAsExpected() const {
    const Expectation& e = case_.expect;
    if (!e.violates.empty()) {
      return report_.violated_step && Violated() == e.violates &&
             (!e.at_step || e.at_step == report_.violated_step);
    }
    return !report_.violated_step && (Checks() > 0 || ExpectsNoAdoption());
  }

  bool ExpectsNoAdoption() const {
    return case_.expect.adoption && *case_.expect.adoption != AdoptKind::kAdopted;
  }

  std::ptrdiff_t Checks() const {
    return std::count_if(report_.steps.begin(), report_.steps.end(),
                         [](const ReplayStep& s) { return s.checked; });
  }

  std::string Observed() const {
    if (report_.violated_step) {
      return absl::StrFormat("violates %s at step %d", Violated(), *report_.violated_step);
    }
    return absl::StrFormat("all invariants hold in %d steps checked", Checks());
  }

  /// Of the first violated step.
  std::string_view Violated() const { return report_.steps[*report_.violated_step - 1].violated; }

  void Judge() {
    if (!options_.expects && !undecided_) {
      report_.verdict = report_.violated_step ? ReplayVerdict::kViolated : ReplayVerdict::kHeld;
      report_.verdict_text = Observed();
      return;
    }
    const bool expected = AdoptionAsExpected() && InvariantsAsExpected();
    const bool says_not_captured = case_.expect.adoption == AdoptKind::kNotCaptured;
    if (expected && (!undecided_ || says_not_captured)) {
      report_.verdict = ReplayVerdict::kAsExpected;
      report_.verdict_text = "as expected: " + Observed();
    } else if (undecided_) {
      report_.verdict = ReplayVerdict::kUndecided;
      report_.verdict_text = "undecided: the image lacks memory that the run reads";
    } else {
      report_.verdict = ReplayVerdict::kDiverged;
      report_.verdict_text = "ReplayDiverged: " + Observed() + "; expected " + Expected();
    }
  }

  std::string Expected() const {
    const Expectation& e = case_.expect;
    std::string text = e.violates.empty() ? "that all checks hold" : "violates " + e.violates;
    if (e.at_step) absl::StrAppendFormat(&text, " at step %d", *e.at_step);
    if (e.adoption) absl::StrAppendFormat(&text, ", adoption %s", NameOf(*e.adoption));
    if (e.rule) absl::StrAppendFormat(&text, " %s", SpecOf(*e.rule).id);
    return text;
  }

  const Case& case_;
  const ReplayOptions options_;
  const Image crashed_;
  Image image_;
  const Variant variant_;
  FixedChoices choices_;
  AdoptionRun run_;
  bool undecided_ = false;
  ReplayReport report_;
};

}  // namespace

ReplayReport ReplayCase(const Case& c, const ReplayOptions& options) {
  if (c.lemma) return ReplayLemma(c, options);
  return c.hand_over ? ReplayHandOver(c, options) : Replay(c, options).Run();
}

std::string DriverText(const Case& c) {
  std::string text = c.variant;
  for (const VariantChange& change : c.changes) {
    absl::StrAppendFormat(&text, " with %s = %s", change.field, change.value);
  }
  return text;
}

std::string FormatReplay(const Case& c, const ReplayReport& report) {
  std::string out =
      absl::StrFormat("%s\n  driver %s, %s\n", c.title, DriverText(c), report.adoption_text);
  for (const std::string& m : c.matters) absl::StrAppendFormat(&out, "  matters: %s\n", m);
  for (std::size_t i = 0; i < report.steps.size(); ++i) {
    const ReplayStep& s = report.steps[i];
    absl::StrAppendFormat(&out, "  %d. %s\n       %s\n", i + 1, s.text, s.outcome);
    for (const std::string& change : s.changes)
      absl::StrAppendFormat(&out, "         %s\n", change);
    for (const std::string& v : s.violations)
      absl::StrAppendFormat(&out, "       VIOLATES %s\n", v);
    if (!s.violated.empty() && s.violations.empty()) {
      absl::StrAppendFormat(&out, "       VIOLATES %s\n", s.violated);
    }
  }
  absl::StrAppendFormat(&out, "%s\n", report.verdict_text);
  return out;
}

}  // namespace quiesce
