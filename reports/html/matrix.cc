// Who violates what.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/world/invariants.h"
#include "reports/export/escape_markup.h"
#include "reports/html/pieces.h"
#include "reports/html/sections.h"
#include "reports/record/matrix_view.h"

namespace quiesce {
namespace {

std::string_view CssOf(CellState state) {
  switch (state) {
    case CellState::kHeld:
      return "held";
    case CellState::kViolatedClean:
      return "worst";
    case CellState::kViolatedCorrupted:
      return "worse";
    case CellState::kNotApplicable:
      return "none";
    case CellState::kNotJudged:
      break;
  }
  return "unknown";
}

bool IsViolated(const MatrixCellRecord& cell) {
  return cell.clean.violated + cell.corrupted.violated > 0;
}

std::string CellId(std::size_t row, std::string_view invariant) {
  return absl::StrFormat("cell-%d-%s", row, invariant);
}

std::string StatementOf(std::string_view invariant) {
  const auto known = FindInvariant(invariant);
  return known ? std::string(SpecOf(*known).text) : "";
}

std::string CellOf(std::size_t row, const MatrixCellRecord* cell, const std::string& invariant) {
  if (cell == nullptr) {
    return Element("td", {{"class", "unknown"}, {"title", "no hand-over was judged"}}, "?");
  }
  const std::string text = ShortText(*cell);
  return Element("td",
                 {{"class", std::string(CssOf(StateOf(*cell)))},
                  {"title", absl::StrFormat("%s: %s", invariant, LongText(*cell))}},
                 IsViolated(*cell) ? Link("#" + CellId(row, invariant), text) : EscapeMarkup(text));
}

std::string Head(const std::vector<std::string>& invariants) {
  std::string head = Element("th", {{"scope", "col"}}, "who");
  for (const std::string& id : invariants) {
    head += Element("th", {{"scope", "col"}, {"class", "turned"}, {"title", StatementOf(id)}},
                    Element("span", "", EscapeMarkup(id)));
  }
  return Element("thead", "", Element("tr", "", head));
}

std::string RowOf(std::size_t index, const MatrixRowRecord& row,
                  const std::vector<std::string>& invariants) {
  std::string cells = Element("th", {{"scope", "row"}}, EscapeMarkup(row.name));
  for (const std::string& id : invariants) cells += CellOf(index, FindCell(row, id), id);
  const bool violated = std::ranges::any_of(row.cells, IsViolated);
  return Element("tr",
                 {{"data-kind", row.kind},
                  {"data-name", row.name},
                  {"data-violated", violated ? "1" : "0"}},
                 cells) +
         "\n";
}

std::string Body(const std::vector<MatrixRowRecord>& rows,
                 const std::vector<std::string>& invariants) {
  std::string out;
  std::string kind;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].kind != kind) {
      kind = rows[i].kind;
      out +=
          Element("tr", {{"class", "group"}, {"data-group", kind}},
                  Element("th",
                          {{"scope", "rowgroup"}, {"colspan", absl::StrCat(invariants.size() + 1)}},
                          EscapeMarkup(kind))) +
          "\n";
    }
    out += RowOf(i, rows[i], invariants);
  }
  return Element("tbody", "", "\n" + out);
}

/// Shown by the script: without it nothing would happen.
constexpr std::string_view kFilters = R"html(<form id="filters" hidden>
<label>kind <select name="kind"><option value="">all</option><option value="variant">variants</option><option value="policy">policies</option></select></label>
<label>name <input name="name" type="search" size="12" autocomplete="off"></label>
<label><input name="violated" type="checkbox" value="1"> violated only</label>
<output id="shown"></output>
</form>
)html";

std::string Legend() {
  const auto entry = [](std::string_view css, std::string_view mark, std::string_view text) {
    return Element(
        "li", "", Element("span", absl::StrFormat("key %s", css), mark) + " " + EscapeMarkup(text));
  };
  return Element("ul", "legend",
                 entry("worst", "8", "hand-overs violate it, already after a clean crash") +
                     entry("worse", "8", "only after a corrupted one") +
                     entry("held", ".", "none does") +
                     entry("none", "-", "says nothing of who never adopts") +
                     entry("unknown", "?", "none was judged")) +
         "\n";
}

std::string InvariantList(const std::vector<std::string>& invariants) {
  std::string items;
  for (const std::string& id : invariants) {
    items += Element("dt", "", EscapeMarkup(id)) +
             Element("dd", "", EscapeMarkup(StatementOf(id))) + "\n";
  }
  return Details("What the invariants say", Element("dl", "", "\n" + items));
}

std::string FirstOf(std::size_t index, const MatrixRowRecord& row, const MatrixCellRecord& cell,
                    const CaseLinks& links) {
  std::string html =
      Element("h4", "", EscapeMarkup(absl::StrFormat("%s, %s", row.name, cell.invariant))) +
      Paragraph(LongText(cell) + ".") + Paragraph("First: " + cell.first);
  if (!cell.case_file.empty()) {
    html += Element("p", "", CaseLink(cell.case_file, links)) + "\n" +
            CommandBox("quiesce replay " + cell.case_file);
  }
  return Element("div", {{"class", "first"}, {"id", CellId(index, cell.invariant)}}, html) + "\n";
}

}  // namespace

std::vector<Part> MatrixSection(const RunRecord& r, const CaseLinks& links) {
  if (r.matrix.empty()) return {};
  const std::vector<std::string> invariants = InvariantsOf(r.matrix);
  const std::string table =
      ScrollBox("Who violates what", Element("table", {{"id", "matrix-table"}, {"class", "matrix"}},
                                             Head(invariants) + Body(r.matrix, invariants)));
  std::string firsts;
  for (std::size_t i = 0; i < r.matrix.size(); ++i) {
    for (const MatrixCellRecord& cell : r.matrix[i].cells) {
      if (IsViolated(cell)) firsts += FirstOf(i, r.matrix[i], cell, links);
    }
  }
  return {{Section("matrix", "Who violates what",
                   std::string(kFilters) + table + Legend() + InvariantList(invariants)),
           "the matrix", kTables},
          {firsts.empty() ? "" : Details("The first violation behind each number", firsts),
           "the first violation behind each number of the matrix", kMatrixCells}};
}

}  // namespace quiesce
