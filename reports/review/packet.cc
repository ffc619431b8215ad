#include "reports/review/packet.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/driver/catalogue.h"
#include "reports/export/escape_markdown.h"
#include "reports/record/checks.h"

namespace quiesce {
namespace {

std::string RecordLine(const std::optional<RunRecord>& record) {
  if (!record) return "No run record was given: what only a run can count is missing below.\n\n";
  return absl::StrFormat("Run record: quiesce %s, seed %u. %s\n\n",
                         EscapeMarkdown(record->tool_version), record->seed,
                         VerdictOf(ExitStatus(*record)));
}

/// How much of the catalogue the corpus shows.
std::string CatalogueLine(std::span<const KnownCase> cases) {
  std::size_t shown = 0;
  for (const CatalogueEntry& entry : Catalogue()) {
    shown += FindKnownCase(cases, NameOf(entry)) != nullptr ? 1 : 0;
  }
  return absl::StrFormat(
      "%u of the %u entries of the catalogue of known bugs and mutants have a "
      "case of their own.\n\n",
      shown, Catalogue().size());
}

}  // namespace

std::string ReviewPacket(std::span<const KnownCase> cases, const std::optional<RunRecord>& record) {
  return absl::StrCat(
      "# Review packet\n\nMade by `quiesce review`; do not edit. The newest driver is ",
      std::string(kNewestVariant.name),
      ". Replay any case with\n`quiesce replay corpus/cases/NAME.case`. CAVEATS.md says what none "
      "of this means.\n\n",
      RecordLine(record), CatalogueLine(cases), InvariantsPart(cases, record),
      QuestionsPart(cases, record), ChoicesPart(cases));
}

}  // namespace quiesce
