#include "spec/rules/cd_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "spec/rules/legal_examples.h"

namespace quiesce {
namespace {

using World = StreamWorld<Concrete>;

struct Example {
  Cd<Concrete> cd = ExampleCd();
  Ste<Concrete> ste = ExampleSte(5);
  World world = World::NsEl1();
  Caps<Concrete> caps = ExampleCaps();
  CdRuleChoices<Concrete> choices;
};

std::vector<std::string> Broken(const Example& e) {
  AllRules<Concrete, CdRule> sink;
  CdRules(e.cd, e.ste, e.world, Rederived(e.caps), e.choices, sink);
  std::vector<std::string> ids;
  for (const auto& entry : sink.entries()) {
    if (entry.broken) ids.emplace_back(SpecOf(entry.rule).id);
  }
  return ids;
}

std::optional<CdRule> First(const Example& e) {
  return FirstCdViolation(e.cd, e.ste, e.world, Rederived(e.caps), e.choices);
}

Example Lpae() {
  Example e;
  Set<"AA64">(e.cd, 0);
  return e;
}

/// A change to a legal CD of SMMUv3.2 that breaks one rule and no other.
struct AloneCase {
  CdRule rule;
  void (*change)(Example&);
};

const AloneCase kAlone[] = {
    {CdRule::kInvalid, [](Example& e) { Set<"V">(e.cd, 0); }},
    {CdRule::kStallDisabled,
     [](Example& e) {
       Set<"S">(e.cd, 1);
       Set<"S1STALLD">(e.ste, 1);
     }},
    {CdRule::kTermModel,
     [](Example& e) {
       Set<"A">(e.cd, 0);
       Set<"TERM_MODEL">(e.caps.idr0, 1);
     }},
    {CdRule::kStallUnsupported,
     [](Example& e) {
       Set<"S">(e.cd, 1);
       Set<"STALL_MODEL">(e.caps.idr0, 1);
     }},
    {CdRule::kStallForced, [](Example& e) { Set<"STALL_MODEL">(e.caps.idr0, 2); }},
    {CdRule::kEndiUnsupported, [](Example& e) { Set<"TTENDIAN">(e.caps.idr0, 3); }},
    {CdRule::kNoLpae,
     [](Example& e) {
       e = Lpae();
       Set<"TTF">(e.caps.idr0, 2);
     }},
    {CdRule::kLpaeInEl2E2h,
     [](Example& e) {
       e = Lpae();
       e.world = World::NsEl2E2h();
     }},
    {CdRule::kNoVmsa64, [](Example& e) { Set<"TTF">(e.caps.idr0, 1); }},
    {CdRule::kVmsa64OnLpaeStage2, [](Example& e) { e.ste = ExampleLpaeSte(7); }},
    {CdRule::kHttuAbsent,
     [](Example& e) {
       Set<"HA">(e.cd, 1);
       Set<"HTTU">(e.caps.idr0, 0);
     }},
    {CdRule::kHdDirtyAbsent,
     [](Example& e) {
       Set<"HD">(e.cd, 1);
       Set<"HTTU">(e.caps.idr0, 1);
     }},
    {CdRule::kAsidWide,
     [](Example& e) {
       Set<"ASID">(e.cd, 0x100);
       Set<"ASID16">(e.caps.idr0, 0);
     }},
    {CdRule::kT0szRange, [](Example& e) { Set<"T0SZ">(e.cd, 15); }},
    {CdRule::kT1szRange, [](Example& e) { Set<"T1SZ">(e.cd, 40); }},
    {CdRule::kTg0Unsupported, [](Example& e) { Set<"TG0">(e.cd, 3); }},
    {CdRule::kTtb0Range, [](Example& e) { SetAddr<"TTB0">(e.cd, std::uint64_t{1} << 44); }},
    {CdRule::kTtb0Range48Bits,
     [](Example& e) {
       Set<"IPS">(e.cd, 6);
       SetAddr<"TTB0">(e.cd, std::uint64_t{1} << 48);
     }},
    {CdRule::kTg1Unsupported, [](Example& e) { Set<"TG1">(e.cd, 0); }},
    {CdRule::kTtb1Range, [](Example& e) { SetAddr<"TTB1">(e.cd, std::uint64_t{1} << 44); }},
    {CdRule::kTtb1Range48Bits,
     [](Example& e) {
       Set<"IPS">(e.cd, 6);
       Set<"TG1">(e.cd, 1);
       SetAddr<"TTB1">(e.cd, std::uint64_t{1} << 51);
     }},
    {CdRule::kReservedBits,
     [](Example& e) {
       e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
       e.cd.word(7) = Bits<Concrete, 64>(1);
     }},
};

TEST(CdRulesTest, EachRuleFiresAlone) {
  std::set<CdRule> covered;
  for (const AloneCase& c : kAlone) {
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
  Example e = Lpae();
  EXPECT_THAT(Broken(e), testing::IsEmpty());
  e.world = World::NsEl2();
  EXPECT_THAT(Broken(e), testing::IsEmpty());
}

/// Every field of the upper half wrong.
void BreakUpperHalf(Cd<Concrete>& cd) {
  Set<"T1SZ">(cd, 0);
  Set<"TG1">(cd, 0);
  SetAddr<"TTB1">(cd, ~std::uint64_t{0});
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
  Example e = Lpae();
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
