// CDs written by hand for the rules: for each rule a change to a legal CD that breaks it and no
// other. Shared by the tests of the rules and by mutation (properties/mutation).
#pragma once

#include "spec/rules/cd_rules.h"
#include "spec/rules/legal_examples.h"
#include "spec/rules/rule_examples.h"

namespace quiesce {

/// A legal CD of SMMUv3.2 behind a stage 1 STE, to be changed.
struct CdExample {
  Cd<Concrete> cd = ExampleCd();
  Ste<Concrete> ste = ExampleSte(5);
  StreamWorld<Concrete> world = StreamWorld<Concrete>::NsEl1();
  Caps<Concrete> caps = ExampleCaps();
  CdRuleChoices<Concrete> choices;
};

template <class Sink>
void StreamRules(const CdExample& e, Sink& sink) {
  CdRules(e.cd, e.ste, e.world, Rederived(e.caps), e.choices, sink);
}

inline CdExample LpaeCd() {
  CdExample e;
  Set<"AA64">(e.cd, 0);
  return e;
}

/// Every field of the upper half wrong.
inline void BreakUpperHalf(Cd<Concrete>& cd) {
  Set<"T1SZ">(cd, 0);
  Set<"TG1">(cd, 0);
  SetAddr<"TTB1">(cd, ~std::uint64_t{0});
}

inline constexpr RuleAlone<CdRule, CdExample> kCdRuleAlone[] = {
    {CdRule::kInvalid, [](CdExample& e) { Set<"V">(e.cd, 0); }},
    {CdRule::kStallDisabled,
     [](CdExample& e) {
       Set<"S">(e.cd, 1);
       Set<"S1STALLD">(e.ste, 1);
     }},
    {CdRule::kTermModel,
     [](CdExample& e) {
       Set<"A">(e.cd, 0);
       Set<"TERM_MODEL">(e.caps.idr0, 1);
     }},
    {CdRule::kStallUnsupported,
     [](CdExample& e) {
       Set<"S">(e.cd, 1);
       Set<"STALL_MODEL">(e.caps.idr0, 1);
     }},
    {CdRule::kStallForced, [](CdExample& e) { Set<"STALL_MODEL">(e.caps.idr0, 2); }},
    {CdRule::kEndiUnsupported, [](CdExample& e) { Set<"TTENDIAN">(e.caps.idr0, 3); }},
    {CdRule::kNoLpae,
     [](CdExample& e) {
       e = LpaeCd();
       Set<"TTF">(e.caps.idr0, 2);
     }},
    {CdRule::kLpaeInEl2E2h,
     [](CdExample& e) {
       e = LpaeCd();
       e.world = StreamWorld<Concrete>::NsEl2E2h();
     }},
    {CdRule::kNoVmsa64, [](CdExample& e) { Set<"TTF">(e.caps.idr0, 1); }},
    {CdRule::kVmsa64OnLpaeStage2, [](CdExample& e) { e.ste = ExampleLpaeSte(7); }},
    {CdRule::kHttuAbsent,
     [](CdExample& e) {
       Set<"HA">(e.cd, 1);
       Set<"HTTU">(e.caps.idr0, 0);
     }},
    {CdRule::kHdDirtyAbsent,
     [](CdExample& e) {
       Set<"HD">(e.cd, 1);
       Set<"HTTU">(e.caps.idr0, 1);
     }},
    {CdRule::kAsidWide,
     [](CdExample& e) {
       Set<"ASID">(e.cd, 0x100);
       Set<"ASID16">(e.caps.idr0, 0);
     }},
    {CdRule::kT0szRange, [](CdExample& e) { Set<"T0SZ">(e.cd, 15); }},
    {CdRule::kT1szRange, [](CdExample& e) { Set<"T1SZ">(e.cd, 40); }},
    {CdRule::kTg0Unsupported, [](CdExample& e) { Set<"TG0">(e.cd, 3); }},
    {CdRule::kTtb0Range, [](CdExample& e) { SetAddr<"TTB0">(e.cd, std::uint64_t{1} << 44); }},
    {CdRule::kTtb0Range48Bits,
     [](CdExample& e) {
       Set<"IPS">(e.cd, 6);
       SetAddr<"TTB0">(e.cd, std::uint64_t{1} << 48);
     }},
    {CdRule::kTg1Unsupported, [](CdExample& e) { Set<"TG1">(e.cd, 0); }},
    {CdRule::kTtb1Range, [](CdExample& e) { SetAddr<"TTB1">(e.cd, std::uint64_t{1} << 44); }},
    {CdRule::kTtb1Range48Bits,
     [](CdExample& e) {
       Set<"IPS">(e.cd, 6);
       Set<"TG1">(e.cd, 1);
       SetAddr<"TTB1">(e.cd, std::uint64_t{1} << 51);
     }},
    {CdRule::kReservedBits,
     [](CdExample& e) {
       e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
       e.cd.word(7) = Bits<Concrete, 64>(1);
     }},
};

/// The last legal and the first illegal value at each limit, and what is out of a rule's scope.
inline constexpr RuleEdge<CdRule, CdExample> kCdRuleEdges[] = {
    {"V 0, the rest wrong", CdRule::kInvalid,
     [](CdExample& e) {
       for (std::size_t i = 0; i < 8; ++i) e.cd.word(i) = Bits<Concrete, 64>(~std::uint64_t{0});
       Set<"V">(e.cd, 0);
       Set<"ASID16">(e.caps.idr0, 0);
       Set<"STALL_MODEL">(e.caps.idr0, 1);
       Set<"S1STALLD">(e.ste, 1);
       Set<"TTF">(e.caps.idr0, 1);
       Set<"HTTU">(e.caps.idr0, 0);
       Set<"TTENDIAN">(e.caps.idr0, 2);
       e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
     }},
    {"V 0, all zero", CdRule::kInvalid,
     [](CdExample& e) {
       e.cd = Cd<Concrete>();
       e.world = StreamWorld<Concrete>::NsEl2E2h();
       Set<"TERM_MODEL">(e.caps.idr0, 1);
       Set<"STALL_MODEL">(e.caps.idr0, 2);
       Set<"TTF">(e.caps.idr0, 2);
       Set<"TTENDIAN">(e.caps.idr0, 3);
     }},
    {"V 0, VMSAv8-64 over LPAE", CdRule::kInvalid,
     [](CdExample& e) {
       Set<"V">(e.cd, 0);
       e.ste = ExampleLpaeSte(7);
     }},
    {"V 0, HD with access flags only", CdRule::kInvalid,
     [](CdExample& e) {
       Set<"V">(e.cd, 0);
       Set<"HD">(e.cd, 1);
       Set<"HTTU">(e.caps.idr0, 1);
     }},
    {"TTB0 not walked, its fields wrong",
     {},
     [](CdExample& e) {
       Set<"EPD0">(e.cd, 1);
       Set<"T0SZ">(e.cd, 0);
       Set<"TG0">(e.cd, 3);
       SetAddr<"TTB0">(e.cd, ~std::uint64_t{0});
     }},
    {"TTB0 not walked, beyond 48 bits",
     {},
     [](CdExample& e) {
       Set<"EPD0">(e.cd, 1);
       SetAddr<"TTB0">(e.cd, std::uint64_t{1} << 51);
     }},
    {"TTB1 not walked, its fields wrong",
     {},
     [](CdExample& e) {
       BreakUpperHalf(e.cd);
       Set<"EPD1">(e.cd, 1);
     }},
    {"TTB1 not walked, beyond 48 bits",
     {},
     [](CdExample& e) {
       Set<"EPD1">(e.cd, 1);
       SetAddr<"TTB1">(e.cd, std::uint64_t{1} << 51);
     }},
    {"LPAE, sizes that only VMSAv8-64 refuses",
     {},
     [](CdExample& e) {
       e = LpaeCd();
       Set<"T0SZ">(e.cd, 63);
       Set<"T1SZ">(e.cd, 63);
     }},
    {"SMMUv3.0 that clamps T0SZ and T1SZ",
     {},
     [](CdExample& e) {
       e.caps = ExampleCapsV3_0();
       e.choices.txsz_out_of_range_is_illegal = Bool<Concrete>(false);
       Set<"T0SZ">(e.cd, 15);
       Set<"T1SZ">(e.cd, 40);
     }},
    {"reserved bits ignored", {}, [](CdExample& e) { e.cd.word(7) = Bits<Concrete, 64>(1); }},
    {"ASID 255 of 8 bits",
     {},
     [](CdExample& e) {
       Set<"ASID">(e.cd, 0xFF);
       Set<"ASID16">(e.caps.idr0, 0);
     }},
    {"T0SZ 39", {}, [](CdExample& e) { Set<"T0SZ">(e.cd, 39); }},
    {"T0SZ 40", CdRule::kT0szRange, [](CdExample& e) { Set<"T0SZ">(e.cd, 40); }},
    {"T1SZ 39", {}, [](CdExample& e) { Set<"T1SZ">(e.cd, 39); }},
    {"T1SZ 15", CdRule::kT1szRange, [](CdExample& e) { Set<"T1SZ">(e.cd, 15); }},
    {"TTB0 at the last table below IPS",
     {},
     [](CdExample& e) { SetAddr<"TTB0">(e.cd, (std::uint64_t{1} << 44) - 16); }},
    {"TTB1 at the last table below IPS",
     {},
     [](CdExample& e) { SetAddr<"TTB1">(e.cd, (std::uint64_t{1} << 44) - 16); }},
    {"TTB0 at 2^47, 52-bit IPS",
     {},
     [](CdExample& e) {
       Set<"IPS">(e.cd, 6);
       SetAddr<"TTB0">(e.cd, std::uint64_t{1} << 47);
     }},
    {"TTB1 at 2^47, 52-bit IPS",
     {},
     [](CdExample& e) {
       Set<"IPS">(e.cd, 6);
       SetAddr<"TTB1">(e.cd, std::uint64_t{1} << 47);
     }},
    {"TTB1 at 2^48, 52-bit IPS", CdRule::kTtb1Range48Bits,
     [](CdExample& e) {
       Set<"IPS">(e.cd, 6);
       SetAddr<"TTB1">(e.cd, std::uint64_t{1} << 48);
     }},
};

}  // namespace quiesce
