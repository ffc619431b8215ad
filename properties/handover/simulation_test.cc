// Every step of a concrete hand-over is an action of the protocol.
#include "model/protocol/simulation.h"

#include <gtest/gtest.h>

#include "model/protocol/actions.h"
#include "model/protocol/followed_run.h"
#include "model/smmu/fixed_choices.h"
#include "properties/handover/clean_crash.h"
#include "properties/handover/example.h"
#include "properties/handover/recipes.h"

namespace quiesce {
namespace {

using State = Protocol<Concrete>;
using Inputs = ActionInputs<Concrete>;
using Sink = ActionSink<Concrete>;

/// What does not fit; empty if all does.
std::string Check(const HandOver& h, Choices& choices) {
  HandOverRunner runner(h);
  const std::optional<SimulationMismatch> mismatch = RunFollowed(runner, choices).mismatch;
  return mismatch ? Describe(*mismatch) : "";
}

TEST(Simulation, EveryVersionFromTheExample) {
  for (const Variant& v : kVariants) {
    HandOver h = Example();
    h.config.variant = v;
    FixedChoices choices;
    EXPECT_EQ(Check(h, choices), "") << v.name;
  }
}

TEST(Simulation, EveryPolicyFromTheExample) {
  for (const Policy& p : kPolicies) {
    HandOver h = Example();
    h.config.policy = p;
    FixedChoices choices;
    EXPECT_EQ(Check(h, choices), "") << p.name;
  }
}

TEST(Simulation, CleanCrashes) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const HandOver h = CleanCrash(seed);
    FixedChoices choices;
    EXPECT_EQ(Check(h, choices), "") << seed;
  }
}

TEST(Simulation, EveryRecipe) {
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make == nullptr) continue;
    const HandOver h = recipe.make();
    RecipeAnswers choices(recipe.choices);
    EXPECT_EQ(Check(h, choices), "") << recipe.bug;
  }
}

/// What following a bug's hand-over, run by another driver, disagrees about.
std::string CheckUnder(std::string_view bug, const Variant& variant) {
  const BugRecipe* recipe = FindRecipe(bug);
  if (recipe == nullptr) return "no such recipe";
  HandOver h = recipe->make();
  h.config.variant = variant;
  FixedChoices choices;
  return Check(h, choices);
}

TEST(Simulation, ATranslatedAccessPassesWhereAtschkIsDropped) {
  EXPECT_EQ(CheckUnder("bug-43", variants::kV1), "");
}

TEST(Simulation, AStalledAccessIsTerminated) {
  EXPECT_EQ(CheckUnder("bug-51", variants::kRepaired), "");
}

/// Another agent names another table while the driver probes; the driver then makes a fresh one.
TEST(Simulation, TheTableIsReplacedTwice) {
  HandOver h = Example();
  const std::uint64_t cr0 = SpecOf(Reg::CR0).offset;
  const std::uint64_t base = SpecOf(Reg::STRTAB_BASE).offset;
  for (const MemoryWord& word : {MemoryWord{cr0, 0}, {base, 0x4000'0000'4000'0800}, {cr0, 1}}) {
    h.schedule.actions.push_back(
        {.when = {0, 7}, .kind = ActionKind::kWriteRegister, .word = word});
  }
  h.schedule.faults = {{FaultPoint::kHeapL2Pointers, 0}};
  FixedChoices choices;
  EXPECT_EQ(Check(h, choices), "");
}

/// The first probe has given up with a fresh table in STRTAB_BASE.
TEST(Simulation, AFullResetIsProbedAgain) {
  for (const Policy& policy : {policies::kFullResetAbort, policies::kFullResetBypass}) {
    HandOver h = Example();
    h.config.policy = policy;
    h.calls.insert(h.calls.begin(), {.kind = CallKind::kProbe});
    h.schedule.faults = {{FaultPoint::kRegisterSysfs, 0}};
    FixedChoices choices;
    EXPECT_EQ(Check(h, choices), "") << policy.name;
  }
}

TEST(Simulation, WithoutDmaInFlight) {
  HandOver h = Example();
  for (HandOverDevice& d : h.devices) d.in_flight.clear();
  FixedChoices choices;
  EXPECT_EQ(Check(h, choices), "");
}

TEST(Simulation, ChangesNothing) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    HandOverRunner runner(CleanCrash(seed));
    FixedChoices choices;
    const HandOverResult plain = runner.Run(choices);
    const HandOverResult followed = RunFollowed(runner, choices).result;
    EXPECT_EQ(plain.violations, followed.violations);
    EXPECT_EQ(plain.driver_steps, followed.driver_steps);
    EXPECT_EQ(plain.transactions, followed.transactions);
  }
}

/// The run, followed by a protocol without one action, or with another effect.
bool Notices(const HandOver& h, const Simulation::ActionSource& source) {
  Simulation simulation(source);
  FixedChoices choices;
  HandOverRunner(h).Run(choices, &simulation);
  return simulation.mismatch().has_value();
}

/// Tells all actions but those of a name.
Simulation::ActionSource Without(std::string_view name) {
  return [name](const Setting& s, const State& p, const Inputs& in, Sink& to) {
    for (const GuardedAction<Concrete>& a : AllActions(s, p, in)) {
      if (a.name != name && a.Enabled()) to.Add(a.name, a.party, {}, a.next, a.stream);
    }
  };
}

TEST(Simulation, NoticesAGuardThatIsNeverTrue) {
  std::size_t needed = 0;
  for (const Variant& v : {kNewestVariant, variants::kStatusQuo}) {
    HandOver h = Example();
    h.config.variant = v;
    Simulation whole;
    FixedChoices choices;
    HandOverRunner(h).Run(choices, &whole);
    for (const std::string_view name : whole.taken()) needed += Notices(h, Without(name));
  }
  EXPECT_GE(needed, 18u);
}

TEST(Simulation, NoticesAWrongEffect) {
  const auto without_smmuen = [](const Setting& s, const State& p, const Inputs& in, Sink& to) {
    for (GuardedAction<Concrete>& a : AllActions(s, p, in)) {
      if (a.name == "CR0 := what is retained") a.next.cr0 = {};
      if (a.Enabled()) to.Add(a.name, a.party, {}, a.next, a.stream);
    }
  };
  EXPECT_TRUE(Notices(Example(), without_smmuen));
}

/// The protocol of one version does not explain the run of another.
TEST(Simulation, NoticesAnotherVersion) {
  const auto as_status_quo = [](Setting s, const State& p, const Inputs& in, Sink& to) {
    s.variant = variants::kStatusQuo;
    TellActions(s, p, in, to);
  };
  EXPECT_TRUE(Notices(Example(), as_status_quo));
}

}  // namespace
}  // namespace quiesce
