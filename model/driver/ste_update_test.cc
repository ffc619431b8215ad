#include "model/driver/ste_update.h"

#include <gtest/gtest.h>

#include "model/driver/make_ste.h"
#include "model/driver/used_bits.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kCdTable1 = 0xF0F0'F0F0'F0C0;
constexpr std::uint64_t kCdTable2 = 0x4B'4B4B'4B40;
constexpr std::uint64_t kTermSsid0 = 2;
constexpr std::uint64_t kBypassSsid0 = 1;

EntryWords Words(const Ste<Concrete>& ste) { return RawWords(ste); }

EntryWords Abort() { return Words(AbortSte()); }
EntryWords Bypass() { return Words(BypassSte({})); }
EntryWords S1(SteOptions o, std::uint64_t s1dss = kTermSsid0, std::uint64_t table = kCdTable1) {
  return Words(Stage1Ste(o, {table, 31, kCdTableLeaf64K}, s1dss));
}
/// The driver's own tests leave the VMID 0, which a stage 1 STE has too.
EntryWords S2(SteOptions o, std::uint16_t vmid = 0) {
  return Words(Stage2Ste(o, {.root = 0xF1F1'F1F1'F1C0, .vmid = vmid}));
}

/// The same stage 2 with a guest's stage 1 in front, events merged.
EntryWords Nested(SteOptions o, std::uint64_t s1dss) {
  EntryWords ste = S2(o);
  const EntryWords guest = S1(o, s1dss);
  ste[0] = guest[0] | EntryWords(Words(With<"Config">(Ste<Concrete>(), 7)))[0];
  ste[1] |= guest[1];
  ste[1] |= Words(With<"MEV">(Ste<Concrete>(), 1))[1];
  return ste;
}

constexpr SteOptions kAts{.ats = true};
constexpr SteOptions kStall{.stall = true};

struct Transition {
  const char* name;
  EntryWords from;
  EntryWords to;
  bool hitless;
  unsigned driver_syncs;
  unsigned architecture_syncs;  ///< differs where one side takes more bits for used
  bool architecture_hitless = true;
};

/// The driver must keep the entry, in its used bits, at one of its two ends.
void ExpectNeverMixed(const Transition& t, const UsedBits& bits) {
  const UpdatePlan plan = PlanUpdate(t.from, t.to, bits);
  const EntryWords safe = bits.safe == nullptr ? EntryWords{} : bits.safe(t.from, t.to);
  for (const EntryWords& e : EntriesDuring(t.from, plan)) {
    EntryWords used = bits.used(e);
    for (std::size_t i = 0; i < used.size(); ++i) used[i] &= ~safe[i];
    const bool at_an_end = (e & used) == (t.from & used) || (e & used) == (t.to & used);
    EXPECT_TRUE(at_an_end || (!plan.hitless && (e[0] & 1) == 0)) << t.name;
  }
  EXPECT_EQ(EntriesDuring(t.from, plan).back(), t.to) << t.name;
}

class SteTransition : public testing::TestWithParam<Transition> {};

TEST_P(SteTransition, TheDriverTakesAsManySyncsAsItsOwnTestsSay) {
  const Transition& t = GetParam();
  const UpdatePlan plan = PlanUpdate(t.from, t.to, kDriverSte);
  EXPECT_EQ(plan.hitless, t.hitless);
  EXPECT_EQ(plan.Invalidations(), t.driver_syncs);
  ExpectNeverMixed(t, kDriverSte);
}

TEST_P(SteTransition, WithTheArchitecturesUsedBits) {
  const Transition& t = GetParam();
  const UpdatePlan plan = PlanUpdate(t.from, t.to, kArchitectureSte);
  EXPECT_EQ(plan.Invalidations(), t.architecture_syncs);
  EXPECT_EQ(plan.hitless, t.architecture_hitless);
  ExpectNeverMixed(t, kArchitectureSte);
}

