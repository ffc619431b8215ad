#include "tools/case_keeper.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/image/image_text.h"
#include "model/world/hand_over_run.h"
#include "model/world/render.h"
#include "properties/sampled/violation_case.h"
#include "reports/case/case_names.h"
#include "reports/case/case_text.h"
#include "reports/case/hand_over_case.h"
#include "reports/case/recorded_choices.h"
#include "reports/record/atomic_file.h"

namespace quiesce {
namespace {

std::vector<std::string> NotesOf(const HandOver& h) {
  std::vector<std::string> notes;
  if (const auto* s = std::get_if<Scenario>(&h.crashed)) {
    for (const Corruption& k : s->corruptions) notes.push_back("corruption: " + Describe(k));
  }
  return notes;
}

/// The answers that the plan gives anew each time it is asked.
std::vector<CasePick> TimingAnswers(const HandOverCase& c, const FixedChoices& usual) {
  if (c.choices.timing_seed == 0) return {};
  PlannedChoices planned(c.choices);
  RecordingChoices recording(planned, usual);
  Run(c.hand_over, recording);
  return recording.picks();
}

}  // namespace

Case CaseOfDrawn(const HandOverCase& c, std::optional<Invariant> invariant, bool run) {
  std::vector<CaseChoice> fixed;
  FixedChoices usual;
  for (std::size_t i = 0; i < kChoicePointCount; ++i) {
    const auto point = static_cast<ChoicePoint>(i);
    // A plan may name an alternative that there is not: the last one then.
    const unsigned pick =
        std::min<unsigned>(c.choices.fixed[i], static_cast<unsigned>(AlternativesOf(point)) - 1);
    if (pick == 0) continue;
    fixed.push_back({point, pick});
    usual.Set(point, pick);
  }
  Case out = CaseOf(c.hand_over, fixed, run ? TimingAnswers(c, usual) : std::vector<CasePick>());
  out.title = invariant ? absl::StrFormat("%s: %s", SpecOf(*invariant).id, SpecOf(*invariant).text)
                        : "a step that the protocol does not permit";
  out.notes = NotesOf(c.hand_over);
  if (run) ExpectWhatHappens(out, invariant);
  return out;
}

std::string CaseKeeper::KeepHandOver(const std::string& name, const HandOverCase& c,
                                     std::optional<Invariant> invariant, bool run) {
  return KeepCase(name, CaseOfDrawn(c, invariant, run));
}

std::string CaseKeeper::KeepCase(const std::string& name, const Case& c) {
  std::string file = name + ".case";
  Store(file, FormatCase(c));
  return file;
}

std::string CaseKeeper::KeepImage(const std::string& name, const Image& image) {
  std::string file = name + ".image";
  Store(file, FormatImageText({image, {}, name}));
  return file;
}

void CaseKeeper::Keep(const std::string& name, const Variant& variant,
                      const AdoptionOptions& options, const AdoptionCase& c,
                      const TranslationChange& change) {
  if (const std::optional<Case> text = CaseOf(c, variant, options, change)) {
    Write(name, name + ".case", FormatCase(*text), "quiesce replay ", change);
  } else if (FindVariant(variant.name)) {
    const LoadedImage image{Render(c.scenario), {}, name};
    Write(name, name + ".image", FormatImageText(image), "quiesce check ", change);
  }
}

bool CaseKeeper::Store(const std::string& file, const std::string& text) {
  const absl::Status written = WriteFileAtomically(folder_ + "/" + file, text);
  if (status_.ok()) status_ = written;
  return written.ok();
}

void CaseKeeper::Write(const std::string& name, const std::string& file, const std::string& text,
                       const std::string& command, const TranslationChange& change) {
  if (!Store(file, text)) return;
  Finding finding;
  finding.property = name;
  finding.summary = change.reason;
  finding.file = file;
  finding.reproduce = command + file;
  const auto same = std::find_if(findings_.begin(), findings_.end(),
                                 [&](const Finding& f) { return f.property == name; });
  if (same == findings_.end()) {
    findings_.push_back(std::move(finding));
  } else {
    *same = std::move(finding);
  }
}

}  // namespace quiesce
