#include "tools/list_json.h"

#include <nlohmann/json.hpp>

#include "generators/operators.h"
#include "model/driver/policy.h"
#include "model/driver/variant.h"
#include "model/driver/variant_fields.h"
#include "model/world/invariants.h"
#include "tools/list_names.h"

namespace quiesce {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kIndent = 2;

std::string Text(const Json& json) { return json.dump(kIndent) + "\n"; }

Json RuleJson(const RuleSpec& r) { return {{"id", r.id}, {"text", r.text}, {"source", r.source}}; }

Json EntryJson(const CatalogueEntry& entry) {
  Json violates = Json::array();
  for (const std::string_view id : entry.violates) {
    if (!id.empty()) violates.push_back(id);
  }
  return {{"name", NameOf(entry)},
          {"versions", VersionsOf(entry)},
          {"text", entry.text},
          {"violates", violates},
          {"note", entry.note}};
}

}  // namespace

std::string ChoicesJson() {
  Json list = Json::array();
  for (const ChoiceSpec& s : kChoiceSpecs) {
    Json alternatives = Json::array();
    for (const Alternative& a : s.alternatives) {
      alternatives.push_back({{"text", a.text}, {"from", a.from}, {"until", a.until}});
    }
    list.push_back({{"id", s.id},
                    {"title", s.title},
                    {"when", s.when},
                    {"freedom", NameOf(s.freedom)},
                    {"source", s.source},
                    {"alternatives", std::move(alternatives)}});
  }
  return Text(list);
}

std::string VariantsJson() {
  Json variants = Json::array();
  for (const Variant& v : kNamedVariants) {
    variants.push_back({{"name", v.name}, {"summary", v.summary}});
  }
  Json catalogue = Json::array();
  for (const CatalogueEntry& entry : Catalogue()) catalogue.push_back(EntryJson(entry));
  return Text({{"variants", std::move(variants)}, {"catalogue", std::move(catalogue)}});
}

std::string FieldsJson() {
  Json list = Json::array();
  for (const VariantField& f : VariantFields()) {
    list.push_back({{"name", f.name}, {"values", f.values}, {"newest", f.ValueIn(kNewestVariant)}});
  }
  return Text(list);
}

std::string PoliciesJson() {
  Json list = Json::array();
  for (const Policy& p : kPolicies) {
    list.push_back({{"name", p.name}, {"summary", p.summary}, {"source", p.source}});
  }
  return Text(list);
}

std::string InvariantsJson() {
  Json list = Json::array();
  for (const RuleSpec& r : kInvariants) list.push_back(RuleJson(r));
  return Text(list);
}

std::string CorruptionsJson() {
  Json list = Json::array();
  for (const CorruptionOperator& op : CorruptionOperators()) {
    list.push_back({{"name", op.name}, {"text", op.doc}, {"cause", op.cause}, {"needs", op.needs}});
  }
  return Text(list);
}

std::string RulesJson() {
  Json list = Json::array();
  for (const RuleGroup& group : kRuleGroups) {
    for (const RuleSpec& r : group.rules) {
      Json rule = {{"of", group.of}};
      rule.update(RuleJson(r));
      list.push_back(std::move(rule));
    }
  }
  return Text(list);
}

}  // namespace quiesce
