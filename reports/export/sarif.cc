#include "reports/export/sarif.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/driver/variant.h"
#include "model/world/invariants.h"
#include "reports/export/file_uri.h"
#include "reports/export/valid_text.h"
#include "reports/record/checks.h"
#include "reports/record/matrix_view.h"

namespace quiesce {
namespace {

using Json = nlohmann::ordered_json;

Json Message(std::string_view text) { return {{"text", ValidText(text)}}; }

/// What one result says, before it is JSON.
struct Violation {
  std::string rule = {};  ///< id of the invariant, or of the check
  std::string level = {};
  std::string message = {};
  std::string variant = {};
  std::string file = {};       ///< of the case, or empty
  std::string identity = {};   ///< the same in every run that finds the same
  std::string reproduce = {};  ///< a command, or empty
};

/// Findings name their property by its id or by the last part of it.
bool WasExpected(const Finding& f, const RunRecord& r) {
  const auto property = std::ranges::find_if(r.properties, [&](const PropertyRecord& p) {
    return p.id == f.property || absl::EndsWith(p.id, absl::StrCat("/", f.property));
  });
  return property != r.properties.end() && property->expected == Result::kViolated;
}

Violation ViolationOf(const Finding& f, const RunRecord& r) {
  return {.rule = f.invariant.empty() ? f.property : f.invariant,
          .level = WasExpected(f, r) ? "note" : "error",
          .message = f.step.empty() ? f.summary : absl::StrCat(f.summary, ", at ", f.step),
          .variant = f.variant,
          .file = f.file,
          .identity = absl::StrCat("finding/", f.property, "/", f.invariant, "/", f.variant),
          .reproduce = f.reproduce};
}

Violation ViolationOf(const MatrixRowRecord& row, const MatrixCellRecord& cell) {
  const bool old = row.kind == "variant" && row.name != kNewestVariant.name;
  return {
      .rule = cell.invariant,
      .level = old ? "note" : "warning",
      .message =
          absl::StrFormat("%s %s: %s. First: %s", row.kind, row.name, LongText(cell), cell.first),
      .variant = row.name,
      .file = cell.case_file,
      .identity = absl::StrCat("matrix/", row.kind, "/", row.name, "/", cell.invariant),
      .reproduce = cell.case_file.empty() ? "" : absl::StrCat("quiesce replay ", cell.case_file)};
}

Violation ViolationOf(const Check& c) {
  return {.rule = c.invariant.empty() ? c.id : c.invariant,
          .level = "error",
          .message = absl::StrFormat("%s %s: %s %s", NameOf(c.kind), c.id, c.statement, c.reason),
          .variant = c.variant,
          .identity = absl::StrCat("check/", c.id, "/", c.variant),
          .reproduce = c.reproduce};
}

bool IsViolated(const MatrixCellRecord& cell) {
  const CellState state = StateOf(cell);
  return state == CellState::kViolatedClean || state == CellState::kViolatedCorrupted;
}

std::vector<Violation> ViolationsOf(const RunRecord& r) {
  std::vector<Violation> violations;
  for (const Check& c : ChecksOf(r)) {
    if (ExitStatus(c.result, c.expected) == 1) violations.push_back(ViolationOf(c));
  }
  for (const Finding& f : r.findings) violations.push_back(ViolationOf(f, r));
  for (const MatrixRowRecord& row : r.matrix) {
    for (const MatrixCellRecord& cell : row.cells) {
      if (IsViolated(cell)) violations.push_back(ViolationOf(row, cell));
    }
  }
  return violations;
}

Json RuleOf(const RuleSpec& spec) {
  return {{"id", spec.id},
          {"shortDescription", Message(spec.text)},
          {"help", Message(absl::StrFormat("Source: %s", spec.source))}};
}

/// The rules, and the place of each by its id.
struct Rules {
  Json list = Json::array();
  std::map<std::string, std::size_t, std::less<>> index = {};

  void Add(std::string_view id, Json rule) {
    if (index.emplace(id, list.size()).second) list.push_back(std::move(rule));
  }
};

Rules RulesFor(const std::vector<Violation>& violations) {
  Rules rules;
  for (const RuleSpec& spec : kInvariants) rules.Add(spec.id, RuleOf(spec));
  for (const Violation& v : violations) {
    rules.Add(v.rule,
              {{"id", ValidText(v.rule)}, {"shortDescription", Message("a check of this run")}});
  }
  return rules;
}

Json LocationOf(const Violation& v) {
  Json location = Json::object();
  if (!v.file.empty()) {
    location["physicalLocation"] = {{"artifactLocation", {{"uri", FileUri(v.file)}}}};
  }
  if (!v.variant.empty()) {
    location["logicalLocations"] = Json::array({{{"fullyQualifiedName", ValidText(v.variant)}}});
  }
  return location;
}

Json ResultOf(const Violation& v, const Rules& rules) {
  Json result = {{"ruleId", ValidText(v.rule)},
                 {"ruleIndex", rules.index.find(v.rule)->second},
                 {"level", v.level},
                 {"message", Message(v.message)},
                 {"partialFingerprints", {{"quiesce/v1", ValidText(v.identity)}}}};
  if (Json location = LocationOf(v); !location.empty()) {
    result["locations"] = Json::array({std::move(location)});
  }
  if (!v.reproduce.empty()) result["properties"] = {{"reproduce", ValidText(v.reproduce)}};
  return result;
}

Json Notification(std::string_view level, std::string_view text) {
  return {{"level", level}, {"message", Message(text)}};
}

Json InvocationOf(const RunRecord& r) {
  Json notifications = Json::array();
  for (const Check& c : ChecksOf(r)) {
    if (ExitStatus(c.result, c.expected) != 2) continue;
    notifications.push_back(
        Notification("error", absl::StrFormat("%s %s: %s, not %s. %s", NameOf(c.kind), c.id,
                                              NameOf(c.result), NameOf(c.expected), c.reason)));
  }
  for (const NotRun& n : r.not_run) {
    notifications.push_back(
        Notification("note", absl::StrFormat("not run: %s: %s", n.what, n.why)));
  }
  const int status = ExitStatus(r);
  return {{"executionSuccessful", status != 2},
          {"exitCode", status},
          {"toolExecutionNotifications", std::move(notifications)}};
}

}  // namespace

std::string ToSarif(const RunRecord& record) {
  const std::vector<Violation> violations = ViolationsOf(record);
  const Rules rules = RulesFor(violations);
  Json results = Json::array();
  for (const Violation& v : violations) results.push_back(ResultOf(v, rules));
  const Json run = {{"tool",
                     {{"driver",
                       {{"name", "quiesce"},
                        {"version", ValidText(record.tool_version)},
                        {"rules", rules.list}}}}},
                    {"invocations", Json::array({InvocationOf(record)})},
                    {"results", std::move(results)}};
  const Json sarif = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({run})}};
  return sarif.dump(2) + "\n";
}

}  // namespace quiesce
