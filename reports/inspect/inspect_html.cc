#include "reports/inspect/inspect_html.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/driver/adopt.h"
#include "model/smmu/fixed_choices.h"
#include "reports/export/escape_markup.h"
#include "reports/html/document.h"
#include "reports/html/pieces.h"
#include "reports/inspect/fields_text.h"
#include "reports/inspect/hazards.h"
#include "reports/inspect/inspect_text.h"
#include "reports/inspect/stream_summary.h"
#include "reports/inspect/take_over_fates.h"

namespace quiesce {
namespace {

std::string CssOf(HazardRank rank) {
  return rank == HazardRank::kDanger ? "bad" : rank == HazardRank::kRisk ? "open" : "";
}

std::string HazardTable(const std::vector<Hazard>& hazards) {
  std::vector<std::string> rows;
  for (const Hazard& h : hazards) {
    const HazardSpec& spec = SpecOf(h.kind);
    rows.push_back(Element("td", CssOf(spec.rank), EscapeMarkup(NameOf(spec.rank))) +
                   CodeCell(spec.id) + TextCell(spec.text) + TextCell(h.where) +
                   TextCell(spec.source));
  }
  if (rows.empty()) return Paragraph("none");
  return Table("Hazards", {{"rank"}, {"id"}, {"what"}, {"where"}, {"clause"}}, rows);
}

std::string FateDetails(const TakeOverFates& f) {
  std::vector<std::string> rows;
  const auto add = [&](std::string_view when, const Fates& fates) {
    for (const FateRun& run : fates) {
      rows.push_back(TextCell(when) + CodeCell(RangeText(run.first, run.last)) +
                     TextCell(NameOf(run.fate)) + TextCell(run.text));
    }
  };
  add("after the reset", f.reset);
  if (SummaryOf(f.probed) != SummaryOf(f.reset)) add("devices probed", f.probed);
  return Details(absl::StrFormat("%s %s: %s", f.kind, f.name, f.outcome),
                 Table(absl::StrFormat("Streams under %s", f.name),
                       {{"when"}, {"StreamIDs"}, {"fate"}, {"what the SMMU does"}}, rows));
}

std::string FateTable(const std::vector<TakeOverFates>& fates) {
  std::vector<std::string> rows;
  std::string details;
  for (const TakeOverFates& f : fates) {
    rows.push_back(TextCell(f.kind) + CodeCell(f.name) + TextCell(f.outcome) +
                   TextCell(SummaryOf(f.reset)) + TextCell(SummaryOf(f.probed)));
    details += FateDetails(f);
  }
  return Table("Take-overs",
               {{"kind"}, {"name"}, {"outcome"}, {"after the reset"}, {"devices probed"}}, rows) +
         details;
}

std::string StreamTable(const Image& image) {
  FixedChoices choices;
  std::vector<std::string> rows;
  for (const StreamRun& run : SummarizeStreams(View(image), choices)) {
    rows.push_back(CodeCell(RangeText(run.first, run.last)) + TextCell(run.summary.text));
  }
  return Table("Streams", {{"StreamIDs"}, {"what the SMMU does with their DMA"}}, rows);
}

std::string RegisterTable(const RegisterImage& registers) {
  std::vector<std::string> rows;
  for (const RegisterSpec& spec : kRegisters) {
    const std::uint64_t value = registers.Read(*RegisterNamed(spec.name()));
    if (value == 0) continue;
    rows.push_back(CodeCell(spec.name()) + CodeCell(absl::StrFormat("0x%x", value)) +
                   TextCell(FieldsText(*spec.format, {&value, 1})));
  }
  return Table("Registers", {{"register"}, {"value"}, {"fields that are not 0"}}, rows);
}

}  // namespace

std::string InspectHtml(const LoadedImage& loaded, const Variant& variant, const Platform& platform,
                        const std::optional<PhysicalRange>& next_kernel) {
  const Image& image = loaded.image;
  const AdoptDecision decision = DecideAdoption(image, variant, platform);
  const std::string title = absl::StrCat("Quiesce: ", loaded.name);
  return Document(
      title, absl::StrCat(
                 Element("h1", "", EscapeMarkup(title)), Paragraph(AdoptionText(decision, variant)),
                 Section("hazards", "Hazards, the worst first",
                         HazardTable(FindHazards(image, next_kernel))),
                 Section("take-overs", "What becomes of DMA in flight, by who takes over",
                         FateTable(FatesOf(image, platform))),
                 Section("streams", "Streams: DMA without SubstreamID", StreamTable(image)),
                 Section("registers", "Registers that are not 0", RegisterTable(image.registers))));
}

}  // namespace quiesce
