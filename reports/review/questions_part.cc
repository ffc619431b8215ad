// The open questions of the threads, each answer with what its evidence says now.
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

std::string LineOf(const Evidence& e, std::span<const KnownCase> cases) {
  switch (e.kind) {
    case EvidenceKind::kCase:
      return absl::StrFormat("- case `%s`: %s\n", e.name, CaseText(FindKnownCase(cases, e.name)));
    case EvidenceKind::kRerun:
      return absl::StrFormat("- case `%s` with driver %s: %s\n", e.name, e.with,
                             RerunText(FindKnownCase(cases, e.name), e.with));
    case EvidenceKind::kTest:
      break;
  }
  return absl::StrFormat("- test `%s` in %s\n", e.name, EscapeMarkdown(e.with));
}

}  // namespace

std::string QuestionsPart(std::span<const KnownCase> cases) {
  std::string text = "## Open questions of the threads\n\n";
  for (const Question& q : OpenQuestions()) {
    absl::StrAppendFormat(&text, "### %u. %s\n\n%s\n\n**%s** %s\n\n", q.number,
                          EscapeMarkdown(q.asked_by), EscapeMarkdown(q.question), NameOf(q.answer),
                          EscapeMarkdown(q.text));
    for (const Evidence& e : q.evidence) text += LineOf(e, cases);
    if (!q.evidence.empty()) text += "\n";
  }
  return text;
}

}  // namespace quiesce
