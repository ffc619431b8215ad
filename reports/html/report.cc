#include "reports/html/report.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/html/style.h"
#include "reports/record/checks.h"

namespace quiesce {
namespace {

// --- pieces ---

std::string Tag(std::string_view name, std::string_view css, std::string_view inner) {
  const std::string attribute = css.empty() ? "" : absl::StrFormat(" class=\"%s\"", css);
  return absl::StrFormat("<%s%s>%s</%s>", name, attribute, inner, name);
}

std::string Paragraph(std::string_view text, std::string_view css = "") {
  return Tag("p", css, EscapeMarkup(text)) + "\n";
}

std::string Command(std::string_view command) {
  return Tag("pre", "", Tag("code", "", EscapeMarkup(command))) + "\n";
}

std::string Cell(std::string_view text) { return Tag("td", "", EscapeMarkup(text)); }
std::string Number(std::uint64_t n) { return Tag("td", "number", absl::StrFormat("%u", n)); }

struct Column {
  std::string_view title;
  bool number = false;
};

/// `rows` are the cells of each row, ready as HTML.
std::string Table(const std::vector<Column>& columns, const std::vector<std::string>& rows) {
  std::string head, body;
  for (const Column& c : columns) {
    head += Tag("th", c.number ? "number" : "", EscapeMarkup(c.title));
  }
  for (const std::string& row : rows) body += Tag("tr", "", row) + "\n";
  const std::string table = Tag("thead", "", Tag("tr", "", head)) + Tag("tbody", "", "\n" + body);
  return Tag("div", "wide", Tag("table", "", table)) + "\n";
}

std::string_view CssOf(int status) { return status == 0 ? "good" : status == 1 ? "bad" : "open"; }

/// The result, and what was expected if that is not what a reader takes for granted.
std::string ResultCell(Result result, Result expected) {
  std::string text(NameOf(result));
  if (result == expected && !IsGreen(expected)) text += ", as expected";
  if (result != expected && !IsGreen(expected))
    text += absl::StrFormat(", not %s", NameOf(expected));
  return Tag("td", CssOf(ExitStatus(result, expected)), EscapeMarkup(text));
}

// --- sections ---

std::string VerdictLine(const RunRecord& r) {
  const int status = ExitStatus(r);
  return Paragraph(VerdictOf(status), CssOf(status));
}

std::string Header(const RunRecord& r) {
  return Tag("h1", "", EscapeMarkup("Quiesce: " + r.image.name)) + "\n" + VerdictLine(r) +
         Paragraph(absl::StrFormat("quiesce %s, seed %u", r.tool_version, r.seed), "soft");
}

std::string ImageSection(const ImageAnswer& i) {
  std::vector<std::string> rows;
  for (const Count& c : i.counts) rows.push_back(Cell(c.label) + Number(c.count));
  return Tag("h2", "", "This image") + "\n" +
         Paragraph(absl::StrFormat("Driver %s: %s", i.variant, i.decision)) +
         (rows.empty() ? "" : Table({{"what"}, {"count", true}}, rows));
}

std::string PropertySection(const std::vector<PropertyRecord>& properties) {
  std::vector<std::string> rows;
  for (const PropertyRecord& p : properties) {
    rows.push_back(ResultCell(p.result, p.expected) +
                   Tag("td", "", Tag("code", "", EscapeMarkup(p.id))) + Cell(p.statement) +
                   Cell(p.variant) + Number(p.cases));
  }
  if (rows.empty()) return "";
  return Tag("h2", "", "Sampled properties") + "\n" +
         Table({{"result"}, {"id"}, {"statement"}, {"driver"}, {"cases", true}}, rows);
}

std::string CoverageSection(const std::vector<PropertyRecord>& properties) {
  std::vector<std::string> rows;
  for (const PropertyRecord& p : properties) {
    for (const Coverage& c : p.coverage) {
      const std::string_view css = c.Short() ? "number open" : "number";
      rows.push_back(Cell(p.id) + Cell(c.label) + Tag("td", css, absl::StrFormat("%u", c.count)) +
                     Number(c.minimum));
    }
  }
  if (rows.empty()) return "";
  return Tag("h2", "", "What the cases reached") + "\n" +
         Table({{"property"}, {"situation"}, {"cases", true}, {"at least", true}}, rows);
}

std::string ProofSection(const std::vector<ProofRecord>& proofs) {
  std::vector<std::string> rows;
  for (const ProofRecord& p : proofs) {
    std::string assumptions;
    for (const Assumption& a : p.assumptions) {
      assumptions += Tag("div", "", EscapeMarkup(a.statement));
    }
    rows.push_back(ResultCell(p.result, p.expected) +
                   Tag("td", "", Tag("code", "", EscapeMarkup(p.id))) + Cell(p.statement) +
                   Cell(p.bounds) + Tag("td", "", assumptions) + Cell(p.solver));
  }
  if (rows.empty()) return "";
  return Tag("h2", "", "Proofs") + "\n" +
         Table({{"result"}, {"id"}, {"statement"}, {"bounds"}, {"assumptions"}, {"solver"}}, rows);
}

/// Everything that did not simply come out green, with its reason: nothing unanswered is left out.
std::string OpenSection(const RunRecord& r) {
  std::vector<std::string> rows;
  const auto add = [&](const auto& check) {
    if (check.reason.empty()) return;
    rows.push_back(ResultCell(check.result, check.expected) +
                   Tag("td", "", Tag("code", "", EscapeMarkup(check.id))) + Cell(check.reason));
  };
  std::for_each(r.properties.begin(), r.properties.end(), add);
  std::for_each(r.proofs.begin(), r.proofs.end(), add);
  if (rows.empty()) return "";
  return Tag("h2", "", "Violated, undecided or not run") + "\n" +
         Table({{"result"}, {"check"}, {"why"}}, rows);
}

std::string FindingSection(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& f : findings) {
    out += Paragraph(absl::StrFormat("%s: %s", f.property, f.summary)) + Paragraph(f.file, "soft") +
           Command(f.reproduce);
  }
  return out.empty() ? "" : Tag("h2", "", "Cases written") + "\n" + out;
}

std::string ReproduceSection(const std::vector<PropertyRecord>& properties) {
  std::vector<std::string> commands;
  for (const PropertyRecord& p : properties) {
    if (std::find(commands.begin(), commands.end(), p.reproduce) == commands.end()) {
      commands.push_back(p.reproduce);
    }
  }
  std::string out;
  for (const std::string& c : commands) out += Command(c);
  return out.empty() ? "" : Tag("h2", "", "Run it again") + "\n" + out;
}

std::string EnvironmentSection(const Environment& e) {
  std::string out = Paragraph(absl::StrFormat("%s on %s", e.started, e.machine), "soft");
  std::string times;
  for (const Timing& t : e.timings) {
    times += absl::StrFormat("%s%s %.2f s", times.empty() ? "" : ", ", t.id, t.seconds);
  }
  return times.empty() ? out : out + Paragraph(times, "soft");
}

}  // namespace

std::string RenderReport(const RunRecord& r, const Environment& environment) {
  const std::string body = Header(r) + ImageSection(r.image) + PropertySection(r.properties) +
                           ProofSection(r.proofs) + OpenSection(r) + FindingSection(r.findings) +
                           CoverageSection(r.properties) + ReproduceSection(r.properties) +
                           Tag("h2", "", "Environment") + "\n" + EnvironmentSection(environment);
  return absl::StrFormat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n%s</main>\n</body>\n</"
      "html>\n",
      EscapeMarkup("Quiesce: " + r.image.name), kReportStyle, body);
}

}  // namespace quiesce
