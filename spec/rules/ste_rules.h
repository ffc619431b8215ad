// What makes an STE ILLEGAL (C_BAD_STE): the conditions of IHI 0070 G.b 5.2.2 for a Non-secure
// stream of SMMUv3.0 to v3.2, in the order of its pseudocode.
#pragma once

#include <array>
#include <optional>

#include "spec/reserved_bits.h"
#include "spec/rules/rule.h"
#include "spec/stage2.h"
#include "spec/ste_view.h"

namespace quiesce {

enum class SteRule : std::uint8_t {
  kInvalid,
  kStage1Absent,
  kStage2Absent,
  kEatsSplitConfig,
  kEatsSplitStall,
  kEatsSplitUnsupported,
  kEatsFullStall,
  kEatsFullStallStage1,
  kStrwReserved,
  kS1stalldModel,
  kS1cdmaxRange,
  kS1fmtTwoLevel,
  kS1ContextPtrRange,
  kS2fwbLpae,
  kS2sUnsupported,
  kS2sForced,
  kS2aa64NoLpae,
  kS2aa64NoVmsa64,
  kS2httuLpae,
  kS2httuAbsent,
  kS2hdDirtyAbsent,
  kS2tgUnsupported,
  kS2ttbRange,
  kS2ttb48Bits,
  kS2t0szRange,
  kS2sl0Reserved,
  kS2sl0PaSize,
  kS2t0szStart,
  kS2endiUnsupported,
  kS2vmidWide,
  kReservedBits,
};
inline constexpr std::size_t kSteRuleCount = 31;

inline constexpr std::array<RuleSpec, kSteRuleCount> kSteRules = {{
    {"STE-V", "IHI 0070 G.b 5.2.2", "the STE is not valid"},
    {"STE-CONFIG-S1P", "IHI 0070 G.b 5.2.2", "stage 1 is enabled but not implemented"},
    {"STE-CONFIG-S2P", "IHI 0070 G.b 5.2.2", "stage 2 is enabled but not implemented"},
    {"STE-EATS-SPLIT-CONFIG", "IHI 0070 G.b 5.2.2", "split-stage ATS needs both stages"},
    {"STE-EATS-SPLIT-S2S", "IHI 0070 G.b 5.2.2", "split-stage ATS with stage 2 stalls"},
    {"STE-EATS-SPLIT-NS1ATS", "IHI 0070 G.b 5.2.2", "split-stage ATS is not implemented"},
    {"STE-EATS-FULL-S2S", "IHI 0070 G.b 5.2.2", "full ATS with stage 2 stalls"},
    {"STE-EATS-FULL-S2S-S1", "IHI 0070 G.b 5.2 EATS, 5.2.2",
     "full ATS with S2S set while stage 2 is off; SMMUv3.0 may refuse it"},
    {"STE-STRW-RESERVED", "IHI 0070 G.b 5.2.2", "STRW is used and holds a reserved value"},
    {"STE-S1STALLD-MODEL", "IHI 0070 G.b 5.2.2",
     "stage 1 stalls disabled where the stall model is not configurable"},
    {"STE-S1CDMAX-RANGE", "IHI 0070 G.b 5.2.2", "more CDs than SubstreamIDs can select"},
    {"STE-S1FMT-CD2L", "IHI 0070 G.b 5.2.2", "2-level CD tables are not implemented"},
    {"STE-S1CONTEXTPTR-RANGE", "IHI 0070 G.b 5.2.2, 3.4.3",
     "S1ContextPtr lies beyond OAS, or beyond IAS with stage 2"},
    {"STE-S2FWB-LPAE", "IHI 0070 G.b 5.2.2", "S2FWB with VMSAv8-32 LPAE tables"},
    {"STE-S2S-UNSUPPORTED", "IHI 0070 G.b 5.2.2", "stage 2 stalls are not implemented"},
    {"STE-S2S-FORCED", "IHI 0070 G.b 5.2.2", "S2S is clear where stalls are forced"},
    {"STE-S2AA64-LPAE", "IHI 0070 G.b 5.2.2", "stage 2 VMSAv8-32 LPAE is not implemented"},
    {"STE-S2AA64-VMSA64", "IHI 0070 G.b 5.2.2", "stage 2 VMSAv8-64 is not implemented"},
    {"STE-S2HTTU-LPAE", "IHI 0070 G.b 5.2.2", "S2HA or S2HD with VMSAv8-32 LPAE tables"},
    {"STE-S2HTTU-ABSENT", "IHI 0070 G.b 5.2.2", "S2HA or S2HD set without HTTU"},
    {"STE-S2HD-ABSENT", "IHI 0070 G.b 5.2.2", "S2HD set where HTTU updates only access flags"},
    {"STE-S2TG-GRANULE", "IHI 0070 G.b 5.2.2",
     "the stage 2 granule is reserved or not implemented"},
    {"STE-S2TTB-RANGE", "IHI 0070 G.b 5.2.2, 5.2 S2TTB", "S2TTB lies beyond the effective S2PS"},
    {"STE-S2TTB-48BIT", "IHI 0070 G.b 5.2.2, 5.2 S2TTB",
     "S2TTB lies beyond 48 bits with a 4K or 16K granule"},
    {"STE-S2T0SZ-RANGE", "IHI 0070 G.b 5.2.2", "S2T0SZ is out of range"},
    {"STE-S2SL0-RESERVED", "IHI 0070 G.b 5.2.2; DDI 0487 S2InvalidSL",
     "S2SL0 is reserved for this granule and format"},
    {"STE-S2SL0-PASIZE", "DDI 0487 S2InvalidSL",
     "S2SL0 starts at a level that OAS is too small for"},
    {"STE-S2SL0-T0SZ", "IHI 0070 G.b 5.2.2; DDI 0487 S2InconsistentSL",
     "S2T0SZ does not suit the start level that S2SL0 and S2TG give"},
    {"STE-S2ENDI", "IHI 0070 G.b 5.2.2", "stage 2 tables of an endianness that is not implemented"},
    {"STE-S2VMID-8BIT", "IHI 0070 G.b 5.2.2", "S2VMID needs 16 bits, 8 are implemented"},
    {"STE-RES0", "IHI 0070 G.b 5", "a reserved bit is set, and this SMMU refuses that"},
}};

constexpr const RuleSpec& SpecOf(SteRule r) { return kSteRules[static_cast<std::size_t>(r)]; }

/// What an implementation answers where the architecture leaves it open. The defaults are what
/// SMMUv3.2 requires, or where that leaves a choice, what 5.2.2 shows.
template <class D>
struct SteRuleChoices {
  /// CU-18: refuse the STE, rather than fault or truncate later. Open in SMMUv3.0, and with stage 2
  /// in every version.
  Bool<D> s1contextptr_out_of_range_is_illegal{true};
  /// CU-22: refuse, rather than clamp. Open in SMMUv3.0 only.
  Bool<D> s2t0sz_out_of_range_is_illegal{true};
  /// CU-23: EATS 01 with S2S set is refused even if Config is 101. Open in SMMUv3.0 only.
  Bool<D> full_ats_with_s2s_is_illegal_without_stage2{false};
  /// S2SL0 = 2 needs 44 bits of PA (42 for 16K), as on a PE. IHI 0070 does not say.
  Bool<D> s2sl0_needs_pa_size{true};
  /// CU-21: refuse an STE with a reserved bit set, rather than ignore the bit.
  Bool<D> reserved_bits_are_illegal{false};
};

namespace internal {

/// IMPLEMENTATION DEFINED bits, and the S2HWU bits that are ignored without PBHA.
inline constexpr std::array<BitRange, 4> kSteUncheckedBits = {
    {{75, 72}, {127, 116}, {159, 144}, {271, 256}}};
inline constexpr auto kSteReserved = ReservedMasks<kSteFormat>(kSteUncheckedBits);

/// What SMMUv3.0 reserves beyond that: address bits [51:48], DRE, DCP, S2HWU.
inline constexpr std::array<std::uint64_t, 8> kSteReservedV3_0 = {
    0x000F'0000'0000'0000, 0x0002'1F00, 0, 0x000F'0000'0000'0000, 0, 0, 0, 0};

template <class D, class Sink>
void SteEatsRules(const Ste<D>& ste, const Caps<D>& caps, const SteRuleChoices<D>& choices,
                  Sink& sink) {
  const Bits<D, 2> eats = Get<"EATS">(ste);
  const Bool<D> s2s = Is<"S2S">(ste);
  const Bool<D> stage2 = Stage2Translates(ste);
  const Bool<D> split = eats == 2;
  const Bool<D> stalling_full = eats == 1 && s2s;
  sink(SteRule::kEatsSplitConfig, split && Get<"Config">(ste) != 7);
  sink(SteRule::kEatsSplitStall, split && s2s);
  sink(SteRule::kEatsSplitUnsupported, split && Is<"NS1ATS">(caps.idr0));
  sink(SteRule::kEatsFullStall, stalling_full && stage2);
  sink(SteRule::kEatsFullStallStage1, stalling_full && !stage2 && caps.v3_0 &&
                                          choices.full_ats_with_s2s_is_illegal_without_stage2);
}

template <class D, class Sink>
void SteStage1Rules(const Ste<D>& ste, const Caps<D>& caps, const SteRuleChoices<D>& choices,
                    Sink& sink) {
  const auto s1cdmax = Get<"S1CDMax">(ste);
  const auto ssidsize = Get<"SSIDSIZE">(caps.idr1);
  const Bits<D, 2> fmt = Get<"S1Fmt">(ste);
  sink(SteRule::kS1stalldModel, Is<"S1STALLD">(ste) && Get<"STALL_MODEL">(caps.idr0) != 0);
  sink(SteRule::kS1cdmaxRange, ssidsize != 0 && s1cdmax > ssidsize);
  sink(SteRule::kS1fmtTwoLevel,
       ssidsize != 0 && s1cdmax != 0 && !Is<"CD2L">(caps.idr0) && (fmt == 1 || fmt == 2));
  const Bool<D> open = caps.v3_0 || Stage2Translates(ste);
  sink(SteRule::kS1ContextPtrRange, S1ContextPtrOutOfRange(ste, caps) &&
                                        (!open || choices.s1contextptr_out_of_range_is_illegal));
}

template <class D, class Sink>
void SteStage2FormatRules(const Ste<D>& ste, const Caps<D>& caps, Sink& sink) {
  const Bool<D> vmsa64 = Is<"S2AA64">(ste);
  const Bits<D, 2> stall_model = Get<"STALL_MODEL">(caps.idr0);
  const Bits<D, 2> ttf = Get<"TTF">(caps.idr0);
  const Bits<D, 2> httu = Get<"HTTU">(caps.idr0);
  const Bool<D> ha_or_hd = Is<"S2HA">(ste) || Is<"S2HD">(ste);
  sink(SteRule::kS2fwbLpae, !vmsa64 && Is<"FWB">(caps.idr3) && Is<"S2FWB">(ste));
  sink(SteRule::kS2sUnsupported, Is<"S2S">(ste) && stall_model == 1);
  sink(SteRule::kS2sForced, !Is<"S2S">(ste) && stall_model == 2);
  sink(SteRule::kS2aa64NoLpae, !vmsa64 && (ttf & Bits<D, 2>(1)) == 0);
  sink(SteRule::kS2aa64NoVmsa64, vmsa64 && (ttf & Bits<D, 2>(2)) == 0);
  sink(SteRule::kS2httuLpae, ha_or_hd && !vmsa64);
  sink(SteRule::kS2httuAbsent, ha_or_hd && httu == 0);
  sink(SteRule::kS2hdDirtyAbsent, Is<"S2HD">(ste) && httu == 1);
}

template <class D, class Sink>
void SteStage2TableRules(const Ste<D>& ste, const Caps<D>& caps, const SteRuleChoices<D>& choices,
                         Sink& sink) {
  const Bool<D> vmsa64 = Is<"S2AA64">(ste);
  const GranuleCode<D> g = Get<"S2TG">(ste);
  const Bits<D, 64> ttb = S2TableBase(ste, caps);
  sink(SteRule::kS2tgUnsupported, vmsa64 && !GranuleSupported<D>(g, caps));
  sink(SteRule::kS2ttbRange, !FitsIn(ttb, EffectiveS2Ps(ste, caps)));
  sink(SteRule::kS2ttb48Bits, vmsa64 && (g == 0 || g == 2) && Extract<63, 48>(ttb) != 0);
  sink(SteRule::kS2t0szRange, vmsa64 && S2T0szOutOfRange(ste, caps) &&
                                  (!caps.v3_0 || choices.s2t0sz_out_of_range_is_illegal));
  const Bool<D> start_known = !S2Sl0Reserved(ste, caps) && !(vmsa64 && g == 3);
  sink(SteRule::kS2sl0Reserved, S2Sl0Reserved(ste, caps));
  sink(SteRule::kS2sl0PaSize, choices.s2sl0_needs_pa_size && S2Sl0NeedsLargerPa(ste, caps));
  sink(SteRule::kS2t0szStart,
       start_known && (S2InputMismatchesStart(ste) || S2ClampedInputMismatchesStart(ste, caps)));
  const Bits<D, 2> endian = Get<"TTENDIAN">(caps.idr0);
  sink(SteRule::kS2endiUnsupported,
       (endian == 2 && Is<"S2ENDI">(ste)) || (endian == 3 && !Is<"S2ENDI">(ste)));
}

template <class D>
Bool<D> SteReservedBitSet(const Ste<D>& ste, const Caps<D>& caps) {
  const Bool<D> v3_0 = caps.v3_0 && AnyBitSet(ste, kSteReservedV3_0);
  const Bool<D> fwb = !Is<"FWB">(caps.idr3) && Is<"S2FWB">(ste);
  return v3_0 || fwb || AnyBitSet(ste, kSteReserved);
}

}  // namespace internal

/// Streams every rule that can make this STE ILLEGAL. Config 0xx is legal whatever else it holds.
template <class D, class Sink>
void SteRules(const Ste<D>& ste, const Caps<D>& caps, const SteRuleChoices<D>& choices,
              Sink& sink) {
  sink(SteRule::kInvalid, !Is<"V">(ste));
  sink.Within(Is<"V">(ste) && !StreamAborts(ste), [&] {
    const Bool<D> stage1 = Stage1Translates(ste);
    const Bool<D> stage2 = Stage2Translates(ste);
    sink(SteRule::kStage1Absent, stage1 && !Is<"S1P">(caps.idr0));
    sink(SteRule::kStage2Absent, stage2 && !Is<"S2P">(caps.idr0));
    sink.Within(Is<"ATS">(caps.idr0) && !StreamBypasses(ste),
                [&] { internal::SteEatsRules(ste, caps, choices, sink); });
    sink(SteRule::kStrwReserved, StrwIsUsed(ste, caps) && (Get<"STRW">(ste) & Bits<D, 2>(1)) != 0);
    sink.Within(stage1, [&] { internal::SteStage1Rules(ste, caps, choices, sink); });
    sink.Within(stage2, [&] {
      internal::SteStage2FormatRules(ste, caps, sink);
      internal::SteStage2TableRules(ste, caps, choices, sink);
    });
    sink(SteRule::kS2vmidWide, VmidIsUsed(ste, caps) && !Is<"VMID16">(caps.idr0) &&
                                   (Get<"S2VMID">(ste) & Bits<D, 16>(0xFF00)) != 0);
    sink.Within(choices.reserved_bits_are_illegal,
                [&] { sink(SteRule::kReservedBits, internal::SteReservedBitSet(ste, caps)); });
  });
}

/// C_BAD_STE, as a condition of either domain.
template <class D>
Bool<D> SteIllegal(const Ste<D>& ste, const Caps<D>& caps, const SteRuleChoices<D>& choices) {
  AnyRule<D> sink;
  SteRules(ste, caps, choices, sink);
  return sink.any();
}

/// The first rule that a concrete STE breaks, or nothing if it is legal.
inline std::optional<SteRule> FirstSteViolation(const Ste<Concrete>& ste,
                                                const Caps<Concrete>& caps,
                                                const SteRuleChoices<Concrete>& choices) {
  FirstHit<SteRule> sink;
  SteRules(ste, caps, choices, sink);
  return sink.hit();
}

}  // namespace quiesce
