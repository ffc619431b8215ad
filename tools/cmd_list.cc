#include "tools/cmd_list.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <span>

#include "absl/strings/str_format.h"
#include "generators/operators.h"
#include "model/driver/policy.h"
#include "model/driver/variant.h"
#include "model/driver/variant_fields.h"
#include "model/world/invariants.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/list_json.h"
#include "tools/list_names.h"
#include "tools/named_variant.h"

namespace quiesce {

std::string_view NameOf(Freedom freedom) {
  switch (freedom) {
    case Freedom::kConstrainedUnpredictable:
      return "CONSTRAINED UNPREDICTABLE";
    case Freedom::kUnpredictable:
      return "UNPREDICTABLE or UNKNOWN";
    case Freedom::kImplementationDefined:
      return "IMPLEMENTATION DEFINED";
  }
  return "";
}

std::string VersionsOf(const CatalogueEntry& entry) {
  switch (entry.standing) {
    case BugStanding::kMutant:
      return "mutant";
    case BugStanding::kInNewest:
      return absl::StrFormat("newest, %s", entry.versions);
    case BugStanding::kFixed:
    case BugStanding::kNotExpressible:
      break;
  }
  return std::string(entry.versions);
}

namespace {

std::string VersionsOf(const Alternative& a) {
  if (a.from == kSmmuV3p0 && a.until == kSmmuV3p2) return "";
  if (a.from == a.until) return absl::StrFormat(" (SMMUv3.%d only)", a.from);
  return absl::StrFormat(" (SMMUv3.%d to v3.%d)", a.from, a.until);
}

void AppendRules(std::string& text, std::string_view title, std::span<const RuleSpec> rules) {
  absl::StrAppendFormat(&text, "%s\n", title);
  for (const RuleSpec& r : rules) {
    absl::StrAppendFormat(&text, "  %-28s %s (%s)\n", r.id, r.text, r.source);
  }
}

void AppendBug(const CatalogueEntry& entry, std::string& text) {
  std::string violates;
  for (const std::string_view id : entry.violates) {
    if (!id.empty()) absl::StrAppendFormat(&violates, " %s", id);
  }
  absl::StrAppendFormat(&text, "%-11s %s: %s\n", NameOf(entry), VersionsOf(entry), entry.text);
  if (!violates.empty()) absl::StrAppendFormat(&text, "%-11s   violates%s\n", "", violates);
  if (!entry.note.empty()) absl::StrAppendFormat(&text, "%-11s   %s\n", "", entry.note);
}

struct Listing {
  const char* name;
  const char* what;
  std::string (*text)();
  std::string (*json)();
};

constexpr Listing kListings[] = {
    {"choices", "points where the architecture permits several behaviours", &ChoicesText,
     &ChoicesJson},
    {"variants", "versions of the driver, and its known bugs", &VariantsText, &VariantsJson},
    {"fields", "decisions of the driver, and the values that each can have", &FieldsText,
     &FieldsJson},
    {"policies", "what a next kernel may do with the SMMU", &PoliciesText, &PoliciesJson},
    {"invariants", "what every hand-over is judged by", &InvariantsText, &InvariantsJson},
    {"corruptions", "how a drawn hand-over can be damaged, and by whom", &CorruptionsText,
     &CorruptionsJson},
    {"rules", "legality rules and acceptance checks", &RulesText, &RulesJson},
};

void AddListing(CLI::App& list, int& exit_status, const Listing& listing) {
  CLI::App* const command = list.add_subcommand(listing.name, listing.what);
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "as JSON");
  const std::string line = std::string("quiesce list ") + listing.name;
  SetExamples(*command, {line, line + " --json"});
  command->callback([listing, json, &exit_status] {
    std::cout << (*json ? listing.json() : listing.text());
    exit_status = kExitExpected;
  });
}

}  // namespace

std::string ChoicesText() {
  std::string text;
  for (const ChoiceSpec& s : kChoiceSpecs) {
    absl::StrAppendFormat(&text, "%s  %s%s%s\n      %s, %s\n", s.id, s.title,
                          s.when.empty() ? "" : ": ", s.when, NameOf(s.freedom), s.source);
    for (std::size_t i = 0; i < s.alternatives.size(); ++i) {
      absl::StrAppendFormat(&text, "      %d  %s%s\n", i, s.alternatives[i].text,
                            VersionsOf(s.alternatives[i]));
    }
  }
  return text;
}

std::string VariantsText() {
  std::string text;
  for (const Variant& v : kNamedVariants) {
    absl::StrAppendFormat(&text, "%-11s %s\n", v.name, v.summary);
  }
  text += "\nbugs and mutants: the newest with fields changed\n";
  for (const CatalogueEntry& entry : Catalogue()) AppendBug(entry, text);
  return text;
}

std::string FieldsText() {
  std::string text;
  for (const VariantField& f : VariantFields()) {
    absl::StrAppendFormat(&text, "%-36s %s\n", f.name, ValuesOf(f));
  }
  return text;
}

std::string PoliciesText() {
  std::string text;
  for (const Policy& p : kPolicies) {
    absl::StrAppendFormat(&text, "%-17s %s (%s)\n", p.name, p.summary, p.source);
  }
  return text;
}

std::string InvariantsText() {
  std::string text;
  AppendRules(text, "what must hold in every hand-over", kInvariants);
  return text;
}

std::string CorruptionsText() {
  std::string text;
  for (const CorruptionOperator& op : CorruptionOperators()) {
    absl::StrAppendFormat(&text, "%-21s %s\n%-21s   by %s\n", op.name, op.doc, "", op.cause);
    if (!op.needs.empty()) absl::StrAppendFormat(&text, "%-21s   needs %s\n", "", op.needs);
  }
  return text;
}

std::string RulesText() {
  std::string text;
  for (const RuleGroup& group : kRuleGroups) AppendRules(text, group.of, group.rules);
  return text;
}

void AddList(CLI::App& app, int& exit_status) {
  CLI::App* list = app.add_subcommand("list",
                                      "What there is, by name: choices, variants, fields, "
                                      "policies, invariants, rules, corruptions");
  SetExamples(*list, {"quiesce list variants", "quiesce list choices"});
  list->require_subcommand(1);
  for (const Listing& listing : kListings) AddListing(*list, exit_status, listing);
}

}  // namespace quiesce
