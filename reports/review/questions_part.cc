// The open questions of the threads, each answer with what its evidence says now.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/case/replay.h"
#include "reports/export/escape_markdown.h"
#include "reports/review/packet.h"
#include "reports/review/questions.h"

namespace quiesce {
namespace {

constexpr char kMissing[] = "**missing**";

std::string CaseText(const KnownCase* k) {
  return k == nullptr ? kMissing
                      : absl::StrFormat("%s; %s", EscapeMarkdown(k->Title()),
                                        EscapeMarkdown(k->Expectation()));
}

std::string RerunText(const KnownCase* k, std::string_view variant) {
  if (k == nullptr) return kMissing;
  Case c = k->c;
  c.variant = std::string(variant);
  c.changes.clear();
  const ReplayReport report = ReplayCase(c, {.expects = false});
  return EscapeMarkdown(absl::StrFormat("%s; %s", report.adoption_text, report.verdict_text));
}

std::string ProofText(std::string_view id, const std::optional<RunRecord>& record) {
  if (!record) return "no run record was given";
  const auto proof = std::ranges::find(record->proofs, id, &ProofRecord::id);
  if (proof == record->proofs.end()) return kMissing;
  return absl::StrFormat("%s; %s", NameOf(proof->result), EscapeMarkdown(proof->bounds));
}

struct Line {
  std::string text;
  bool agrees;  ///< with the answer
};

Line LineOf(const AnswerEvidence& e, std::span<const KnownCase> cases,
            const std::optional<RunRecord>& record) {
  std::string text;
  std::string says;
  switch (e.kind) {
    case EvidenceKind::kCase:
      says = CaseText(FindKnownCase(cases, e.name));
      text = absl::StrFormat("- case `%s`: %s", e.name, says);
      break;
    case EvidenceKind::kRerun:
      says = RerunText(FindKnownCase(cases, e.name), e.with);
      text = absl::StrFormat("- case `%s` with driver %s: %s", e.name, e.with, says);
      break;
    case EvidenceKind::kProof:
      says = ProofText(e.name, record);
      text = absl::StrFormat("- proof `%s`: %s", e.name, says);
      break;
    case EvidenceKind::kTest:
      text = absl::StrFormat("- test `%s` in %s", e.name, EscapeMarkdown(e.with));
      break;
  }
  const bool unasked = e.kind == EvidenceKind::kProof && !record;
  const bool agrees = unasked || absl::StrContains(says, std::string(e.says));
  if (!agrees) absl::StrAppendFormat(&text, "; **the answer needs: %s**", e.says);
  return {text + "\n", agrees};
}

}  // namespace

std::string QuestionsPart(std::span<const KnownCase> cases, const std::optional<RunRecord>& record,
                          std::span<const OpenQuestion> questions) {
  std::string text = "## Open questions of the threads\n\n";
  for (const OpenQuestion& q : questions) {
    std::string lines;
    bool settled = true;
    for (const AnswerEvidence& e : q.evidence) {
      const Line line = LineOf(e, cases, record);
      lines += line.text;
      settled &= line.agrees;
    }
    absl::StrAppendFormat(&text, "### %u. %s\n\n%s\n\n", q.number, EscapeMarkdown(q.asked_by),
                          EscapeMarkdown(q.question));
    absl::StrAppendFormat(&text, "**%s** %s\n\n",
                          settled ? NameOf(q.answer) : "Unsettled: the evidence does not agree.",
                          settled ? EscapeMarkdown(q.text) : "");
    text += lines + (lines.empty() ? "" : "\n");
  }
  return text;
}

}  // namespace quiesce
