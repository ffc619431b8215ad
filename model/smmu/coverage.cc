#include "model/smmu/coverage.h"

#include <numeric>
#include <span>

#include "absl/strings/str_format.h"
#include "spec/choice_specs.h"
#include "spec/rules/cd_rules.h"
#include "spec/rules/ste_rules.h"
#include "spec/rules/stream_table_rules.h"

namespace quiesce {
namespace {

constexpr std::span<const RuleSpec> kRuleSets[] = {kStreamTableRules, kSteRules, kCdRules};

std::uint64_t Sum(const RuleCoverage::ByVerdict& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

/// "12 abort, 3 CA"
std::string Breakdown(const RuleCoverage::ByVerdict& counts) {
  std::string text;
  for (std::size_t v = 0; v < counts.size(); ++v) {
    if (counts[v] == 0) continue;
    absl::StrAppendFormat(&text, "%s%d %s", text.empty() ? "" : ", ", counts[v],
                          NameOf(static_cast<Verdict>(v)));
  }
  return text;
}

}  // namespace

std::string_view NameOf(Verdict v) {
  constexpr std::string_view kNames[] = {"complete",    "abort",        "RAZ/WI",
                                         "stall",       "UR",           "CA",
                                         "ATS success", "not captured", "unsupported"};
  return kNames[static_cast<std::size_t>(v)];
}

void RuleCoverage::Ended(const Outcome& outcome) {
  const auto v = static_cast<std::size_t>(outcome.verdict);
  ++translations_;
  ++verdicts_[v];
  if (broken_ != nullptr) ++rules_[broken_->id][v];
  broken_ = nullptr;
}

std::uint64_t RuleCoverage::RuleCount(const RuleSpec& rule) const {
  const auto it = rules_.find(rule.id);
  return it == rules_.end() ? 0 : Sum(it->second);
}

std::uint64_t RuleCoverage::EventCount(EventType type) const {
  const auto it = events_.find(type);
  return it == events_.end() ? 0 : it->second;
}

std::vector<std::string_view> RuleCoverage::Unmet() const {
  std::vector<std::string_view> unmet;
  for (const auto& set : kRuleSets) {
    for (const RuleSpec& rule : set) {
      if (RuleCount(rule) == 0) unmet.push_back(rule.id);
    }
  }
  for (const EventSpec& e : kEvents) {
    if (IsGenerated(e.type) && EventCount(e.type) == 0) unmet.push_back(e.name());
  }
  return unmet;
}

std::string RuleCoverage::Text() const {
  std::string text = absl::StrFormat("%d translations: %s\n", translations_, Breakdown(verdicts_));
  for (const auto& set : kRuleSets) {
    for (const RuleSpec& rule : set) {
      const auto it = rules_.find(rule.id);
      absl::StrAppendFormat(&text, "%-24s %8d  %s\n", rule.id, RuleCount(rule),
                            it == rules_.end() ? "" : Breakdown(it->second));
    }
  }
  for (const EventSpec& e : kEvents) {
    if (IsGenerated(e.type))
      absl::StrAppendFormat(&text, "%-24s %8d\n", e.name(), EventCount(e.type));
  }
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    if (choices_[i] == 0) continue;
    const ChoiceSpec* spec = FindChoiceSpec(static_cast<ChoicePoint>(i));
    absl::StrAppendFormat(&text, "%-24s %8d  %s\n", spec->id, choices_[i], spec->title);
  }
  return text;
}

}  // namespace quiesce
