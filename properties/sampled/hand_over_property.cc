#include "properties/sampled/hand_over_property.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_format.h"
#include "shrinkers/hand_over.h"

namespace quiesce {
namespace {

std::string_view OutcomeOf(const HandOverResult& r) {
  if (r.adopted) return "adopted";
  if (r.kernel_lost) return "kernel lost";
  return r.adopt_stop ? "tossed" : "not adopted";
}

bool IsStale(const WarmEntry& w) { return !w.then.empty(); }

void CountCase(const HandOverCase& c, const HandOverResult& r, CoverageCounters& counters) {
  const std::string_view outcome = OutcomeOf(r);
  counters.Count(outcome);
  if (IsWellFormed(c.hand_over)) counters.Count("well-formed");
  if (r.transactions != 0) counters.Count("DMA in flight");
  const Schedule& schedule = c.hand_over.schedule;
  if (!schedule.actions.empty() || schedule.commands_at_steps) counters.Count("others act");
  if (!schedule.faults.empty() || schedule.failing_step) counters.Count("something fails");
  if (std::ranges::any_of(c.hand_over.caches, IsStale)) counters.Count("stale caches");
  if (c.choices != ChoicePlan()) counters.Count("other answers of the SMMU");
  const auto* s = std::get_if<Scenario>(&c.hand_over.crashed);
  if (s == nullptr) return;
  std::set<std::size_t> kinds;
  for (const Corruption& k : s->corruptions) kinds.insert(k.index());
  for (const std::size_t kind : kinds) {
    counters.Count(absl::StrFormat("%s, with %s", outcome, CorruptionName(kind)));
  }
}

void CountViolations(const HandOverDomain& domain, std::uint64_t index, const HandOverCase& c,
                     const HandOverResult& r, HandOverTally& tally) {
  for (std::size_t i = 0; i < kInvariantCount; ++i) {
    const auto invariant = static_cast<Invariant>(i);
    if (!r.Violates(invariant)) continue;
    const std::optional<Violation> violation = NewViolation(domain, invariant, c, r);
    if (!violation) {
      ++tally.known[i];
    } else if (!tally.first[i]) {
      tally.first[i] = {index, *violation};
    }
  }
}

}  // namespace

const HandOverDomain* FindDomain(std::string_view name) {
  for (const HandOverDomain& d : HandOverDomains()) {
    if (d.name == name) return &d;
  }
  return nullptr;
}

HandOverCase DrawCase(std::uint64_t run_seed, const HandOverDomain& domain, std::uint64_t index,
                      const Variant& driver) {
  HandOverCase c = DrawHandOverCase(
      CaseSeed(run_seed, absl::StrFormat("hand-over/%s", domain.name), index), domain.options);
  c.hand_over.config.variant = driver;
  return c;
}

HandOverResult CaseRunner::Run(const HandOverCase& c) {
  runner_.Load(c.hand_over);
  PlannedChoices choices(c.choices);
  return runner_.Run(choices);
}

FollowedRun CaseRunner::Follow(const HandOverCase& c, const Simulation::ActionSource& protocol) {
  runner_.Load(c.hand_over);
  PlannedChoices choices(c.choices);
  return RunFollowed(runner_, choices, protocol);
}

HandOverResult RunCase(const HandOverCase& c) { return CaseRunner().Run(c); }

std::optional<Violation> NewViolation(const HandOverDomain& domain, Invariant invariant,
                                      const HandOverCase& c, const HandOverResult& result) {
  for (const Violation& v : result.violations) {
    if (v.invariant == invariant && !IsKnown(domain.name, c, result, v)) return v;
  }
  return std::nullopt;
}

HandOverTally RunBatch(const HandOverBatch& batch, const std::function<void(std::uint64_t)>& begins,
                       const Simulation::ActionSource& protocol) {
  HandOverTally tally;
  CaseRunner runner;
  for (std::uint64_t index = batch.first; index < batch.first + batch.count; ++index) {
    if (begins) begins(index);
    const HandOverCase c = DrawCase(batch.seed, *batch.domain, index, batch.driver);
    const FollowedRun run = runner.Follow(c, protocol);
    ++tally.cases;
    CountCase(c, run.result, tally.coverage);
    CountViolations(*batch.domain, index, c, run.result, tally);
    if (run.mismatch && !tally.mismatch) tally.mismatch = {index, *run.mismatch};
  }
  return tally;
}

Shrunk<HandOverCase> ShrinkCase(const HandOverDomain& domain, Invariant invariant, HandOverCase c,
                                const ShrinkBudget& budget,
                                const std::function<void(const HandOverCase&)>& improved,
                                const std::function<bool(const HandOverCase&)>& begins) {
  const auto fails = [&](const HandOverCase& candidate) {
    if (begins && !begins(candidate)) return false;
    return NewViolation(domain, invariant, candidate, RunCase(candidate)).has_value();
  };
  return Shrink(std::move(c), budget, SmallerHandOvers, fails, [&](const HandOverCase& better) {
    if (improved) improved(better);
  });
}

}  // namespace quiesce
