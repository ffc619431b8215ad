// Every step of a concrete hand-over is an action of the protocol.
#include "model/protocol/simulation.h"

#include <gtest/gtest.h>

#include "model/protocol/actions.h"
#include "model/smmu/fixed_choices.h"
#include "properties/handover/clean_crash.h"
#include "properties/handover/example.h"
#include "properties/handover/followed_run.h"
#include "properties/handover/recipes.h"

namespace quiesce {
namespace {

/// What does not fit; empty if all does.
std::string Check(const HandOver& h, Choices& choices) {
  HandOverRunner runner(h);
  return RunFollowed(runner, h, choices).mismatch;
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
    if (recipe.make == nullptr || HasLargeTables(recipe.bug)) continue;
    const HandOver h = recipe.make();
    RecipeAnswers choices(recipe.choices);
    EXPECT_EQ(Check(h, choices), "") << recipe.bug;
  }
}

constexpr FollowedDma kOfExample{DmaId{0, 0}, DmaId{1, 0}};

/// The run of the example, followed by a protocol without one action, or with another effect.
bool Notices(const HandOver& h, const Simulation::ActionSource& source) {
  Simulation simulation(kOfExample, source);
  FixedChoices choices;
  HandOverRunner(h).Run(choices, &simulation);
  return simulation.mismatch().has_value();
}

TEST(Simulation, NoticesAGuardThatIsNeverTrue) {
  std::size_t needed = 0;
  for (const Variant& v : {kNewestVariant, variants::kStatusQuo}) {
    HandOver h = Example();
    h.config.variant = v;
    Simulation whole(kOfExample);
    FixedChoices choices;
    HandOverRunner(h).Run(choices, &whole);
    for (const std::string_view name : whole.taken()) {
      needed += Notices(
          h, [&](const Setting& s, const Protocol<Concrete>& p, const ActionInputs<Concrete>& in) {
            std::vector<GuardedAction<Concrete>> all = AllActions(s, p, in);
            std::erase_if(all, [&](const auto& a) { return a.name == name; });
            return all;
          });
    }
  }
  EXPECT_GE(needed, 18u);
}

TEST(Simulation, NoticesAWrongEffect) {
  const auto without_smmuen = [](const Setting& s, const Protocol<Concrete>& p,
                                 const ActionInputs<Concrete>& in) {
    std::vector<GuardedAction<Concrete>> all = AllActions(s, p, in);
    for (auto& a : all) {
      if (a.name == "CR0 := what is retained") a.next.cr0 = {};
    }
    return all;
  };
  EXPECT_TRUE(Notices(Example(), without_smmuen));
}

/// The protocol of one version does not explain the run of another.
TEST(Simulation, NoticesAnotherVersion) {
  const auto as_status_quo = [](Setting s, const Protocol<Concrete>& p,
                                const ActionInputs<Concrete>& in) {
    s.variant = variants::kStatusQuo;
    return AllActions(s, p, in);
  };
  EXPECT_TRUE(Notices(Example(), as_status_quo));
}

}  // namespace
}  // namespace quiesce