INSTANTIATE_TEST_SUITE_P(
    KnownCounts, SteTransition,
    testing::Values(Transition{"BypassToAbort", Bypass(), Abort(), true, 2, 2},
                    Transition{"AbortToBypass", Abort(), Bypass(), true, 2, 2},
                    Transition{"S1ToAbort", S1(kAts), Abort(), true, 2, 2},
                    Transition{"AbortToS1", Abort(), S1(kAts), true, 2, 2},
                    Transition{"S1ToBypass", S1(kAts), Bypass(), true, 3, 3},
                    Transition{"BypassToS1", Bypass(), S1(kAts), true, 3, 3},
                    Transition{"S1DssToBypass", S1(kAts), S1(kAts, kBypassSsid0), true, 1, 1},
                    Transition{"S1DssToSsid0", S1(kAts, kBypassSsid0), S1(kAts), true, 1, 1},
                    Transition{"S1DssBypassToBypass", S1(kAts, kBypassSsid0), Bypass(), true, 2, 2},
                    Transition{"BypassToS1DssBypass", Bypass(), S1(kAts, kBypassSsid0), true, 2, 2},
                    Transition{"S2ToAbort", S2(kAts), Abort(), true, 2, 3},
                    Transition{"AbortToS2", Abort(), S2(kAts), true, 2, 2},
                    Transition{"S2ToBypass", S2(kAts), Bypass(), true, 2, 3},
                    Transition{"BypassToS2", Bypass(), S2(kAts), true, 2, 2},
                    Transition{"S1ToS2", S1(kAts), S2(kAts), true, 3, 3},
                    Transition{"S2ToS1", S2(kAts), S1(kAts), true, 3, 3},
                    Transition{"TwoWordsChange", S1(kAts), S1(kAts, kBypassSsid0, kCdTable2), false,
                               3, 3, false},
                    Transition{"S1ToS2Stall", S1(kStall), S2(kStall), true, 3, 3},
                    Transition{"S2ToS1Stall", S2(kStall), S1(kStall), true, 3, 3},
                    Transition{"NestedToS2", Nested(kAts, kBypassSsid0), S2({}), true, 3, 3, false},
                    Transition{"S2ToNested", S2({}), Nested(kAts, kBypassSsid0), true, 2, 3,
                               false}),
    [](const auto& test) { return std::string(test.param.name); });

// --- CDs ---

