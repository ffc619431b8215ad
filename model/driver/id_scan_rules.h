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

/// CDs in a leaf that the scan reads: where the table is smaller than a leaf, no more than it has.
template <class D>
Bits<D, 64> ScannedLeafCds(const Ste<D>& ste) {
  const Bits<D, 5> cdmax = Get<"S1CDMax">(ste);
  return Shl(Bits<D, 64>(1), Min(cdmax, Bits<D, 5>(kCdLeafLog2)));
}
/// CDs that the scan reads of a linear table.
template <class D>
Bits<D, 64> ScannedLinearCds(const Variant& v, const Ste<D>& ste) {
  return v.scan_whole_cd_table ? Shl(Bits<D, 64>(1), Get<"S1CDMax">(ste)) : Bits<D, 64>(1);
}

/// Where the scan reads the CD of a SubstreamID, and the L1CD on the way.
template <class D>
struct ScannedCdPlace {
  Bool<D> reads;  ///< at all
  Bits<D, 64> l1cd;
  Bits<D, 64> cd;
};
/// `l1cd` is the descriptor at the place found.
template <class D>
ScannedCdPlace<D> ScannedPlace(const Variant& v, const Ste<D>& ste, const L1Cd<D>& l1cd,
                               const Bits<D, 20>& ssid) {
  using B64 = Bits<D, 64>;
  const B64 base = Addr<"S1ContextPtr">(ste);
  const B64 index = Zext<64>(ssid);
  const B64 in_l1 = Shl(Lshr(index, B64(kCdLeafLog2)), B64(3));
  const B64 in_leaf = index & B64(MaxValue(kCdLeafLog2));
  const B64 leaf_cds = v.scan_whole_cd_table ? ScannedLeafCds(ste) : B64(1);
  const Bool<D> reads_leaf = in_l1 < (v.scan_whole_cd_table ? CdTableBytes(v, ste) : B64(8)) &&
                             in_leaf < leaf_cds && Is<"V">(l1cd);
  const Bool<D> two_level = CdTableTwoLevel(v, ste);
  return {Ite(two_level, reads_leaf, index < ScannedLinearCds(v, ste)), base + in_l1,
          Ite(two_level, Addr<"L2Ptr">(l1cd) + Shl(in_leaf, B64(6)), base + Shl(index, B64(6)))};
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
