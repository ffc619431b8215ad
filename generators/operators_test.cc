#include "generators/operators.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "generators/hand_over.h"
#include "model/world/render.h"

namespace quiesce {
namespace {

HandOver Drawn(std::uint64_t seed) {
  Prng p(CaseSeed(seed, "operators", 0));
  return DrawHandOver(p, {.wide = true});
}

bool SameImage(const Image& a, const Image& b) {
  return a.registers == b.registers && a.memory == b.memory;
}

/// What someone who runs the hand-over can see of the damage.
bool Shows(const HandOver& before, const HandOver& after) {
  return before.caches != after.caches || before.schedule != after.schedule ||
         !SameImage(CrashedImage(before), CrashedImage(after));
}

TEST(CorruptionOperators, AreManyAndNamedOnce) {
  EXPECT_GE(CorruptionOperators().size(), 50u);
  std::set<std::string_view> names;
  for (const CorruptionOperator& op : CorruptionOperators()) {
    EXPECT_TRUE(names.insert(op.name).second) << op.name;
    EXPECT_FALSE(op.doc.empty()) << op.name;
    EXPECT_FALSE(op.cause.empty()) << op.name;
    EXPECT_NE(op.draw == nullptr, op.disturb == nullptr) << op.name;
    EXPECT_EQ(FindCorruption(op.name), &op);
  }
  EXPECT_EQ(FindCorruption("Melt"), nullptr);
}

TEST(CorruptionOperators, EachDrawsTheCorruptionOfItsName) {
  for (const CorruptionOperator& op : CorruptionOperators()) {
    if (op.draw == nullptr) continue;
    unsigned drawn = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      HandOver h = Drawn(seed);
      auto& s = std::get<Scenario>(h.crashed);
      s.corruptions.clear();
      Prng p(seed);
      if (!Damage(op, p, h)) continue;
      ASSERT_EQ(s.corruptions.size(), 1u);
      EXPECT_EQ(CorruptionName(s.corruptions[0].index()), op.name);
      ++drawn;
    }
    EXPECT_GT(drawn, 0u) << op.name;
  }
}

TEST(CorruptionOperators, EachChangesWhatIsSeen) {
  for (const CorruptionOperator& op : CorruptionOperators()) {
    unsigned applied = 0;
    unsigned shown = 0;
    for (std::uint64_t seed = 0; applied < 12 && seed < 2000; ++seed) {
      HandOver h = Drawn(seed);
      const HandOver before = h;
      Prng p(seed);
      if (!Damage(op, p, h)) {
        EXPECT_EQ(h, before) << op.name << " says that it does not apply";
        continue;
      }
      ++applied;
      shown += Shows(before, h);
    }
    EXPECT_EQ(applied, 12u) << op.name;
    EXPECT_GE(shown, 4u) << op.name;
  }
}

/// Where there is nothing to damage, and the table says so.
TEST(CorruptionOperators, SayWhenTheyDoNotApply) {
  Scenario empty;
  empty.stream_table.format = TableFormat::kLinear;
  for (const CorruptionOperator& op : CorruptionOperators()) {
    HandOver h;
    h.crashed = empty;
    Prng p(1);
    EXPECT_EQ(Damage(op, p, h), op.needs.empty()) << op.name;
  }
}

TEST(CorruptionOperators, OnlyAScenarioIsDamaged) {
  HandOver h;
  h.crashed = Image();
  Prng p(1);
  for (const CorruptionOperator& op : CorruptionOperators()) EXPECT_FALSE(Damage(op, p, h));
}

}  // namespace
}  // namespace quiesce
