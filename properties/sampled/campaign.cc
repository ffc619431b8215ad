#include "properties/sampled/campaign.h"

#include <set>

#include "absl/strings/str_format.h"
#include "generators/prng.h"
#include "model/world/render.h"
#include "properties/sampled/probes.h"
#include "shrinkers/scenario.h"

namespace quiesce {
namespace {

std::string_view NameOf(AdoptKind kind) {
  switch (kind) {
    case AdoptKind::kNotEntered:
      return "not entered";
    case AdoptKind::kTossed:
      return "tossed";
    case AdoptKind::kAdopted:
      return "adopted";
    case AdoptKind::kBusAbort:
      return "external abort";
    case AdoptKind::kNotCaptured:
      return "not captured";
  }
  return "";
}

void CountCase(const AdoptionCase& c, const AdoptionCheck& check, CoverageCounters& counters) {
  const std::string decision(NameOf(check.decision.kind));
  counters.Count(decision);
  if (c.scenario.corruptions.empty()) counters.Count(decision + ", well-formed");
  std::set<std::string_view> kinds;
  for (const Corruption& k : c.scenario.corruptions) kinds.insert(CorruptionName(k.index()));
  for (const std::string_view k : kinds) {
    counters.Count(absl::StrFormat("%s, with %s", decision, k));
  }
}

void CountOutcomes(const AdoptionCheck& check, CoverageCounters& counters) {
  const AdoptionCounts& n = check.counts;
  if (n.completed != 0) counters.Count("DMA completes");
  if (n.refused != 0) counters.Count("DMA is refused");
  if (n.behind_empty_l1 != 0) counters.Count("DMA behind an empty L1STD");
  if (n.in_kdump_memory != 0) counters.Count("left out: reads the kdump kernel's memory");
  if (n.overlaps != 0) counters.Count("left out: structures overlap");
  if (n.no_answer != 0) counters.Count("left out: no answer");
  if (check.fresh_tables != 0) counters.Count("fresh L2 table");
  if (check.deferred != 0) counters.Count("deferred attach");
}

/// First alternatives everywhere, the scenario's own cuts, and then single choices.
std::vector<AdoptionCase> SmallerCases(const AdoptionCase& c) {
  std::vector<AdoptionCase> out;
  if (c.picks != AdoptionCase().picks) out.push_back({c.scenario, {}});
  for (Scenario& s : SmallerScenarios(c.scenario)) out.push_back({std::move(s), c.picks});
  for (std::size_t i = 0; i < c.picks.size(); ++i) {
    if (c.picks[i] == 0) continue;
    out.push_back(c);
    out.back().picks[i] = 0;
  }
  return out;
}

AdoptionViolation ShrinkViolation(const CampaignConfig& config, std::uint64_t index,
                                  AdoptionCase drawn, TranslationChange change) {
  Image scratch;
  const ChangeKind kind = change.kind;  // a lost access must stay one
  const auto fails = [&](const AdoptionCase& candidate) {
    AdoptionCheck check = RunAdoptionCase(candidate, config.variant, config.options, scratch);
    if (!check.change || check.change->kind != kind) return false;
    change = *std::move(check.change);
    return true;
  };
  const auto improved = [&](const AdoptionCase& smaller) {
    if (config.keep) config.keep(smaller, change);
  };
  Shrunk<AdoptionCase> shrunk = Shrink(drawn, config.shrink, SmallerCases, fails, improved);
  return {index, std::move(drawn), std::move(shrunk.value), change, shrunk.exhausted};
}

std::string ShortLabels(const std::vector<Coverage>& coverage) {
  std::string text;
  for (const Coverage& c : coverage) {
    if (!c.Short()) continue;
    text += absl::StrFormat("%s'%s' in %u cases, at least %u wanted", text.empty() ? "" : "; ",
                            c.label, c.count, c.minimum);
  }
  return text;
}

void Conclude(const CampaignConfig& config, const CoverageCounters& counters, CampaignResult& r) {
  r.coverage = counters.Report(config.goals, r.cases);
  if (r.violation) {
    r.result = Result::kViolated;
    r.reason = r.violation->change.reason;
    return;
  }
  r.reason = r.cases == 0 ? "no case was asked for" : ShortLabels(r.coverage);
  r.result = r.cases == 0       ? Result::kNotRun
             : r.reason.empty() ? Result::kPassed
                                : Result::kCoverageShort;
}

}  // namespace

AdoptionCase DrawAdoptionCase(std::uint64_t run_seed, std::uint64_t index,
                              const ScenarioOptions& options) {
  const std::uint64_t seed = CaseSeed(run_seed, kAdoptionPropertyId, index);
  AdoptionCase c{ExpandScenario(seed, options), {}};
  Prng p(~seed);
  if (p.OneIn(2)) return c;
  for (std::uint8_t& pick : c.picks) pick = static_cast<std::uint8_t>(p.Below(3));
  return c;
}

FixedChoices ChoicesOf(const AdoptionCase& c) {
  FixedChoices choices;
  for (std::size_t i = 0; i < c.picks.size(); ++i) {
    choices.Set(static_cast<ChoicePoint>(i), c.picks[i]);
  }
  return choices;
}

AdoptionCheck RunAdoptionCase(const AdoptionCase& c, const Variant& variant,
                              const AdoptionOptions& options, Image& scratch) {
  RenderInto(c.scenario, scratch);
  FixedChoices choices = ChoicesOf(c);
  return CheckAdoptionInPlace(scratch, variant, options, ProbesOf(c.scenario), choices);
}

CampaignResult RunAdoptionCampaign(const CampaignConfig& config) {
  CampaignResult r;
  CoverageCounters counters;
  Image scratch;
  for (std::uint64_t i = 0; i < config.cases && !r.violation; ++i) {
    if (config.begins) config.begins(i);
    AdoptionCase c = DrawAdoptionCase(config.seed, i, config.scenarios);
    const AdoptionCheck check = RunAdoptionCase(c, config.variant, config.options, scratch);
    ++r.cases;
    CountCase(c, check, counters);
    CountOutcomes(check, counters);
    if (!check.change || check.change->kind < config.at_least) continue;
    if (config.keep) config.keep(c, *check.change);
    r.violation = ShrinkViolation(config, i, std::move(c), *check.change);
  }
  Conclude(config, counters, r);
  return r;
}

}  // namespace quiesce
