// A translation reads nothing outside the tables that its configuration describes.
#include "properties/meta/fetch_bounds.h"

#include <gtest/gtest.h>

#include <iostream>

#include "model/smmu/testing/rig.h"
#include "model/smmu/translate.h"
#include "properties/meta/drawn_world.h"
#include "properties/meta/random_choices.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kSeed = 0x51D0'0004;
constexpr unsigned kWorlds = 4000;
constexpr unsigned kTransactions = 16;

class ReadsInBounds : public ::testing::TestWithParam<WorldFamily> {};

TEST_P(ReadsInBounds, OfEveryDraw) {
  DrawnWorld world;
  unsigned reads = 0;
  for (unsigned i = 0; i < kWorlds && !HasFailure(); ++i) {
    const std::uint64_t seed = CaseSeed(kSeed, NameOf(GetParam()), i);
    world.Draw(GetParam(), seed);
    const SmmuView smmu = world.view();
    RandomChoices choices(seed);
    for (unsigned n = 0; n < kTransactions; ++n) {
      const Transaction t = world.NextTransaction();
      FetchBounds bounds(smmu, t);
      Translate(smmu, t, choices, bounds);
      EXPECT_EQ(bounds.violation(), "") << "seed " << seed << " transaction " << n;
      reads += bounds.reads();
    }
  }
  std::cout << NameOf(GetParam()) << ": " << reads << " reads in bounds\n";
  EXPECT_GT(reads, kWorlds / 20);
}

INSTANTIATE_TEST_SUITE_P(Families, ReadsInBounds, ::testing::ValuesIn(kWorldFamilies),
                         [](const auto& info) { return std::string(NameOf(info.param)); });

/// Tells a FetchBounds of a read, at another address.
struct Retell {
  FetchBounds& to;
  std::uint64_t flip;

  void operator()(const Fetched<L1Std<Concrete>>& f) { to.FetchL1Std(f.address ^ flip, f.record); }
  void operator()(const Fetched<Ste<Concrete>>& f) { to.FetchSte(f.address ^ flip, f.record); }
  void operator()(const Fetched<L1Cd<Concrete>>& f) { to.FetchL1Cd(f.address ^ flip, f.record); }
  void operator()(const Fetched<Cd<Concrete>>& f) { to.FetchCd(f.address ^ flip, f.record); }
  void operator()(WalkStep step) {
    step.address ^= flip;
    to.Walked(step);
  }
  void operator()(const StageOutput& s) { to.Translated(s.stage, s.input, s.output); }
  template <class Other>
  void operator()(const Other&) {}
};

bool IsRead(const TraceStep& s) {
  return !std::holds_alternative<StageOutput>(s) && !std::holds_alternative<DescriptorUpdate>(s) &&
         !std::holds_alternative<const RuleSpec*>(s) && !std::holds_alternative<Event>(s);
}

TEST(FetchBoundsTest, EachReadOfANestedTranslationIsSeenWhereItIsNotDue) {
  testing::Rig rig;
  rig.MapNested();
  const Transaction t = testing::Read();
  ASSERT_EQ(rig.Run(t).verdict, Verdict::kComplete);
  const std::vector<TraceStep>& steps = rig.trace.steps();
  const SmmuView smmu = View(rig.image());
  for (std::size_t wrong = 0; wrong < steps.size(); ++wrong) {
    if (!IsRead(steps[wrong])) continue;
    FetchBounds bounds(smmu, t);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      std::visit(Retell{bounds, i == wrong ? std::uint64_t{1} << 30 : 0}, steps[i]);
    }
    EXPECT_NE(bounds.violation(), "") << "step " << wrong;
  }
}

TEST(FetchBoundsTest, ATableOneEntryShorterIsExceeded) {
  testing::Rig rig;
  rig.MapStage2();
  const Transaction t = testing::Read();
  SmmuView shorter = View(rig.image());
  shorter.strtab.sid_bits = Bits<Concrete, 6>(2);  // kSid is 5
  FetchBounds bounds(shorter, t);
  Translate(View(rig.image()), t, rig.choices, bounds);
  EXPECT_NE(bounds.violation(), "");
}

}  // namespace
}  // namespace quiesce
