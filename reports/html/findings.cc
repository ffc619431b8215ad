// Each finding: what is violated, by which clauses, how to see it again, what changed, the steps.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/world/invariants.h"
#include "reports/export/escape_markup.h"
#include "reports/html/pieces.h"
#include "reports/html/sections.h"
#include "reports/html/swim_lanes.h"

namespace quiesce {
namespace {

std::string TitleOf(const Finding& f, std::size_t index) {
  const std::string& what = f.invariant.empty() ? f.property : f.invariant;
  const std::string driver = f.variant.empty() ? "" : ", driver " + f.variant;
  return absl::StrFormat("%u. %s%s: %s", index + 1, what, driver, f.summary);
}

void AppendFact(std::string& list, std::string_view name, const std::string& html) {
  if (html.empty()) return;
  list += Element("dt", "", EscapeMarkup(name)) + Element("dd", "", html) + "\n";
}

std::string ClausesOf(const Finding& f) {
  std::string text;
  for (const std::string& c : f.clauses) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", EscapeMarkup(c));
  }
  return text;
}

std::string MattersOf(const Finding& f) {
  std::string text;
  for (const std::string& m : f.matters) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", CodeText(m));
  }
  return text;
}

std::string FactsOf(const Finding& f, const CaseLinks& links) {
  std::string facts;
  if (const auto known = FindInvariant(f.invariant)) {
    AppendFact(facts, "invariant", EscapeMarkup(SpecOf(*known).text));
    AppendFact(facts, "its source", EscapeMarkup(SpecOf(*known).source));
  }
  AppendFact(facts, "clauses", ClausesOf(f));
  AppendFact(facts, "where", EscapeMarkup(f.step));
  AppendFact(facts, "bits that matter", MattersOf(f));
  AppendFact(facts, "property", CodeText(f.property));
  AppendFact(facts, "case", CaseLink(f.file, links));
  return Element("dl", "facts", "\n" + facts) + CommandBox(f.reproduce);
}

std::string ChangesOf(const Finding& f) {
  std::vector<std::string> rows;
  for (const Change& c : f.changes) {
    rows.push_back(CodeCell(c.what) + TextCell(c.before) + TextCell(c.after));
  }
  const std::string table =
      Table("What changed", {{"what"}, {"in the crash"}, {"at the end"}}, rows);
  return table.empty() ? "" : Element("h4", "", "What changed") + "\n" + table;
}

std::string StepsOf(const Finding& f) {
  std::string out, items, call;
  const auto close = [&] {
    if (!items.empty()) {
      absl::StrAppend(&out, Element("h5", "", EscapeMarkup(call)), Element("ol", "steps", items));
    }
    items.clear();
  };
  for (const FindingStep& s : f.steps) {
    if (s.call != call) close();
    call = s.call;
    const std::string mark =
        s.violates.empty() ? "" : Element("strong", "bad", EscapeMarkup(s.violates)) + " ";
    const std::string to =
        s.to.empty() || s.to == s.from ? "" : absl::StrCat(" \u2192 ", EscapeMarkup(s.to));
    const std::string lanes = Element("span", "soft", absl::StrCat(EscapeMarkup(s.from), to));
    absl::StrAppend(&items, Element("li", "", absl::StrCat(mark, lanes, " ", EscapeMarkup(s.text))),
                    "\n");
  }
  close();
  return out.empty() ? "" : Details(absl::StrFormat("All %u steps", f.steps.size()), out);
}

std::string PictureOf(const Finding& f) {
  const std::string label = absl::StrFormat("The steps that violate %s", f.invariant);
  const std::string svg = SwimLanes(f.steps, label);
  return svg.empty() ? "" : Element("h4", "", "Steps") + "\n" + ScrollBox(label, svg);
}

/// One article, in parts; only its head is always there.
void AppendParts(const Finding& f, std::size_t index, const CaseLinks& links,
                 std::vector<Part>& parts) {
  const std::string name = absl::StrFormat("finding %u", index + 1);
  const std::string start =
      absl::StrFormat("<article id=\"%s\">\n", EscapeMarkup(FindingId(index)));
  parts.push_back(
      {start + Element("h3", "", EscapeMarkup(TitleOf(f, index))) + "\n" + FactsOf(f, links), name,
       kNeeded});
  parts.push_back({ChangesOf(f), "what changed in " + name, kChangesOfFinding});
  parts.push_back({PictureOf(f), "the picture of " + name, kPictureOfFinding});
  parts.push_back({StepsOf(f), "the steps of " + name, kStepsOfFinding});
  parts.push_back({"</article>\n"});
}

}  // namespace

std::string FindingId(std::size_t index) { return absl::StrCat("finding-", index + 1); }

std::vector<Part> FindingsSection(const RunRecord& r, const CaseLinks& links) {
  if (r.findings.empty()) return {};
  std::vector<Part> parts = {{"<section id=\"findings\">\n<h2>Findings</h2>\n"}};
  const std::size_t shown = std::min(r.findings.size(), kMostFindings);
  for (std::size_t i = 0; i < shown; ++i) AppendParts(r.findings[i], i, links, parts);
  if (shown < r.findings.size()) {
    parts.push_back({Paragraph(
        absl::StrFormat("Left out to keep this page small: %u more findings. The record has them.",
                        r.findings.size() - shown),
        "open")});
  }
  parts.push_back({"</section>\n"});
  return parts;
}

}  // namespace quiesce
