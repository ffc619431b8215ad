#include "reports/decode/broken_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/decode/encode.h"

namespace quiesce {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string_view> Ids(const FormatSpec& format, std::vector<std::string> fields,
                                  const RuleContext& context = {}) {
  const auto words = EncodeFields(format, fields);
  EXPECT_TRUE(words.ok()) << words.status();
  std::vector<std::string_view> ids;
  for (const RuleSpec* rule : BrokenRules(format, *words, context)) ids.push_back(rule->id);
  return ids;
}

TEST(BrokenRules, ALegalSteBreaksNone) {
  EXPECT_THAT(Ids(kSteFormat, {"V=1", "Config=stage 1", "S1ContextPtr=0x40000000"}), IsEmpty());
}

TEST(BrokenRules, EverySteRuleThatFiresIsListedInOrder) {
  EXPECT_THAT(Ids(kSteFormat, {"V=1", "Config=5", "STRW=1", "EATS=2"}),
              ElementsAre("STE-EATS-SPLIT-CONFIG", "STE-STRW-RESERVED"));
  EXPECT_THAT(Ids(kSteFormat, {"Config=5", "STRW=1"}), ElementsAre("STE-V"));
}

TEST(BrokenRules, TheSmmuAtHandRefusesMore) {
  RuleContext small;
  small.caps = MakeCaps<Concrete>({}, {}, {}, {}, {});
  const std::vector<std::string> ste = {"V=1", "Config=5"};
  EXPECT_THAT(Ids(kSteFormat, ste), IsEmpty());
  EXPECT_THAT(Ids(kSteFormat, ste, small), ElementsAre("STE-CONFIG-S1P"));
}

TEST(BrokenRules, ACdIsJudgedByTheSteThatLeadsToIt) {
  const std::vector<std::string> cd = {"V=1", "AA64=1", "S=1", "T0SZ=16", "EPD1=1"};
  EXPECT_THAT(Ids(kCdFormat, cd), IsEmpty());
  RuleContext behind;
  behind.ste.word(1) = Bits<Concrete, 64>(1ull << 27);  // S1STALLD
  EXPECT_THAT(Ids(kCdFormat, cd, behind), ElementsAre("CD-S-S1STALLD"));
}

TEST(BrokenRules, SpanIsJudgedByTheSplitOfItsTable) {
  const std::vector<std::string> l1std = {"Span=10", "L2Ptr=0x40000000"};
  EXPECT_THAT(Ids(kL1StdFormat, l1std), IsEmpty());
  RuleContext split8;
  split8.split = 8;
  EXPECT_THAT(Ids(kL1StdFormat, l1std, split8), ElementsAre("L1STD-SPAN-SPLIT"));
  EXPECT_THAT(Ids(kL1StdFormat, {"Span=13"}), ElementsAre("L1STD-SPAN-RESERVED"));
}

TEST(BrokenRules, OtherFormatsHaveNone) { EXPECT_THAT(Ids(kL1CdFormat, {"V=1"}), IsEmpty()); }

}  // namespace
}  // namespace quiesce
