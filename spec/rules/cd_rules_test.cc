#include "spec/rules/cd_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "spec/rules/cd_rule_examples.h"

namespace quiesce {
namespace {

using World = StreamWorld<Concrete>;

using Example = CdExample;

std::vector<std::string> Broken(const Example& e) {
  AllRules<Concrete, CdRule> sink;
  StreamRules(e, sink);
  std::vector<std::string> ids;
  for (const auto& entry : sink.entries()) {
    if (entry.broken) ids.emplace_back(SpecOf(entry.rule).id);
  }
  return ids;
}

std::optional<CdRule> First(const Example& e) {
  return FirstCdViolation(e.cd, e.ste, e.world, Rederived(e.caps), e.choices);
}

TEST(CdRulesTest, EachRuleFiresAlone) {
  std::set<CdRule> covered;
  for (const RuleAlone<CdRule, CdExample>& c : kCdRuleAlone) {
    const std::string id(SpecOf(c.rule).id);
    Example e;
    c.change(e);
    EXPECT_THAT(Broken(e), testing::ElementsAre(id));
    EXPECT_EQ(First(e), c.rule) << id;
    covered.insert(c.rule);
  }
  EXPECT_EQ(covered.size(), kCdRuleCount);
}

TEST(CdRulesTest, RuleIdsAreDistinctAndEachRuleIsStreamedOnce) {
  std::set<std::string_view> ids;
  for (const RuleSpec& r : kCdRules) EXPECT_TRUE(ids.insert(r.id).second) << r.id;
  AllRules<Concrete, CdRule> sink;
  const Example e;
  CdRules(e.cd, e.ste, e.world, e.caps, e.choices, sink);
  std::vector<CdRule> streamed;
  for (const auto& entry : sink.entries()) streamed.push_back(entry.rule);
  EXPECT_TRUE(std::is_sorted(streamed.begin(), streamed.end()));
  EXPECT_EQ(std::set<CdRule>(streamed.begin(), streamed.end()).size(), kCdRuleCount);
  EXPECT_EQ(streamed.size(), kCdRuleCount);
}

TEST(CdRulesTest, TheExampleIsLegalInEveryWorldThatTakesItsFormat) {
  for (const World& world : {World::NsEl1(), World::NsEl2(), World::NsEl2E2h()}) {
    Example e;
    e.world = world;
    EXPECT_THAT(Broken(e), testing::IsEmpty());
  }
  Example e = LpaeCd();
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  e.world = World::NsEl2();
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(CdRulesTest, ADisabledHalfIsNotChecked) {
  Example e;
  BreakUpperHalf(e.cd);
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-T1SZ-RANGE", "CD-TG1-GRANULE", "CD-TTB1-RANGE"));
  Set<"EPD1">(e.cd, 1);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(CdRulesTest, BothHalvesDisabledIgnoresEndianness) {
  Example e;
  Set<"TTENDIAN">(e.caps.idr0, 3);
  Set<"EPD0">(e.cd, 1);
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-ENDI"));
  Set<"EPD1">(e.cd, 1);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

TEST(CdRulesTest, TheEl2WorldHasNoUpperHalfNoAsidAndIgnoresEpd) {
  Example e;
  e.world = World::NsEl2();
  BreakUpperHalf(e.cd);
  Set<"ASID">(e.cd, 0x100);
  Set<"ASID16">(e.caps.idr0, 0);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  Set<"EPD0">(e.cd, 1);
  Set<"T0SZ">(e.cd, 0);
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-T0SZ-RANGE"));
  e.world = World::NsEl2E2h();
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-ASID-8BIT", "CD-T1SZ-RANGE", "CD-TG1-GRANULE",
                                              "CD-TTB1-RANGE"));
}

TEST(CdRulesTest, LpaeIgnoresSizesGranulesIpsAndHttu) {
  Example e = LpaeCd();
  Set<"T0SZ">(e.cd, 63);
  Set<"T1SZ">(e.cd, 63);
  Set<"TG0">(e.cd, 3);
  Set<"TG1">(e.cd, 0);
  Set<"IPS">(e.cd, 0);
  Set<"HA">(e.cd, 1);
  Set<"HD">(e.cd, 1);
  Set<"HTTU">(e.caps.idr0, 0);
  SetAddr<"TTB0">(e.cd, (std::uint64_t{1} << 40) - 32);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  SetAddr<"TTB1">(e.cd, std::uint64_t{1} << 40);
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-TTB1-RANGE"));
}

TEST(CdRulesTest, TableBasesAreCheckedAgainstIpsCappedToOas) {
  Example e;
  Set<"IPS">(e.cd, 6);
  Set<"OAS">(e.caps.idr5, 2);
  SetAddr<"TTB0">(e.cd, std::uint64_t{1} << 40);
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-TTB0-RANGE"));
}

/// The sizes that are legal for a granule, as [least, greatest].
struct SizeRange {
  unsigned tg0;
  bool vax;
  bool stt;
  unsigned least;
  unsigned greatest;
};

TEST(CdRulesTest, TxszLimitsDependOnGranuleVaxAndStt) {
  for (const SizeRange& r : {SizeRange{0, false, false, 16, 39},
                             {0, true, false, 16, 39},
                             {0, true, true, 16, 48},
                             {2, true, true, 16, 48},
                             {1, false, false, 16, 39},
                             {1, true, false, 12, 39},
                             {1, true, true, 12, 47}}) {
    Example e;
    Set<"TG0">(e.cd, r.tg0);
    Set<"VAX">(e.caps.idr5, r.vax);
    Set<"STT">(e.caps.idr3, r.stt);
    for (unsigned t0sz = 0; t0sz < 64; ++t0sz) {
      Set<"T0SZ">(e.cd, t0sz);
      EXPECT_EQ(First(e).has_value(), t0sz < r.least || t0sz > r.greatest) << r.tg0 << " " << t0sz;
    }
  }
}

TEST(CdRulesTest, TxszOutOfRangeIsAChoiceInV3_0) {
  Example e;
  e.caps = ExampleCapsV3_0();
  Set<"T0SZ">(e.cd, 15);
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-T0SZ-RANGE"));
  e.choices.txsz_out_of_range_is_illegal = Bool<Concrete>(false);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  Set<"ArchMinorRev">(e.caps.aidr, 1);
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-T0SZ-RANGE"));
}

TEST(CdRulesTest, BitsThatANonSecureStreamIgnoresAreNotReserved) {
  Example e;
  e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
  e.cd.word(1) = e.cd.word(1) | Bits<Concrete, 64>(0xF000'0000'0000'0001);
  e.cd.word(2) = e.cd.word(2) | Bits<Concrete, 64>(0xF000'0000'0000'0001);
  e.cd.word(5) = Bits<Concrete, 64>(0xFFFF'FFFF);
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  e.caps = ExampleCapsV3_0();
  EXPECT_THAT(Broken(e), testing::ElementsAre("CD-RES0"));
}

}  // namespace
}  // namespace quiesce
