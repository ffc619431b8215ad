#include "tools/mattering_text.h"

#include <gmock/gmock.h>

namespace quiesce {
namespace {

using testing::ElementsAre;
using Place = DamagedWord::Place;

Case CaseWithTables() {
  Case c;
  c.memory = {{&kL1StdFormat, 0x4000'0000, {0x4000'4009}, 0, 4},
              {&kSteFormat, 0x4000'4000, std::vector<std::uint64_t>(8), 0, 2}};
  return c;
}

std::vector<std::string> TextOf(const DamagedWord& word) {
  return MatteringText(CaseWithTables(), {{word}, 0, 64});
}

TEST(MatteringText, NamesTheFieldsThatAreDamaged) {
  EXPECT_THAT(TextOf({Place::kMemory, 0x4000'0008, 0x4000'4009, 0x4000'400C, 0x8000'000C}),
              ElementsAre("L1STD @0x40000008: Span = 12, mask 0xc"));
  EXPECT_THAT(TextOf({Place::kMemory, 0x4000'0008, 0x4000'4009, 0x4000'4040, 0x40}),
              ElementsAre("L1STD @0x40000008: Span = 0, mask 0x0 (no bit alone)",
                          "L1STD @0x40000008: L2Ptr = 0x40004040, mask 0x40"));
}

TEST(MatteringText, FindsTheStructureOfAWordWithinIt) {
  EXPECT_THAT(TextOf({Place::kMemory, 0x4000'4048, 0, 1, 1}),
              ElementsAre("STE @0x40004040: S1DSS = 1, mask 0x1"));
}

TEST(MatteringText, NamesRegistersAndTimes) {
  const std::uint64_t cfg = SpecOf(Reg::STRTAB_BASE_CFG).offset;
  EXPECT_THAT(TextOf({Place::kRegister, cfg, 0x1'0208, 0x1'0188, 0}),
              ElementsAre("STRTAB_BASE_CFG: SPLIT = 6, mask 0x0 (no bit alone)"));
  EXPECT_THAT(TextOf({Place::kLaterRegister, SpecOf(Reg::GERRORN).offset, 0, 1, 1}),
              ElementsAre(testing::HasSubstr("GERRORN as written later: ")));
  EXPECT_THAT(TextOf({Place::kCached, 0x4000'0000, 9, 0, 9}),
              ElementsAre(testing::HasSubstr("L1STD @0x40000000 as cached: Span = 0")));
}

TEST(MatteringText, GivesAWordThatNothingNamesWhole) {
  EXPECT_THAT(TextOf({Place::kLater, 0x7000'0000, 1, 2, 2}),
              ElementsAre("word @0x70000000 as stored later: value = 2, mask 0x2"));
}

TEST(MatteringText, SaysWhatItDidNotLookAt) {
  EXPECT_THAT(MatteringText(Case(), {{}, 3, 0}),
              ElementsAre("3 more damaged words were not looked at"));
}

}  // namespace
}  // namespace quiesce
