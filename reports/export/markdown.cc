#include "reports/export/markdown.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/export/escape_markdown.h"
#include "reports/export/markdown_table.h"
#include "reports/export/proof_table.h"
#include "reports/record/checks.h"
#include "reports/record/matrix_view.h"

namespace quiesce {
namespace {

std::string Section(std::string_view title, const std::string& body) {
  return body.empty() ? "" : absl::StrFormat("## %s\n\n%s", title, body);
}

std::string Header(const RunRecord& r) {
  std::string out = absl::StrFormat("# Quiesce: %s\n\n**%s**\n\n", EscapeMarkdown(r.image.name),
                                    VerdictOf(ExitStatus(r)));
  const Tally tally = TallyOf(ChecksOf(r));
  absl::StrAppendFormat(&out, "Of the checks %u came out as expected, %u violated, %u undecided.\n",
                        tally.as_expected, tally.violated, tally.undecided);
  absl::StrAppendFormat(&out, "quiesce %s, seed %u", EscapeMarkdown(r.tool_version), r.seed);
  for (const Count& c : r.budget) {
    absl::StrAppendFormat(&out, ", %u %s", c.count, EscapeMarkdown(c.label));
  }
  return out + ".\n\n";
}

std::string Image(const ImageAnswer& i) {
  if (i.decision.empty()) return "";
  return absl::StrFormat("Driver %s: %s\n\n", EscapeMarkdown(i.variant),
                         EscapeMarkdown(i.decision));
}

std::string Unexpected(const std::vector<Check>& checks) {
  MarkdownTable table({"result", "expected", "what", "check", "driver", "why", "reproduce"});
  for (const Check& c : checks) {
    if (c.AsExpected()) continue;
    table.Add({absl::StrFormat("**%s**", NameOf(c.result)), std::string(NameOf(c.expected)),
               std::string(NameOf(c.kind)), EscapeMarkdown(c.id), EscapeMarkdown(c.variant),
               EscapeMarkdown(c.reason), MarkdownCode(c.reproduce)});
  }
  return table.ToString(kMarkdownRows);
}

std::string Matrix(const std::vector<MatrixRowRecord>& rows) {
  const std::vector<std::string> invariants = InvariantsOf(rows);
  std::vector<std::string> titles = {"who"};
  for (const std::string& id : invariants) titles.push_back(EscapeMarkdown(id));
  MarkdownTable table(std::move(titles));
  for (const MatrixRowRecord& row : rows) {
    std::vector<std::string> cells = {
        EscapeMarkdown(row.kind == "variant" ? row.name : absl::StrCat(row.kind, " ", row.name))};
    for (const std::string& id : invariants) {
      const MatrixCellRecord* cell = FindCell(row, id);
      cells.push_back(cell == nullptr ? "?" : ShortText(*cell));
    }
    table.Add(std::move(cells));
  }
  const std::string text = table.ToString(kMarkdownRows);
  if (text.empty()) return "";
  return text +
         "Hand-overs that violate the invariant; . none, - does not apply, ? none was judged.\n\n";
}

std::string Findings(const std::vector<Finding>& findings) {
  MarkdownTable table({"invariant", "driver", "what", "where", "reproduce"});
  for (const Finding& f : findings) {
    table.Add({EscapeMarkdown(f.invariant.empty() ? f.property : f.invariant),
               EscapeMarkdown(f.variant), EscapeMarkdown(f.summary), EscapeMarkdown(f.step),
               MarkdownCode(f.reproduce)});
  }
  return table.ToString(kMarkdownRows);
}

/// Those that found nothing first.
std::string Hunts(std::vector<Hunt> hunts) {
  std::ranges::stable_sort(hunts, {}, &Hunt::found);
  MarkdownTable table({"target", "by", "found", "cases", "smallest", "case"});
  for (const Hunt& h : hunts) {
    table.Add({EscapeMarkdown(h.target), EscapeMarkdown(h.invariant), h.found ? "yes" : "**no**",
               absl::StrCat(h.cases),
               h.found ? absl::StrFormat("%u fields, %u steps", h.fields, h.steps) : "",
               MarkdownCode(h.case_file)});
  }
  return table.ToString(kMarkdownRows);
}

std::string BesideText(const SideCheck& s) {
  if (s.name.empty()) return "none";
  return absl::StrFormat("%s: %s%s", EscapeMarkdown(s.name), NameOf(s.result),
                         s.result == s.expected ? "" : ", **not expected**");
}

std::string Proofs(const std::vector<ProofRecord>& proofs, const Environment& environment) {
  MarkdownTable table({"invariant", "answer", "proof", "driver", "bounds", "assumptions used",
                       "seconds", "broken twin", "second solver"});
  for (const ProofRecord& p : proofs) {
    std::string used;
    for (const Assumption& a : p.assumptions) {
      if (!a.used) continue;
      absl::StrAppend(&used, used.empty() ? "" : "; ", EscapeMarkdown(a.statement));
    }
    table.Add({EscapeMarkdown(p.invariant), ProofAnswer(p), EscapeMarkdown(p.id),
               EscapeMarkdown(p.variant), EscapeMarkdown(p.bounds), used.empty() ? "none" : used,
               SecondsText(p, environment), BesideText(p.twin), BesideText(p.second_solver)});
  }
  return table.ToString(kMarkdownRows);
}

std::string NotRunTable(const std::vector<NotRun>& not_run) {
  MarkdownTable table({"what", "why"});
  for (const NotRun& n : not_run) table.Add({EscapeMarkdown(n.what), EscapeMarkdown(n.why)});
  return table.ToString(kMarkdownRows);
}

}  // namespace

std::string ToMarkdown(const RunRecord& r, const Environment& environment) {
  return absl::StrCat(
      Header(r), Image(r.image), Section("Not as expected", Unexpected(ChecksOf(r))),
      Section("Who violates what", Matrix(r.matrix)), Section("Findings", Findings(r.findings)),
      Section("Hunts", Hunts(r.hunts)), Section("Proofs", Proofs(r.proofs, environment)),
      Section("Not run", NotRunTable(r.not_run)));
}

}  // namespace quiesce
