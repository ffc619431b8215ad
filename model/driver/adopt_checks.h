// The driver's acceptance rules, over the word domain and for any Variant: the gate, the checks of
// STRTAB_BASE and STRTAB_BASE_CFG, and those of one L1 descriptor. Streamed in the order in which
// the driver tests (spec/rules/rule.h); a true condition means that the driver refuses.
#pragma once

#include "model/driver/adopt_rules.h"
#include "model/driver/driver_table.h"
#include "model/driver/variant.h"

namespace quiesce {

/// The registers that the gate and the adopt-time checks read, each once.
template <class D>
struct AdoptRegisters {
  RegisterRecord<D, Reg::CR0> cr0;
  RegisterRecord<D, Reg::GERROR> gerror;
  RegisterRecord<D, Reg::GERRORN> gerrorn;
  RegisterRecord<D, Reg::STRTAB_BASE> base;
  RegisterRecord<D, Reg::STRTAB_BASE_CFG> cfg;
};

/// An error is active when its bit differs between GERROR and GERRORN. IHI 0070 G.b 6.3.19.
template <class D>
Bool<D> SfmActive(const AdoptRegisters<D>& r) {
  return Get<"SFM_ERR">(r.gerror) != Get<"SFM_ERR">(r.gerrorn);
}

/// `coherent` is the firmware's property.
template <class D, class Sink>
void GateRules(const Variant& v, const AdoptRegisters<D>& r, const Bool<D>& coherent, Sink&& sink) {
  sink(AdoptRule::kGateNoAdoption, Bool<D>(!v.adopts));
  if (v.gate_needs_smmuen) sink(AdoptRule::kGateSmmuOff, !Is<"SMMUEN">(r.cr0));
  if (v.gate_needs_coherency) sink(AdoptRule::kGateNotCoherent, !coherent);
  if (v.gate_needs_no_sfm) sink(AdoptRule::kGateSfm, SfmActive(r));
}

/// No bit of `address` below the power of two `size`.
template <class D>
Bool<D> AlignedTo(const Bits<D, 64>& address, const Bits<D, 64>& size) {
  return (address & (size - Bits<D, 64>(1))) == 0;
}

/// FEAT_2_LVL_STRTAB once FMT = 2-level has been seen.
template <class D>
Bool<D> TwoLevelFeature(const Variant& v, const DriverFeatures<D>& f) {
  return f.two_level ||
         Bool<D>(v.two_level_without_feature == TwoLevelWithoutFeature::kSetsFeature);
}

template <class D, class Sink>
void TwoLevelRules(const Variant& v, const DriverFeatures<D>& f, const AdoptRegisters<D>& r,
                   Sink&& sink) {
  const DriverTable<D> table = MakeDriverTable(r.base, r.cfg);
  const Bits<D, 6> log2size = Get<"LOG2SIZE">(r.cfg);
  const Bits<D, 6> split = Zext<6>(Get<"SPLIT">(r.cfg));

  sink(AdoptRule::kTwoLevelNoFeature, !TwoLevelFeature(v, f));
  if (v.two_level_log2size_covers_split) {
    sink(AdoptRule::kTwoLevelLog2BelowSplit, log2size < split);
  }
  if (v.two_level_log2size_within_sid_bits) {
    sink(AdoptRule::kTwoLevelLog2AboveSidBits, log2size > f.sid_bits);
  }
  if (v.two_level_split_is_8) sink(AdoptRule::kTwoLevelSplit, split != kDriverSplit);
  if (v.l1_count_bound == L1CountBound::kBeforeShift) {
    sink(AdoptRule::kTwoLevelL1Count, log2size - split > kDriverMaxL1Log2);
  } else if (v.l1_count_bound == L1CountBound::kAfterShift) {
    sink(AdoptRule::kTwoLevelL1Count, table.entries > (1u << kDriverMaxL1Log2));
  }
  if (v.l1_base_aligned) {
    sink(AdoptRule::kTwoLevelBaseMisaligned, !AlignedTo(table.base, table.MappedBytes()));
  }
}

/// The largest LOG2SIZE that the variant accepts for a linear table.
template <class D>
Bits<D, 6> LinearLog2Cap(const Variant& v, const DriverFeatures<D>& f) {
  using B6 = Bits<D, 6>;
  const B6 own = B6(kDriverMaxL1Log2 + kDriverSplit);  // what the driver's own 2-level table spans
  switch (v.linear_cap) {
    case LinearCap::kNone:
      return B6(63);
    case LinearCap::kSidBits:
      return Min(f.sid_bits, B6(31));
    case LinearCap::kOwnFormat:
      return Min(Ite(f.two_level, own, f.sid_bits), B6(31));
    case LinearCap::kSidBitsAndOwn:
      return Min(f.sid_bits, Ite(f.two_level, own, B6(31)));
  }
  return B6(0);
}

template <class D, class Sink>
void LinearRules(const Variant& v, const DriverFeatures<D>& f, const AdoptRegisters<D>& r,
                 Sink&& sink) {
  const DriverTable<D> table = MakeDriverTable(r.base, r.cfg);
  sink(AdoptRule::kLinearLog2TooLarge, Get<"LOG2SIZE">(r.cfg) > LinearLog2Cap(v, f));
  if (v.linear_base_aligned) {
    sink(AdoptRule::kLinearBaseMisaligned, !AlignedTo(table.base, table.MappedBytes()));
  }
}

template <class D, class Sink>
void StreamTableRules(const Variant& v, const DriverFeatures<D>& f, const AdoptRegisters<D>& r,
                      Sink&& sink) {
  const Bits<D, 2> fmt = Get<"FMT">(r.cfg);
  sink(AdoptRule::kFormatReserved, fmt > 1);
  sink.Within(fmt == 1, [&] { TwoLevelRules(v, f, r, sink); });
  sink.Within(fmt == 0, [&] { LinearRules(v, f, r, sink); });
}

/// True if the variant sees no L2 table behind this descriptor.
template <class D>
Bool<D> L1Empty(const Variant& v, const L1Std<D>& l1) {
  const Bool<D> span_zero = Get<"Span">(l1) == 0;
  if (v.empty_l1 == EmptyL1::kSpanZero) return span_zero;
  return span_zero || DriverL2Base(l1) == 0;
}

/// When a descriptor is tested.
enum class L1CheckTime : std::uint8_t { kAdopt, kInsert };

/// Of one used L1 descriptor.
template <class D, class Sink>
void L1DescriptorRules(const Variant& v, L1CheckTime when, const L1Std<D>& l1, Sink&& sink) {
  const bool adopt = when == L1CheckTime::kAdopt;
  const Bits<D, 64> l2 = DriverL2Base(l1);
  sink.Within(!L1Empty(v, l1), [&] {
    if (adopt ? v.l1_span_is_9 : v.insert_retests_span) {
      sink(AdoptRule::kL1Span, Get<"Span">(l1) != kDriverL1Span);
    }
    if (adopt ? v.l1_pointer_not_zero : v.insert_retests_pointer) {
      sink(AdoptRule::kL1PointerNull, l2 == 0);
    }
    if (adopt ? v.l1_pointer_aligned : v.insert_retests_pointer) {
      sink(AdoptRule::kL1PointerMisaligned, !AlignedTo(l2, Bits<D, 64>(kDriverL2Bytes)));
    }
  });
}

}  // namespace quiesce