EntryWords DomainCd(std::uint16_t asid) { return RawWords(DmaCd(asid, 0x7000'0000)); }
/// An SVA CD after its process has gone: every walk is refused.
EntryWords ReleasedCd(std::uint16_t asid) {
  const Cd<Concrete> cd = With<"EPD0">(DmaCd(asid, 0), 1);
  return RawWords(cd) & DriverUsedCdBits(RawWords(cd));
}

class CdTransition : public testing::TestWithParam<Transition> {};

TEST_P(CdTransition, TheDriverTakesAsManySyncsAsItsOwnTestsSay) {
  const Transition& t = GetParam();
  const UpdatePlan plan = PlanUpdate(t.from, t.to, kDriverCd);
  EXPECT_EQ(plan.Invalidations(), t.driver_syncs);
  EXPECT_EQ(plan.hitless, t.hitless);
  ExpectNeverMixed(t, kDriverCd);
  EXPECT_EQ(PlanUpdate(t.from, t.to, kArchitectureCd).Invalidations(), t.architecture_syncs);
}

// From an empty CD the driver's plan is hitless in word 0 alone: it becomes valid last.
INSTANTIATE_TEST_SUITE_P(
    KnownCounts, CdTransition,
    testing::Values(Transition{"Set", {}, DomainCd(1997), true, 2, 2},
                    Transition{"Clear", DomainCd(1997), {}, true, 2, 2},
                    Transition{"ChangeAsid", DomainCd(778), DomainCd(1997), true, 1, 1},
                    Transition{"Release", DomainCd(1997), ReleasedCd(1997), true, 2, 2},
                    Transition{"Revive", ReleasedCd(1997), DomainCd(1997), true, 2, 2}),
    [](const auto& test) { return std::string(test.param.name); });

// --- the first attach of an adopted stream ---

EntryWords WithField(EntryWords ste, unsigned word, std::uint64_t bits) {
  ste[word] |= bits;
  return ste;
}

class FirstAttach : public testing::TestWithParam<Transition> {};

TEST_P(FirstAttach, IsHitlessOnlyFromSomeStes) {
  const Transition& t = GetParam();
  const UpdatePlan plan = PlanUpdate(t.from, t.to, kDriverSte);
  EXPECT_EQ(plan.hitless, t.hitless);
  EXPECT_EQ(plan.Invalidations(), t.driver_syncs);
}

INSTANTIATE_TEST_SUITE_P(
    FromAdopted, FirstAttach,
    testing::Values(
        Transition{"OtherContextPointer", S1(kAts, kTermSsid0, kCdTable2), S1(kAts), true, 1, 1},
        Transition{"AtsOff", S1(kAts, kTermSsid0, kCdTable2), S1({}), true, 2, 2},
        Transition{"OtherRegime", S1({}, kTermSsid0, kCdTable2), S1({.e2h = true}), false, 3, 3},
        Transition{"StallNoMore", S1(kStall, kTermSsid0, kCdTable2), S1({}), false, 3, 3},
        Transition{"NestedSsid0", Nested(kAts, kTermSsid0), S1(kAts), true, 3, 3},
        Transition{"NestedBypass", Nested(kAts, kBypassSsid0), S1(kAts), false, 3, 3},
        Transition{"Stage2", S2(kAts), S1(kAts), true, 3, 3},
        // With any other VMID than 0, S2VMID is used by both and is a second critical word.
        Transition{"Stage2OfAVmid", S2(kAts, 9), S1(kAts), false, 3, 3},
        Transition{"ToStage2OfAVmid", S1(kAts), S2(kAts, 9), false, 3, 3}),
    [](const auto& test) { return std::string(test.param.name); });

/// Entries in the middle that the SMMU takes for neither end.
std::size_t MixedForTheSmmu(const EntryWords& from, const EntryWords& to) {
  std::size_t mixed = 0;
  for (const EntryWords& e : EntriesDuring(from, PlanUpdate(from, to, kDriverSte))) {
    const EntryWords used = ArchitectureUsedSteBits(e);
    mixed += (e & used) != (from & used) && (e & used) != (to & used);
  }
  return mixed;
}

TEST(FirstAttach, FieldsThatTheDriverDoesNotKnowChangeUnderLiveDma) {
  const EntryWords to = S1({});
  EXPECT_EQ(MixedForTheSmmu(S1({}, kTermSsid0, kCdTable2), to), 0u);
  const EntryWords privileged = RawWords(With<"PRIVCFG">(Ste<Concrete>(), 3));
  EXPECT_EQ(MixedForTheSmmu(WithField(S1({}, kTermSsid0, kCdTable2), 1, privileged[1]), to), 1u);
}

// Full ATS with S2S is illegal, in SMMUv3.0 even while stage 2 is off: no such entry is stored.
TEST(FirstAttach, AtsToAStallingStage2IsBrokenRatherThanMixed) {
  const UpdatePlan plan = PlanUpdate(S1(kAts), S2(kStall), kDriverSte);
  EXPECT_FALSE(plan.hitless);
  for (const EntryWords& e : EntriesDuring(S1(kAts), plan)) {
    const auto ste = FromRaw<Ste<Concrete>>(e);
    EXPECT_FALSE(bool(Is<"V">(ste) && Get<"EATS">(ste) == 1 && Is<"S2S">(ste)));
  }
}

}  // namespace
}  // namespace quiesce
