#include "spec/choice_specs.h"

#include <gtest/gtest.h>

#include <string>

namespace quiesce {
namespace {

/// Picks the last alternative and counts how often it was asked.
class LastOne : public Choices {
 public:
  unsigned Pick(ChoicePoint, unsigned alternatives) override {
    ++asked;
    return alternatives - 1;
  }
  unsigned asked = 0;
};

TEST(ChoiceSpecs, IdsAreConsecutiveAndFollowThePoints) {
  for (std::size_t i = 0; i < kChoicePointCount; ++i) {
    const ChoiceSpec* spec = FindChoiceSpec(static_cast<ChoicePoint>(i));
    ASSERT_NE(spec, nullptr);
    EXPECT_EQ(spec->id, "CU-" + std::to_string(i + 1));
    EXPECT_FALSE(spec->source.empty());
  }
}

TEST(ChoiceSpecs, SmmuV3p2IgnoresWritesToGuardedRegisters) {
  for (const ChoicePoint point :
       {ChoicePoint::kCr1Guarded, ChoicePoint::kCr2Guarded, ChoicePoint::kGbpaDuringUpdate,
        ChoicePoint::kGbpaWithoutUpdate, ChoicePoint::kStrtabGuarded,
        ChoicePoint::kQueueRegisterGuarded, ChoicePoint::kIrqCfgGuarded}) {
    LastOne choices;
    EXPECT_EQ(PickPermitted(choices, point, kSmmuV3p2), 0u);
    EXPECT_EQ(choices.asked, 0u);
    EXPECT_GT(PickPermitted(choices, point, kSmmuV3p1), 0u);
    EXPECT_EQ(choices.asked, 1u);
  }
}

TEST(ChoiceSpecs, PointersOutOfRangeDependOnTheVersionAndTheStages) {
  for (const ChoicePoint point :
       {ChoicePoint::kS1ContextPtrOutOfRange, ChoicePoint::kL1CdPtrOutOfRange}) {
    EXPECT_EQ(PermittedAlternatives(*FindChoiceSpec(point, 0), kSmmuV3p0), 3u);
    EXPECT_EQ(PermittedAlternatives(*FindChoiceSpec(point, 0), kSmmuV3p1), 1u);
    EXPECT_EQ(PermittedAlternatives(*FindChoiceSpec(point, 1), kSmmuV3p0), 3u);
    EXPECT_EQ(PermittedAlternatives(*FindChoiceSpec(point, 1), kSmmuV3p1), 2u);
    EXPECT_EQ(FindChoiceSpec(point, 2), nullptr);
  }
}

TEST(ChoiceSpecs, UnknownValuesArePickedSixteenBitsAtATime) {
  LastOne choices;
  EXPECT_EQ(choices.Unknown(ChoicePoint::kResetValue, 20), 0xFFFFFu);
  EXPECT_EQ(choices.asked, 2u);
  EXPECT_EQ(choices.Unknown(ChoicePoint::kResetValue, 64), ~std::uint64_t{0});
  EXPECT_EQ(choices.Unknown(ChoicePoint::kResetValue, 0), 0u);
}

}  // namespace
}  // namespace quiesce
