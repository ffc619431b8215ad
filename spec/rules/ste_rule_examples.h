// STEs written by hand for the rules: for each rule a change to a legal STE that breaks it and no
// other. Shared by the tests of the rules and by mutation (properties/mutation).
#pragma once

#include "spec/rules/legal_examples.h"
#include "spec/rules/rule_examples.h"
#include "spec/rules/ste_rules.h"

namespace quiesce {

/// A legal nested STE of SMMUv3.2, to be changed.
struct SteExample {
  Ste<Concrete> ste = ExampleSte(7);
  Caps<Concrete> caps = ExampleCaps();
  SteRuleChoices<Concrete> choices;
};

template <class Sink>
void StreamRules(const SteExample& e, Sink& sink) {
  SteRules(e.ste, Rederived(e.caps), e.choices, sink);
}

/// An STE with every bit set, but for Config: all that is looked at is wrong.
inline SteExample GarbageSte(unsigned config) {
  SteExample e;
  for (std::size_t i = 0; i < 8; ++i) e.ste.word(i) = Bits<Concrete, 64>(~std::uint64_t{0});
  Set<"Config">(e.ste, config);
  Set<"VMID16">(e.caps.idr0, 0);
  Set<"CD2L">(e.caps.idr0, 0);
  Set<"STALL_MODEL">(e.caps.idr0, 1);
  Set<"HTTU">(e.caps.idr0, 0);
  Set<"OAS">(e.caps.idr5, 0);
  return e;
}

inline constexpr RuleAlone<SteRule, SteExample> kSteRuleAlone[] = {
    {SteRule::kInvalid, [](SteExample& e) { Set<"V">(e.ste, 0); }},
    {SteRule::kStage1Absent,
     [](SteExample& e) {
       Set<"Config">(e.ste, 5);
       Set<"S1P">(e.caps.idr0, 0);
     }},
    {SteRule::kStage2Absent, [](SteExample& e) { Set<"S2P">(e.caps.idr0, 0); }},
    {SteRule::kEatsSplitConfig,
     [](SteExample& e) {
       Set<"Config">(e.ste, 5);
       Set<"EATS">(e.ste, 2);
     }},
    {SteRule::kEatsSplitStall,
     [](SteExample& e) {
       Set<"EATS">(e.ste, 2);
       Set<"S2S">(e.ste, 1);
     }},
    {SteRule::kEatsSplitUnsupported,
     [](SteExample& e) {
       Set<"EATS">(e.ste, 2);
       Set<"NS1ATS">(e.caps.idr0, 1);
     }},
    {SteRule::kEatsFullStall,
     [](SteExample& e) {
       Set<"EATS">(e.ste, 1);
       Set<"S2S">(e.ste, 1);
     }},
    {SteRule::kEatsFullStallStage1,
     [](SteExample& e) {
       e.caps = ExampleCapsV3_0();
       e.choices.full_ats_with_s2s_is_illegal_without_stage2 = Bool<Concrete>(true);
       Set<"Config">(e.ste, 5);
       Set<"EATS">(e.ste, 1);
       Set<"S2S">(e.ste, 1);
     }},
    {SteRule::kStrwReserved,
     [](SteExample& e) {
       Set<"Config">(e.ste, 5);
       Set<"STRW">(e.ste, 1);
     }},
    {SteRule::kS1stalldModel,
     [](SteExample& e) {
       Set<"S1STALLD">(e.ste, 1);
       Set<"STALL_MODEL">(e.caps.idr0, 1);
     }},
    {SteRule::kS1cdmaxRange, [](SteExample& e) { Set<"S1CDMax">(e.ste, 17); }},
    {SteRule::kS1fmtTwoLevel,
     [](SteExample& e) {
       Set<"S1Fmt">(e.ste, 2);
       Set<"CD2L">(e.caps.idr0, 0);
     }},
    {SteRule::kS1ContextPtrRange,
     [](SteExample& e) {
       Set<"OAS">(e.caps.idr5, 4);
       SetAddr<"S1ContextPtr">(e.ste, std::uint64_t{1} << 44);
     }},
    {SteRule::kS2fwbLpae,
     [](SteExample& e) {
       e.ste = ExampleLpaeSte(7);
       Set<"S2FWB">(e.ste, 1);
     }},
    {SteRule::kS2sUnsupported,
     [](SteExample& e) {
       Set<"S2S">(e.ste, 1);
       Set<"STALL_MODEL">(e.caps.idr0, 1);
     }},
    {SteRule::kS2sForced, [](SteExample& e) { Set<"STALL_MODEL">(e.caps.idr0, 2); }},
    {SteRule::kS2aa64NoLpae,
     [](SteExample& e) {
       e.ste = ExampleLpaeSte(7);
       Set<"TTF">(e.caps.idr0, 2);
     }},
    {SteRule::kS2aa64NoVmsa64,
     [](SteExample& e) { Set<"TTF">(e.caps.idr0, 1); }},  // IAS is 40, as the 40-bit input needs
    {SteRule::kS2httuLpae,
     [](SteExample& e) {
       e.ste = ExampleLpaeSte(7);
       Set<"S2HA">(e.ste, 1);
     }},
    {SteRule::kS2httuAbsent,
     [](SteExample& e) {
       Set<"S2HD">(e.ste, 1);
       Set<"HTTU">(e.caps.idr0, 0);
     }},
    {SteRule::kS2hdDirtyAbsent,
     [](SteExample& e) {
       Set<"S2HD">(e.ste, 1);
       Set<"HTTU">(e.caps.idr0, 1);
     }},
    {SteRule::kS2tgUnsupported, [](SteExample& e) { Set<"S2TG">(e.ste, 3); }},
    {SteRule::kS2ttbRange, [](SteExample& e) { SetAddr<"S2TTB">(e.ste, std::uint64_t{1} << 44); }},
    {SteRule::kS2ttb48Bits,
     [](SteExample& e) {
       Set<"S2PS">(e.ste, 6);
       SetAddr<"S2TTB">(e.ste, std::uint64_t{1} << 48);
     }},
    {SteRule::kS2t0szRange,
     [](SteExample& e) {
       Set<"S2SL0">(e.ste, 0);
       Set<"S2T0SZ">(e.ste, 40);  // level 2 would resolve it
     }},
    {SteRule::kS2sl0Reserved, [](SteExample& e) { Set<"S2SL0">(e.ste, 3); }},
    {SteRule::kS2sl0PaSize,
     [](SteExample& e) {
       Set<"OAS">(e.caps.idr5, 3);
       Set<"S2SL0">(e.ste, 2);
     }},
    {SteRule::kS2t0szStart, [](SteExample& e) { Set<"S2T0SZ">(e.ste, 20); }},
    {SteRule::kS2endiUnsupported,
     [](SteExample& e) {
       Set<"S2ENDI">(e.ste, 1);
       Set<"TTENDIAN">(e.caps.idr0, 2);
     }},
    {SteRule::kS2vmidWide,
     [](SteExample& e) {
       Set<"S2VMID">(e.ste, 0x100);
       Set<"VMID16">(e.caps.idr0, 0);
     }},
    {SteRule::kReservedBits,
     [](SteExample& e) {
       e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
       e.ste.word(0) = e.ste.word(0) | Bits<Concrete, 64>(std::uint64_t{1} << 58);
     }},
};

/// The last legal and the first illegal value at each limit, and what is out of a rule's scope.
inline constexpr RuleEdge<SteRule, SteExample> kSteRuleEdges[] = {
    {"Config 000, the rest set", {}, [](SteExample& e) { e = GarbageSte(0); }},
    {"Config 011, the rest set", {}, [](SteExample& e) { e = GarbageSte(3); }},
    {"Config 100, the rest set", {}, [](SteExample& e) { e = GarbageSte(4); }},
    {"aborting, reserved bits refused",
     {},
     [](SteExample& e) {
       e = GarbageSte(0);
       e.choices.reserved_bits_are_illegal = Bool<Concrete>(true);
     }},
    {"V 0, the rest set", SteRule::kInvalid,
     [](SteExample& e) {
       e = GarbageSte(7);
       Set<"V">(e.ste, 0);
     }},
    {"V 0, a stage 1 that is not implemented", SteRule::kInvalid,
     [](SteExample& e) {
       Set<"V">(e.ste, 0);
       Set<"S1P">(e.caps.idr0, 0);
     }},
    {"V 0, a stage 2 that is not implemented", SteRule::kInvalid,
     [](SteExample& e) {
       Set<"V">(e.ste, 0);
       Set<"S2P">(e.caps.idr0, 0);
     }},
    {"stage 1, stage 2 fields set",
     {},
     [](SteExample& e) {
       e.ste = ExampleSte(5);
       for (std::size_t i = 2; i < 4; ++i) e.ste.word(i) = Bits<Concrete, 64>(~std::uint64_t{0});
       Set<"STALL_MODEL">(e.caps.idr0, 1);
       Set<"HTTU">(e.caps.idr0, 1);
       Set<"TTENDIAN">(e.caps.idr0, 2);
       Set<"EATS">(e.ste, 0);
     }},
    {"stage 1, LPAE stage 2 fields set",
     {},
     [](SteExample& e) {
       e.ste = ExampleSte(5);
       Set<"S2AA64">(e.ste, 0);
       Set<"S2FWB">(e.ste, 1);
       Set<"S2HA">(e.ste, 1);
       Set<"STALL_MODEL">(e.caps.idr0, 2);
       Set<"TTF">(e.caps.idr0, 2);
       Set<"HTTU">(e.caps.idr0, 0);
     }},
    {"stage 1, the start level does not suit S2T0SZ",
     {},
     [](SteExample& e) {
       e.ste = ExampleSte(5);
       Set<"S2T0SZ">(e.ste, 20);
       Set<"S2SL0">(e.ste, 1);
     }},
    {"stage 1, VMSAv8-64 only as LPAE",
     {},
     [](SteExample& e) {
       e.ste = ExampleSte(5);
       Set<"TTF">(e.caps.idr0, 1);
     }},
    {"stage 1, start level that OAS is too small for",
     {},
     [](SteExample& e) {
       e.ste = ExampleSte(5);
       Set<"S2SL0">(e.ste, 2);
       Set<"OAS">(e.caps.idr5, 3);
     }},
    {"stage 1, S2TTB beyond 48 bits",
     {},
     [](SteExample& e) {
       e.ste = ExampleSte(5);
       SetAddr<"S2TTB">(e.ste, std::uint64_t{1} << 48);
     }},
    {"stage 2, stage 1 fields set",
     {},
     [](SteExample& e) {
       e.ste = ExampleSte(6);
       Set<"S1CDMax">(e.ste, 31);
       Set<"S1Fmt">(e.ste, 1);
       Set<"CD2L">(e.caps.idr0, 0);
       Set<"S1STALLD">(e.ste, 1);
       Set<"STALL_MODEL">(e.caps.idr0, 1);
       Set<"STRW">(e.ste, 3);
       Set<"OAS">(e.caps.idr5, 4);
       SetAddr<"S1ContextPtr">(e.ste, std::uint64_t{1} << 50);
     }},
    {"EATS 10 with S2S, no ATS",
     {},
     [](SteExample& e) {
       Set<"EATS">(e.ste, 2);
       Set<"S2S">(e.ste, 1);
       Set<"NS1ATS">(e.caps.idr0, 1);
       Set<"ATS">(e.caps.idr0, 0);
     }},
    {"stage 1, EATS 10, no ATS",
     {},
     [](SteExample& e) {
       e.ste = ExampleSte(5);
       Set<"EATS">(e.ste, 2);
       Set<"ATS">(e.caps.idr0, 0);
     }},
    {"EATS 01 with S2S, no ATS",
     {},
     [](SteExample& e) {
       Set<"EATS">(e.ste, 1);
       Set<"S2S">(e.ste, 1);
       Set<"ATS">(e.caps.idr0, 0);
     }},
    {"stage 1 of SMMUv3.0, EATS 01 with S2S, no ATS",
     {},
     [](SteExample& e) {
       e.caps = ExampleCapsV3_0();
       e.choices.full_ats_with_s2s_is_illegal_without_stage2 = Bool<Concrete>(true);
       e.ste = ExampleSte(5);
       Set<"EATS">(e.ste, 1);
       Set<"S2S">(e.ste, 1);
       Set<"ATS">(e.caps.idr0, 0);
     }},
    {"reserved bits ignored",
     {},
     [](SteExample& e) { e.ste.word(0) = e.ste.word(0) | Bits<Concrete, 64>(1ull << 58); }},
    {"S1CDMax at SSIDSIZE", {}, [](SteExample& e) { Set<"S1CDMax">(e.ste, 16); }},
    {"S1ContextPtr at the last CD below OAS",
     {},
     [](SteExample& e) {
       Set<"OAS">(e.caps.idr5, 4);
       SetAddr<"S1ContextPtr">(e.ste, (std::uint64_t{1} << 44) - 64);
     }},
    {"S2TTB at the last table below S2PS",
     {},
     [](SteExample& e) { SetAddr<"S2TTB">(e.ste, (std::uint64_t{1} << 44) - 16); }},
    {"S2TTB at 2^47, 52-bit S2PS",
     {},
     [](SteExample& e) {
       Set<"S2PS">(e.ste, 6);
       SetAddr<"S2TTB">(e.ste, std::uint64_t{1} << 47);
     }},
    {"S2T0SZ 39 from level 2",
     {},
     [](SteExample& e) {
       Set<"S2SL0">(e.ste, 0);
       Set<"S2T0SZ">(e.ste, 39);
     }},
    {"S2T0SZ 16 from level 0",
     {},
     [](SteExample& e) {
       Set<"S2SL0">(e.ste, 2);
       Set<"S2T0SZ">(e.ste, 16);
     }},
    {"S2T0SZ 15 from level 0", SteRule::kS2t0szRange,
     [](SteExample& e) {
       Set<"S2SL0">(e.ste, 2);
       Set<"S2T0SZ">(e.ste, 15);
     }},
    {"16 tables at level 1", {}, [](SteExample& e) { Set<"S2T0SZ">(e.ste, 21); }},
    {"one entry at level 1", {}, [](SteExample& e) { Set<"S2T0SZ">(e.ste, 33); }},
    {"no entry at level 1", SteRule::kS2t0szStart, [](SteExample& e) { Set<"S2T0SZ">(e.ste, 34); }},
    {"SMMUv3.0 that clamps S2T0SZ to what the start level cannot take", SteRule::kS2t0szStart,
     [](SteExample& e) {
       e.caps = ExampleCapsV3_0();
       e.choices.s2t0sz_out_of_range_is_illegal = Bool<Concrete>(false);
       e.choices.s2sl0_needs_pa_size = Bool<Concrete>(false);
       Set<"OAS">(e.caps.idr5, 0);  // IAS is 40
       Set<"S2TG">(e.ste, 1);
       Set<"S2SL0">(e.ste, 2);  // level 1: 43 bits at least
       Set<"S2T0SZ">(e.ste, 16);
       SetAddr<"S2TTB">(e.ste, 0x1000'0000);
       SetAddr<"S1ContextPtr">(e.ste, 0x1000'0000);
     }},
    {"S2SL0 2 with a 44-bit OAS",
     {},
     [](SteExample& e) {
       Set<"OAS">(e.caps.idr5, 4);
       Set<"S2SL0">(e.ste, 2);
     }},
    {"S2VMID 255 of 8 bits",
     {},
     [](SteExample& e) {
       Set<"S2VMID">(e.ste, 0xFF);
       Set<"VMID16">(e.caps.idr0, 0);
     }},
};

}  // namespace quiesce
