#include "spec/rules/ste_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "spec/rules/ste_rule_examples.h"

namespace quiesce {
namespace {

using Example = SteExample;

std::vector<std::string> Broken(const Example& e) {
  AllRules<Concrete, SteRule> sink;
  StreamRules(e, sink);
  std::vector<std::string> ids;
  for (const auto& entry : sink.entries()) {
    if (entry.broken) ids.emplace_back(SpecOf(entry.rule).id);
  }
  return ids;
}

std::optional<SteRule> First(const Example& e) {
  return FirstSteViolation(e.ste, Rederived(e.caps), e.choices);
}

TEST(SteRulesTest, EachRuleFiresAlone) {
  std::set<SteRule> covered;
  for (const RuleAlone<SteRule, SteExample>& c : kSteRuleAlone) {
    const std::string id(SpecOf(c.rule).id);
    Example e;
    c.change(e);
    EXPECT_THAT(Broken(e), testing::ElementsAre(id));
    EXPECT_EQ(First(e), c.rule) << id;
    covered.insert(c.rule);
  }
  EXPECT_EQ(covered.size(), kSteRuleCount);
}

TEST(SteRulesTest, RuleIdsAreDistinctAndEachRuleIsStreamedOnce) {
  std::set<std::string_view> ids;
  for (const RuleSpec& r : kSteRules) EXPECT_TRUE(ids.insert(r.id).second) << r.id;
  AllRules<Concrete, SteRule> sink;
  const Example e;
  SteRules(e.ste, e.caps, e.choices, sink);
  std::vector<SteRule> streamed;
  for (const auto& entry : sink.entries()) streamed.push_back(entry.rule);
  EXPECT_TRUE(std::is_sorted(streamed.begin(), streamed.end()));
  EXPECT_EQ(std::set<SteRule>(streamed.begin(), streamed.end()).size(), kSteRuleCount);
  EXPECT_EQ(streamed.size(), kSteRuleCount);
}

TEST(SteRulesTest, AnExampleOfEveryConfigIsLegal) {
  for (unsigned config = 0; config < 8; ++config) {
    Example e;
    e.ste = ExampleSte(config);
    EXPECT_THAT(Broken(e), testing::IsEmpty()) << config;
    e.ste = ExampleLpaeSte(config);
    EXPECT_THAT(Broken(e), testing::IsEmpty()) << config;
    EXPECT_EQ(First(e), std::nullopt);
  }
}

TEST(SteRulesTest, AnAbortingSteIsLegalWhateverElseItHolds) {
  for (unsigned config = 0; config < 4; ++config) {
    Example e = GarbageSte(config);
    e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
    EXPECT_THAT(Broken(e), testing::IsEmpty());
  }
}

TEST(SteRulesTest, ABypassingSteIgnoresBothStages) {
  EXPECT_THAT(Broken(GarbageSte(4)), testing::IsEmpty());
}

TEST(SteRulesTest, AnInvalidSteBreaksOnlyThat) {
  Example e = GarbageSte(7);
  Set<"V">(e.ste, 0);
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-V"));
}

TEST(SteRulesTest, AStage1SteIgnoresStage2ExceptVmidAndS2s) {
  Example e;
  e.ste = ExampleSte(5);
  for (std::size_t i = 2; i < 4; ++i) e.ste.word(i) = Bits<Concrete, 64>(~std::uint64_t{0});
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  Set<"VMID16">(e.caps.idr0, 0);
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-S2VMID-8BIT"));
  Set<"STRW">(e.ste, 2);
  EXPECT_THAT(Broken(e), testing::IsEmpty()) << "no VMID in the EL2 world";
}

TEST(SteRulesTest, AStage2SteIgnoresStage1) {
  Example e;
  e.ste = ExampleSte(6);
  e.caps = ExampleCapsV3_0();
  Set<"S1CDMax">(e.ste, 31);
  Set<"S1STALLD">(e.ste, 1);
  Set<"STALL_MODEL">(e.caps.idr0, 1);
  Set<"S1Fmt">(e.ste, 1);
  Set<"STRW">(e.ste, 3);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(SteRulesTest, EatsIsIgnoredWithoutAts) {
  Example e;
  Set<"EATS">(e.ste, 2);
  Set<"S2S">(e.ste, 1);
  Set<"ATS">(e.caps.idr0, 0);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(SteRulesTest, FullAtsLooksAtS2sOfStage1StesOnlyInV3_0AndOnlyByChoice) {
  Example e;
  e.ste = ExampleSte(5);
  Set<"EATS">(e.ste, 1);
  Set<"S2S">(e.ste, 1);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  e.choices.full_ats_with_s2s_is_illegal_without_stage2 = Bool<Concrete>(true);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  e.caps = ExampleCapsV3_0();
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-EATS-FULL-S2S-S1"));
}

TEST(SteRulesTest, CdTableFieldsAreIgnoredWithoutSubstreams) {
  Example e;
  Set<"CD2L">(e.caps.idr0, 0);
  Set<"S1CDMax">(e.ste, 31);
  Set<"S1Fmt">(e.ste, 1);
  Set<"SSIDSIZE">(e.caps.idr1, 0);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(SteRulesTest, ReservedS1FmtActsAsLinear) {
  Example e;
  Set<"CD2L">(e.caps.idr0, 0);
  Set<"S1Fmt">(e.ste, 3);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(SteRulesTest, S1ContextPtrOutOfRangeIsAChoiceWithStage2OrInV3_0) {
  Example e;
  Set<"OAS">(e.caps.idr5, 4);
  SetAddr<"S1ContextPtr">(e.ste, std::uint64_t{1} << 44);
  e.choices.s1contextptr_out_of_range_is_illegal = Bool<Concrete>(false);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  Set<"Config">(e.ste, 5);
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-S1CONTEXTPTR-RANGE"));
  Set<"ArchMinorRev">(e.caps.aidr, 0);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(SteRulesTest, S1ContextPtrOfANestedSteMayUseAnIpaBeyondOas) {
  Example e;
  Set<"OAS">(e.caps.idr5, 1);  // 36-bit PA; LPAE makes IAS 40
  SetAddr<"S1ContextPtr">(e.ste, std::uint64_t{1} << 39);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  Set<"Config">(e.ste, 5);
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-S1CONTEXTPTR-RANGE"));
}

TEST(SteRulesTest, AddressBitsThatV3_0DoesNotHaveAreIgnoredOrRefusedAsReserved) {
  Example e;
  e.caps = ExampleCapsV3_0();
  SetAddr<"S1ContextPtr">(e.ste, std::uint64_t{1} << 48);
  SetAddr<"S2TTB">(e.ste, std::uint64_t{1} << 51);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-RES0"));
}

TEST(SteRulesTest, SoftwareAndImplementationDefinedBitsAreNotReserved) {
  Example e;
  e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
  Set<"SW_RESERVED">(e.ste, 15);
  Set<"NSCFG">(e.ste, 3);
  e.ste.word(1) = e.ste.word(1) | Bits<Concrete, 64>(0xFFF0'0000'0000'0000);
  e.ste.word(4) = Bits<Concrete, 64>(0xFFFF);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(SteRulesTest, S2t0szOutOfRangeIsAChoiceInV3_0) {
  Example e;
  e.caps = ExampleCapsV3_0();
  Set<"S2SL0">(e.ste, 0);
  Set<"S2T0SZ">(e.ste, 40);
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-S2T0SZ-RANGE"));
  e.choices.s2t0sz_out_of_range_is_illegal = Bool<Concrete>(false);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  Set<"ArchMinorRev">(e.caps.aidr, 1);
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-S2T0SZ-RANGE"));
}

TEST(SteRulesTest, ReservedS2psAndUnusedDirtyUpdateAreLegal) {
  Example e;
  Set<"S2PS">(e.ste, 7);
  Set<"S2HD">(e.ste, 1);  // without S2HA it acts as off
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(SteRulesTest, LpaeTablesAreLimitedTo40Bits) {
  Example e;
  e.ste = ExampleLpaeSte(6);
  Set<"S2PS">(e.ste, 6);
  SetAddr<"S2TTB">(e.ste, std::uint64_t{1} << 40);
  EXPECT_THAT(Broken(e), testing::ElementsAre("STE-S2TTB-RANGE"));
}

TEST(SteRulesTest, FirstViolationFollowsTheOrderOfTheSource) {
  EXPECT_EQ(First(GarbageSte(7)), SteRule::kS1stalldModel);
  Example e = GarbageSte(7);
  Set<"S2P">(e.caps.idr0, 0);
  EXPECT_EQ(First(e), SteRule::kStage2Absent);
}

}  // namespace
}  // namespace quiesce
