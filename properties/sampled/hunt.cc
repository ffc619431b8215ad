#include "properties/sampled/hunt.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "model/driver/catalogue.h"
#include "properties/handover/recipes.h"

namespace quiesce {
namespace {

/// Of the processor: what others run on this machine does not count.
class Stopwatch {
 public:
  double Seconds() const {
    return static_cast<double>(std::clock() - start_) / static_cast<double>(CLOCKS_PER_SEC);
  }

 private:
  std::clock_t start_ = std::clock();
};

HandOverResult RunAs(HandOverRunner& runner, const Variant& variant, const ChoicePlan& plan) {
  PlannedChoices choices(plan);
  runner.Use(variant);
  return runner.Run(choices);
}

bool Counts(const HuntTarget& target, const Violation& v) {
  const auto& all = target.invariants;
  if (!target.what.empty() && v.what != target.what) return false;
  return all.empty() || std::ranges::find(all, v.invariant) != all.end();
}

/// Cases as they stand: rendered, run with the bug and without.
class Judge {
 public:
  explicit Judge(const HuntTarget& target) : target_(target) {}

  /// Nothing once the runs have cost too much.
  std::optional<Violation> Of(const HandOverCase& c) {
    if (exhausted()) return std::nullopt;
    HandOverRunner runner(c.hand_over);
    const HandOverResult with = RunAs(runner, target_.variant, c.choices);
    steps_ += with.driver_steps;
    if (!target_.sound || with.violations.empty()) return FindsTarget(target_, with, nullptr);
    const HandOverResult sound = RunAs(runner, *target_.sound, c.choices);
    steps_ += sound.driver_steps;
    return FindsTarget(target_, with, &sound);
  }
  bool exhausted() const { return steps_ > kMostSteps; }

 private:
  /// Of the driver, seconds in all: some drivers read tables of 2^26 entries.
  static constexpr std::uint64_t kMostSteps = 400'000'000;
  const HuntTarget& target_;
  std::uint64_t steps_ = 0;
};

/// Smaller cases in which the same invariant finds the target.
HuntFind ShrinkFind(const HuntTarget& target, HandOverCase drawn, Violation violation,
                    const ShrinkBudget& budget) {
  HuntTarget same = target;
  same.invariants = {violation.invariant};
  Judge judge(same);
  const auto fails = [&](const HandOverCase& candidate) {
    const std::optional<Violation> found = judge.Of(candidate);
    if (found) violation = *found;
    return found.has_value();
  };
  auto shrunk = Shrink(drawn, budget, SmallerHandOvers, fails, [](const HandOverCase&) {});
  HuntFind find{std::move(drawn), std::move(shrunk.value), violation, shrunk.executions,
                shrunk.exhausted || judge.exhausted()};
  Judge bits(same);
  find.bits = FindMatteringBits(
      find.smallest, [&](const HandOverCase& candidate) { return bits.Of(candidate).has_value(); });
  if (bits.exhausted()) find.bits = {};
  return find;
}

/// One drawn case, judged for every target that is left.
class Round {
 public:
  Round(HandOverRunner& runner, std::uint64_t seed, const HandOverOptions& options)
      : runner_(runner), case_(DrawHandOverCase(seed, options)) {
    runner_.Load(case_.hand_over);
    newest_ = RunAs(runner_, kNewestVariant, case_.choices);
    common_ = watch_.Seconds();
  }

  std::optional<Violation> Try(const HuntTarget& target) {
    const HandOverResult with = RunAs(runner_, target.variant, case_.choices);
    if (with.violations.empty()) return std::nullopt;
    if (!target.sound) return FindsTarget(target, with, nullptr);
    if (*target.sound == kNewestVariant) return FindsTarget(target, with, &newest_);
    if (!FindsTarget(target, with, nullptr)) return std::nullopt;
    const HandOverResult sound = RunAs(runner_, *target.sound, case_.choices);
    return FindsTarget(target, with, &sound);
  }
  const HandOverCase& drawn() const { return case_; }
  /// Of drawing it, and of the driver without bugs.
  double common() const { return common_; }

 private:
  Stopwatch watch_;
  HandOverRunner& runner_;
  HandOverCase case_;
  HandOverResult newest_;
  double common_ = 0;
};

HuntTarget TargetOf(const BugRecipe& recipe) {
  const CatalogueEntry& entry = *FindBug(recipe.bug);
  HuntTarget t{std::string(recipe.bug), *WithBug(entry), WithoutBug(entry), {}, recipe.what};
  t.invariants.assign(recipe.violates.begin(), recipe.violates.begin() + recipe.violated);
  return t;
}

}  // namespace

std::vector<HuntTarget> HuntTargets() {
  std::vector<HuntTarget> targets;
  for (const Variant& v : kVariants) {
    if (v.name == "T3" || v.name == "T4") continue;
    targets.push_back({std::string(v.name), v, kNewestVariant, {}, {}});
  }
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make != nullptr) targets.push_back(TargetOf(recipe));
  }
  return targets;
}

std::optional<Violation> FindsTarget(const HuntTarget& target, const HandOverResult& with,
                                     const HandOverResult* sound) {
  for (const Violation& v : with.violations) {
    if (!Counts(target, v)) continue;
    const bool also_without =
        sound != nullptr && std::ranges::any_of(sound->violations, [&](const Violation& w) {
          return w.invariant == v.invariant && (target.what.empty() || w.what == v.what);
        });
    if (!also_without) return v;
  }
  return std::nullopt;
}

std::vector<HuntResult> RunHunt(std::span<const HuntTarget> targets, const HuntConfig& config) {
  std::vector<HuntResult> results;
  for (const HuntTarget& t : targets) results.push_back({t.name});
  const auto is_left = [&](const HuntResult& r) { return !r.find && r.seconds < config.seconds; };
  HandOverRunner runner{HandOver()};
  for (std::uint64_t i = 0; i < config.cases; ++i) {
    const auto left = std::ranges::count_if(results, is_left);
    if (left == 0) break;
    if (config.progress) config.progress(i, static_cast<std::size_t>(left));
    Round round(runner, CaseSeed(config.seed, "hunt", i), config.options);
    for (std::size_t t = 0; t < targets.size(); ++t) {
      HuntResult& result = results[t];
      if (!is_left(result)) continue;
      const Stopwatch own;
      const std::optional<Violation> found = round.Try(targets[t]);
      ++result.cases;
      result.seconds += round.common() + own.Seconds();
      if (!found) continue;
      HandOverCase drawn = round.drawn();
      drawn.hand_over.config.variant = targets[t].variant;
      result.find = ShrinkFind(targets[t], std::move(drawn), *found, config.shrink);
    }
  }
  return results;
}

}  // namespace quiesce
