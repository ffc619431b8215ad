// The rules of the scan that reserves the ASIDs and VMIDs in use (T1+), over the word domain. The
// walk over the tables is model/driver/id_scan.h.
#pragma once

#include "model/driver/adopt_checks.h"

namespace quiesce {

inline constexpr unsigned kCdLeafLog2 = 10;  ///< CDs in a 64 KiB leaf: 1024
inline constexpr std::uint64_t kCdLeafBytes = std::uint64_t{64} << kCdLeafLog2;

/// S1Fmt as the variant takes it: without substreams it is IGNORED, and there is one CD. IHI 0070
/// G.b 5.2.
template <class D>
Bits<D, 2> ScannedS1Fmt(const Variant& v, const Ste<D>& ste) {
  const Bits<D, 2> fmt = Get<"S1Fmt">(ste);
  if (!v.s1fmt_needs_substreams) return fmt;
  return Ite(Get<"S1CDMax">(ste) == 0, Bits<D, 2>(0), fmt);
}

/// S1Fmt = 64 KiB leaves. The driver knows no 4 KiB leaves.
template <class D>
Bool<D> CdTableTwoLevel(const Variant& v, const Ste<D>& ste) {
  return ScannedS1Fmt(v, ste) == 2;
}

/// Bytes of the table that S1ContextPtr names: CDs, or L1CDs.
template <class D>
Bits<D, 64> CdTableBytes(const Variant& v, const Ste<D>& ste) {
  using B5 = Bits<D, 5>;
  const B5 cdmax = Get<"S1CDMax">(ste);
  const B5 l1_log2 = Ite(cdmax < kCdLeafLog2, B5(0), cdmax - B5(kCdLeafLog2));
  return Ite(CdTableTwoLevel(v, ste), Shl(Bits<D, 64>(8), l1_log2), Shl(Bits<D, 64>(64), cdmax));
}

/// The first ID that does not fit `bits`, as the variant has it.
template <class D>
Bits<D, 32> IdEnd(const Variant& v, const Bits<D, 5>& bits) {
  const Bits<D, 32> end = Shl(Bits<D, 32>(1), bits);
  if (v.scan_id_limit == IdLimit::kOneTooMany) return end + Bits<D, 32>(1);
  return v.scan_id_limit == IdLimit::kOneTooFew ? end - Bits<D, 32>(1) : end;
}

/// `id` is 0, or does not fit `bits`.
template <class D, class Sink>
void IdRules(const Variant& v, const Bits<D, 16>& id, const Bits<D, 5>& bits, AdoptRule zero,
             AdoptRule large, Sink&& sink) {
  sink(zero, id == 0);
  sink(large, Zext<32>(id) >= IdEnd<D>(v, bits));
}

template <class D, class Sink>
void CdTableRules(const Variant& v, const DriverFeatures<D>& f, const Ste<D>& ste, Sink&& sink) {
  const Bits<D, 64> base = Addr<"S1ContextPtr">(ste);
  const Bits<D, 2> fmt = ScannedS1Fmt(v, ste);
  sink(AdoptRule::kScanCdTableNull, base == 0);
  sink(AdoptRule::kScanS1CdMax, Get<"S1CDMax">(ste) > f.ssid_bits);
  sink(AdoptRule::kScanS1Fmt, fmt != 0 && fmt != 2);
  if (v.cd2l_feature_required) sink(AdoptRule::kScanNoCd2l, fmt == 2 && !f.cd2l);
  if (v.cd_table_aligned) {
    sink(AdoptRule::kScanCdTableMisaligned, !AlignedTo(base, CdTableBytes(v, ste)));
  }
}

/// Of one STE, invalid ones included. Config 0 and 4 hold no ID; with nesting the guest's CDs are
/// not read, because the VMID tags their ASIDs.
template <class D, class Sink>
void ScanSteRules(const Variant& v, const DriverFeatures<D>& f, const Ste<D>& ste, Sink&& sink) {
  const Bits<D, 3> config = Get<"Config">(ste);
  sink.Within(Is<"V">(ste), [&] {
    sink(AdoptRule::kScanSteConfig, config != 0 && config < 4);
    sink.Within(config == 5, [&] { CdTableRules(v, f, ste, sink); });
    sink.Within(config >= 6, [&] {
      IdRules(v, Get<"S2VMID">(ste), f.vmid_bits, AdoptRule::kScanVmidZero,
              AdoptRule::kScanVmidTooLarge, sink);
    });
  });
}

template <class D, class Sink>
void ScanL1CdRules(const Variant& v, const L1Cd<D>& l1, Sink&& sink) {
  const Bits<D, 64> leaf = Addr<"L2Ptr">(l1);
  sink.Within(Is<"V">(l1), [&] {
    if (v.cd_leaf_not_zero) sink(AdoptRule::kScanCdLeafNull, leaf == 0);
    if (v.cd_leaf_aligned) {
      sink(AdoptRule::kScanCdLeafMisaligned, !AlignedTo(leaf, Bits<D, 64>(kCdLeafBytes)));
    }
  });
}

/// What the scan takes for the CD's V and ASID; it reads word 0 alone.
template <class D>
Bool<D> ScannedCdValid(const Variant& v, const Cd<D>& cd) {
  return v.scan_cd_v_is_bit_31 ? Is<"V">(cd) : Bool<D>(Extract<0, 0>(cd.word(0)) == 1);
}
template <class D>
Bits<D, 16> ScannedAsid(const Variant& v, const Cd<D>& cd) {
  return v.scan_asid_is_63_48 ? Get<"ASID">(cd) : Extract<47, 32>(cd.word(0));
}

template <class D, class Sink>
void ScanCdRules(const Variant& v, const DriverFeatures<D>& f, const Cd<D>& cd, Sink&& sink) {
  sink.Within(ScannedCdValid(v, cd), [&] {
    IdRules(v, ScannedAsid(v, cd), f.asid_bits, AdoptRule::kScanAsidZero,
            AdoptRule::kScanAsidTooLarge, sink);
  });
}

}  // namespace quiesce
