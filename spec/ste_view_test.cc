#include "spec/ste_view.h"

#include <gtest/gtest.h>

#include "spec/rules/legal_examples.h"

namespace quiesce {
namespace {

using World = StreamWorld<Concrete>;
using Flag = Bool<Concrete>;

bool SameWorld(const World& a, const World& b) { return bool(a == b); }

World WorldOf(unsigned config, unsigned strw, bool e2h, const Caps<Concrete>& caps) {
  Ste<Concrete> ste = ExampleSte(config);
  Set<"STRW">(ste, strw);
  return StreamWorldOf(ste, caps, Flag(e2h));
}

TEST(SteViewTest, StrwAndE2hSelectTheWorldOfStage1Stes) {
  const Caps<Concrete> caps = ExampleCaps();
  EXPECT_TRUE(SameWorld(WorldOf(5, 0, true, caps), World::NsEl1()));
  EXPECT_TRUE(SameWorld(WorldOf(5, 2, false, caps), World::NsEl2()));
  EXPECT_TRUE(SameWorld(WorldOf(5, 2, true, caps), World::NsEl2E2h()));
}

TEST(SteViewTest, StrwIsIgnoredWithStage2OrWithoutHyp) {
  Caps<Concrete> caps = ExampleCaps();
  EXPECT_TRUE(SameWorld(WorldOf(6, 2, true, caps), World::NsEl1()));
  EXPECT_TRUE(SameWorld(WorldOf(7, 2, true, caps), World::NsEl1()));
  Set<"Hyp">(caps.idr0, 0);
  EXPECT_TRUE(SameWorld(WorldOf(5, 2, true, caps), World::NsEl1()));
}

bool Tagged(unsigned config, unsigned strw, const Caps<Concrete>& caps) {
  Ste<Concrete> ste = ExampleSte(config);
  Set<"STRW">(ste, strw);
  return bool(VmidIsUsed(ste, caps));
}

TEST(SteViewTest, VmidTagsEveryTranslationOfTheEl1WorldWhereStage2Exists) {
  Caps<Concrete> caps = ExampleCaps();
  for (unsigned config = 0; config < 8; ++config) EXPECT_EQ(Tagged(config, 0, caps), config > 4);
  EXPECT_FALSE(Tagged(5, 2, caps));
  EXPECT_TRUE(Tagged(7, 2, caps));
  Set<"S2P">(caps.idr0, 0);
  EXPECT_FALSE(Tagged(5, 0, caps));
}

unsigned Eats(unsigned config, unsigned eats, bool ats, bool atschk) {
  Caps<Concrete> caps = ExampleCaps();
  Set<"ATS">(caps.idr0, ats);
  Ste<Concrete> ste = ExampleSte(config);
  Set<"EATS">(ste, eats);
  return static_cast<unsigned>(EffectiveEats(ste, caps, Flag(atschk)).raw());
}

TEST(SteViewTest, EffectiveEats) {
  EXPECT_EQ(Eats(7, 1, true, false), 1u);
  EXPECT_EQ(Eats(7, 2, true, true), 2u);
  EXPECT_EQ(Eats(7, 2, true, false), 0u) << "split-stage ATS without ATSCHK";
  EXPECT_EQ(Eats(7, 3, true, true), 0u) << "no DPT";
  EXPECT_EQ(Eats(7, 1, false, true), 0u);
  EXPECT_EQ(Eats(4, 1, true, true), 0u);
  for (unsigned config = 0; config < 4; ++config) EXPECT_EQ(Eats(config, 1, true, true), 0u);
}

}  // namespace
}  // namespace quiesce
