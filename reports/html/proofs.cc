// What was proved, under which assumptions, and what stands beside each proof.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/export/proof_table.h"
#include "reports/html/pieces.h"
#include "reports/html/sections.h"

namespace quiesce {
namespace {

std::string AssumptionsOf(const ProofRecord& p, const CaseLinks& links) {
  std::string items;
  for (const Assumption& a : p.assumptions) {
    std::string html = EscapeMarkup(a.statement) + Element("span", a.used ? "mark" : "soft",
                                                           a.used ? " in the core" : " unused");
    if (!a.dropped_case.empty()) html += ", without it: " + CaseLink(a.dropped_case, links);
    items += Element("li", "", html);
  }
  return items.empty() ? "none" : Element("ul", "", items);
}

std::string BesideOf(const SideCheck& s, const CaseLinks& links) {
  if (s.name.empty()) return Element("span", "soft", "none");
  const int status = ExitStatus(s.result, s.expected);
  std::string html = EscapeMarkup(s.name) + ": " + Element("span", CssOf(status), NameOf(s.result));
  if (s.result != s.expected) html += absl::StrFormat(", not %s", NameOf(s.expected));
  if (!s.case_file.empty()) html += " " + CaseLink(s.case_file, links);
  return html;
}

std::string SolverOf(const ProofRecord& p) {
  if (p.solver.empty()) return "";
  return EscapeMarkup(p.solver) + Element("div", "soft", absl::StrCat("seed ", p.solver_seed));
}

/// Empty where it was not measured.
std::string TimeCell(const ProofRecord& p, const Environment& e) {
  return Element("td", "number", SecondsText(p, e));
}

std::string RowOf(const ProofRecord& p, const Environment& e, const CaseLinks& links) {
  const std::string reason = p.reason.empty() ? "" : Element("div", "soft", EscapeMarkup(p.reason));
  return TextCell(p.invariant) + ResultCell(p.result, p.expected) + CodeCell(p.id) +
         TextCell(p.variant) + HtmlCell(EscapeMarkup(p.statement) + reason) + TextCell(p.bounds) +
         HtmlCell(AssumptionsOf(p, links)) + HtmlCell(BesideOf(p.twin, links)) + TimeCell(p, e) +
         HtmlCell(SolverOf(p)) + HtmlCell(BesideOf(p.second_solver, links));
}

}  // namespace

std::vector<Part> ProofsSection(const RunRecord& r, const Environment& e, const CaseLinks& links) {
  std::vector<std::string> rows;
  for (const ProofRecord& p : r.proofs) rows.push_back(RowOf(p, e, links));
  return {{Section("proofs", "Proofs",
                   Table("Proofs",
                         {{"invariant"},
                          {"result"},
                          {"id"},
                          {"driver"},
                          {"statement"},
                          {"bounds"},
                          {"assumptions"},
                          {"broken twin"},
                          {"seconds", true},
                          {"solver"},
                          {"second solver"}},
                         rows)),
           "the proofs", kTables}};
}

}  // namespace quiesce
