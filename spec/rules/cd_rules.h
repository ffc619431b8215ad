// What makes a CD ILLEGAL (C_BAD_CD): the conditions of IHI 0070 G.b 5.4.2 for a Non-secure stream
// of SMMUv3.0 to v3.2, in the order of its pseudocode.
#pragma once

#include <array>
#include <optional>

#include "spec/reserved_bits.h"
#include "spec/rules/rule.h"
#include "spec/stage1.h"

namespace quiesce {

enum class CdRule : std::uint8_t {
  kInvalid,
  kStallDisabled,
  kTermModel,
  kStallUnsupported,
  kStallForced,
  kEndiUnsupported,
  kNoLpae,
  kLpaeInEl2E2h,
  kNoVmsa64,
  kVmsa64OnLpaeStage2,
  kHttuAbsent,
  kHdDirtyAbsent,
  kAsidWide,
  kT0szRange,
  kT1szRange,
  kTg0Unsupported,
  kTtb0Range,
  kTtb0Range48Bits,
  kTg1Unsupported,
  kTtb1Range,
  kTtb1Range48Bits,
  kReservedBits,
};
inline constexpr std::size_t kCdRuleCount = 22;

inline constexpr std::array<RuleSpec, kCdRuleCount> kCdRules = {{
    {"CD-V", "IHI 0070 G.b 5.4.2", "the CD is not valid"},
    {"CD-S-S1STALLD", "IHI 0070 G.b 5.4.2", "S is set but the STE disables stage 1 stalls"},
    {"CD-A-TERM-MODEL", "IHI 0070 G.b 5.4.2", "A is clear where faults can only abort"},
    {"CD-S-UNSUPPORTED", "IHI 0070 G.b 5.4.2", "stalls are not implemented"},
    {"CD-S-FORCED", "IHI 0070 G.b 5.4.2", "S is clear where stalls are forced"},
    {"CD-ENDI", "IHI 0070 G.b 5.4.2", "tables of an endianness that is not implemented"},
    {"CD-AA64-LPAE", "IHI 0070 G.b 5.4.2", "stage 1 VMSAv8-32 LPAE is not implemented"},
    {"CD-AA64-EL2-E2H", "IHI 0070 G.b 5.4.2", "VMSAv8-32 LPAE in the NS-EL2-E2H world"},
    {"CD-AA64-VMSA64", "IHI 0070 G.b 5.4.2", "stage 1 VMSAv8-64 is not implemented"},
    {"CD-AA64-S2-LPAE", "IHI 0070 G.b 5.4.2", "VMSAv8-64 stage 1 over VMSAv8-32 LPAE stage 2"},
    {"CD-HTTU-ABSENT", "IHI 0070 G.b 5.4.2", "HA or HD set without HTTU"},
    {"CD-HD-ABSENT", "IHI 0070 G.b 5.4.2", "HD set where HTTU updates only access flags"},
    {"CD-ASID-8BIT", "IHI 0070 G.b 5.4.2", "ASID needs 16 bits, 8 are implemented"},
    {"CD-T0SZ-RANGE", "IHI 0070 G.b 5.4.2", "T0SZ is out of range"},
    {"CD-T1SZ-RANGE", "IHI 0070 G.b 5.4.2", "T1SZ is out of range"},
    {"CD-TG0-GRANULE", "IHI 0070 G.b 5.4.2", "the granule TG0 is reserved or not implemented"},
    {"CD-TTB0-RANGE", "IHI 0070 G.b 5.4.2, 5.4 TTB0", "TTB0 lies beyond the effective IPS"},
    {"CD-TTB0-48BIT", "IHI 0070 G.b 5.4.2, 5.4 TTB0",
     "TTB0 lies beyond 48 bits with a 4K or 16K granule"},
    {"CD-TG1-GRANULE", "IHI 0070 G.b 5.4.2", "the granule TG1 is reserved or not implemented"},
    {"CD-TTB1-RANGE", "IHI 0070 G.b 5.4.2, 5.4 TTB1", "TTB1 lies beyond the effective IPS"},
    {"CD-TTB1-48BIT", "IHI 0070 G.b 5.4.2, 5.4 TTB1",
     "TTB1 lies beyond 48 bits with a 4K or 16K granule"},
    {"CD-RES0", "IHI 0070 G.b 5", "a reserved bit is set, and this SMMU refuses that"},
}};

constexpr const RuleSpec& SpecOf(CdRule r) { return kCdRules[static_cast<std::size_t>(r)]; }

/// What an implementation answers where the architecture leaves it open.
template <class D>
struct CdRuleChoices {
  /// CU-22: refuse, rather than clamp to 16 or 39. Open in SMMUv3.0 only.
  Bool<D> txsz_out_of_range_is_illegal{true};
  /// CU-21: refuse a CD with a reserved bit set, rather than ignore the bit.
  Bool<D> reserved_bits_are_illegal{false};
};

namespace internal {

/// NSCFG0/1 (ignored for a Non-secure stream), the HWU bits that are ignored without PBHA,
/// IMPLEMENTATION DEFINED bits.
inline constexpr std::array<BitRange, 5> kCdUncheckedBits = {
    {{64, 64}, {127, 124}, {128, 128}, {191, 188}, {351, 320}}};
inline constexpr auto kCdReserved = ReservedMasks<kCdFormat>(kCdUncheckedBits);

/// What SMMUv3.0 reserves beyond that: address bits [51:48] and the HWU bits.
inline constexpr std::array<std::uint64_t, 8> kCdReservedV3_0 = {
    0, 0xF00F'0000'0000'0000, 0xF00F'0000'0000'0000, 0, 0, 0, 0, 0};

template <class D, class Sink>
void CdFaultModelRules(const Cd<D>& cd, const Ste<D>& ste, const Caps<D>& caps, Sink& sink) {
  const Bits<D, 2> stall_model = Get<"STALL_MODEL">(caps.idr0);
  sink(CdRule::kStallDisabled, Is<"S">(cd) && Is<"S1STALLD">(ste));
  sink(CdRule::kTermModel, !Is<"A">(cd) && Is<"TERM_MODEL">(caps.idr0));
  sink(CdRule::kStallUnsupported, Is<"S">(cd) && stall_model == 1);
  sink(CdRule::kStallForced, !Is<"S">(cd) && stall_model == 2);
}

template <class D, class Sink>
void CdFormatRules(const Cd<D>& cd, const Ste<D>& ste, const StreamWorld<D>& world,
                   const Caps<D>& caps, Sink& sink) {
  const Bool<D> vmsa64 = Is<"AA64">(cd);
  const Bits<D, 2> ttf = Get<"TTF">(caps.idr0);
  const Bits<D, 2> httu = Get<"HTTU">(caps.idr0);
  sink(CdRule::kNoLpae, !vmsa64 && (ttf & Bits<D, 2>(1)) == 0);
  sink(CdRule::kLpaeInEl2E2h, !vmsa64 && world.IsNsEl2E2h());
  sink(CdRule::kNoVmsa64, vmsa64 && (ttf & Bits<D, 2>(2)) == 0);
  sink(CdRule::kVmsa64OnLpaeStage2, vmsa64 && Stage2Translates(ste) && !Is<"S2AA64">(ste));
  sink(CdRule::kHttuAbsent, vmsa64 && (Is<"HA">(cd) || Is<"HD">(cd)) && httu == 0);
  sink(CdRule::kHdDirtyAbsent, vmsa64 && Is<"HD">(cd) && httu == 1);
  sink(CdRule::kAsidWide, !world.IsNsEl2() && !Is<"ASID16">(caps.idr0) &&
                              (Get<"ASID">(cd) & Bits<D, 16>(0xFF00)) != 0);
}

struct CdHalfRules {
  CdRule granule;
  CdRule ttb;
  CdRule ttb48;
};

template <class D, class Sink>
void CdTableRules(const CdHalf<D>& half, const Bool<D>& vmsa64, const Bits<D, 7>& ips,
                  const Caps<D>& caps, const CdHalfRules& rules, Sink& sink) {
  const GranuleCode<D>& g = half.granule;
  sink(rules.granule, vmsa64 && !GranuleSupported<D>(g, caps));
  sink(rules.ttb, !FitsIn(half.ttb, ips));
  sink(rules.ttb48, vmsa64 && (g == 0 || g == 2) && Extract<63, 48>(half.ttb) != 0);
}

template <class D>
Bool<D> CdReservedBitSet(const Cd<D>& cd, const Caps<D>& caps) {
  const Bool<D> v3_0 = caps.v3_0 && AnyBitSet(cd, kCdReservedV3_0);
  return v3_0 || AnyBitSet(cd, kCdReserved);
}

}  // namespace internal

/// Streams every rule that can make this CD ILLEGAL when reached through a legal `ste` with stage
/// 1, whose regime is `world`.
template <class D, class Sink>
void CdRules(const Cd<D>& cd, const Ste<D>& ste, const StreamWorld<D>& world, const Caps<D>& caps,
             const CdRuleChoices<D>& choices, Sink& sink) {
  sink(CdRule::kInvalid, !Is<"V">(cd));
  sink.Within(Is<"V">(cd), [&] {
    const Bool<D> vmsa64 = Is<"AA64">(cd);
    const CdHalf<D> lower = LowerHalf(cd, world, caps);
    const CdHalf<D> upper = UpperHalf(cd, world, caps);
    const Bits<D, 2> endian = Get<"TTENDIAN">(caps.idr0);
    internal::CdFaultModelRules(cd, ste, caps, sink);
    sink(CdRule::kEndiUnsupported,
         (lower.walks || upper.walks) &&
             ((endian == 2 && Is<"ENDI">(cd)) || (endian == 3 && !Is<"ENDI">(cd))));
    internal::CdFormatRules(cd, ste, world, caps, sink);
    sink.Within(vmsa64 && (!caps.v3_0 || choices.txsz_out_of_range_is_illegal), [&] {
      sink(CdRule::kT0szRange, lower.walks && TxszOutOfRange(lower, caps));
      sink(CdRule::kT1szRange, upper.walks && TxszOutOfRange(upper, caps));
    });
    const Bits<D, 7> ips = EffectiveIps(cd, caps);
    sink.Within(lower.walks, [&] {
      internal::CdTableRules(
          lower, vmsa64, ips, caps,
          {CdRule::kTg0Unsupported, CdRule::kTtb0Range, CdRule::kTtb0Range48Bits}, sink);
    });
    sink.Within(upper.walks, [&] {
      internal::CdTableRules(
          upper, vmsa64, ips, caps,
          {CdRule::kTg1Unsupported, CdRule::kTtb1Range, CdRule::kTtb1Range48Bits}, sink);
    });
    sink.Within(choices.reserved_bits_are_illegal,
                [&] { sink(CdRule::kReservedBits, internal::CdReservedBitSet(cd, caps)); });
  });
}

/// C_BAD_CD, as a condition of either domain.
template <class D>
Bool<D> CdIllegal(const Cd<D>& cd, const Ste<D>& ste, const StreamWorld<D>& world,
                  const Caps<D>& caps, const CdRuleChoices<D>& choices) {
  AnyRule<D> sink;
  CdRules(cd, ste, world, caps, choices, sink);
  return sink.any();
}

/// The first rule that a concrete CD breaks, or nothing if it is legal.
inline std::optional<CdRule> FirstCdViolation(const Cd<Concrete>& cd, const Ste<Concrete>& ste,
                                              const StreamWorld<Concrete>& world,
                                              const Caps<Concrete>& caps,
                                              const CdRuleChoices<Concrete>& choices) {
  FirstHit<CdRule> sink;
  CdRules(cd, ste, world, caps, choices, sink);
  return sink.hit();
}

}  // namespace quiesce
