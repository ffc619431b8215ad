// What is asked about tables: where hardware reads, what the driver maps, and which images it has
// to accept. In either domain, as premises and a claim; see stream_lemma.h for the statements.
#pragma once

#include <string>

#include "model/driver/id_scan_rules.h"
#include "model/lemmas/question.h"
#include "model/lemmas/rule_inputs.h"
#include "spec/caps_possible.h"

namespace quiesce {

template <class D>
AdoptRegisters<D> TableRegisters(const RuleInputs<D>& in) {
  return {{}, {}, {}, in.strtab_base, in.strtab_cfg};
}

/// Adds the checks of STRTAB_BASE and STRTAB_BASE_CFG.
template <class D>
void AddAcceptedTable(const Variant& v, const RuleInputs<D>& in, LemmaQuestion<D>& q) {
  AllRules<D, AdoptRule> rules;
  StreamTableRules(v, ProbeFeatures(in.caps.idr0, in.caps.idr1), TableRegisters(in), rules);
  for (const auto& [rule, broken] : rules.entries()) {
    q.premises.push_back({"check " + std::string(SpecOf(rule).id), !broken});
  }
}

template <class D>
Bool<D> InBounds(const TableBounds<D>& b, const Bits<D, 64>& address, unsigned size) {
  return b.first < b.end && b.first <= address && address <= b.end - Bits<D, 64>(size);
}

/// `any_sid`: a broken twin, with a StreamID that is not in range.
template <class D>
LemmaQuestion<D> ReadsInside(const RuleInputs<D>& in, bool any_sid) {
  const StrtabConfig<D> t = in.strtab();
  const Bool<D> l2 = Implies(
      L1StdUsable(t, in.l1std, in.sid),
      InBounds(L2Bounds(t, in.l1std, in.caps), L2SteAddress(t, in.l1std, in.sid, in.caps), 64));
  LemmaQuestion<D> q;
  q.premises.push_back({"assume such an SMMU can be", CapsPossible(in.caps)});
  q.premises.push_back(
      {"given the StreamID is in range", Bool<D>(any_sid) || SidInRange(t, in.sid)});
  q.claim = Ite(t.two_level, InBounds(L1Bounds(t), L1StdAddress(t, in.sid), 8) && l2,
                InBounds(LinearBounds(t), LinearSteAddress(t, in.sid), 64));
  return q;
}

/// `few`: a broken twin, with at most eight start tables.
template <class D>
LemmaQuestion<D> LegalSizes(const RuleInputs<D>& in, bool few) {
  using B7 = Bits<D, 7>;
  const B7 below = S2BitsBelowStart(in.ste);
  const B7 input = S2InputBits(Get<"S2T0SZ">(in.ste), Is<"S2AA64">(in.ste));
  const B7 most = GranuleStride<D>(EffectiveS2Tg(in.ste)) + B7(few ? 3 : 4);
  const CdHalf<D> lower = LowerHalf(in.cd, in.world(), in.caps);
  const Bits<D, 6> txsz = EffectiveTxsz(lower, Is<"AA64">(in.cd), in.caps);
  const Bool<D> walks = Stage1Translates(in.ste) && Is<"AA64">(in.cd) && lower.walks;
  LemmaQuestion<D> q;
  q.premises.push_back({"assume such an SMMU can be", CapsPossible(in.caps)});
  q.premises.push_back({"given the STE is legal", !SteIllegal(in.ste, in.caps, in.ste_choices)});
  q.premises.push_back({"given the CD is legal",
                        Implies(Stage1Translates(in.ste),
                                !CdIllegal(in.cd, in.ste, in.world(), in.caps, in.cd_choices))});
  q.claim = Implies(Stage2Translates(in.ste), input > below && input - below <= most) &&
            Implies(walks, GranuleSupported<D>(lower.granule, in.caps) && txsz >= 12 && txsz <= 48);
  return q;
}

template <class D>
LemmaQuestion<D> DriverSizes(const Variant& v, const RuleInputs<D>& in) {
  using B64 = Bits<D, 64>;
  const DriverFeatures<D> f = ProbeFeatures(in.caps.idr0, in.caps.idr1);
  const DriverTable<D> t = MakeDriverTable(in.strtab_base, in.strtab_cfg);
  const Bits<D, 6> log2size = Get<"LOG2SIZE">(in.strtab_cfg);
  const Bits<D, 6> split = Zext<6>(Get<"SPLIT">(in.strtab_cfg));
  const B64 bytes = t.MappedBytes();
  const B64 entries = Shl(B64(1), Ite(t.two_level, log2size - split, log2size));
  const B64 most = Ite(t.two_level, Shl(B64(8), f.sid_bits - Bits<D, 6>(kDriverSplit)),
                       Shl(B64(64), f.sid_bits));
  LemmaQuestion<D> q;
  q.premises.push_back({"assume such an SMMU can be", CapsPossible(in.caps)});
  AddAcceptedTable(v, in, q);
  q.claim = Zext<64>(t.entries) == entries && bytes <= most && t.base <= ~bytes;
  return q;
}

// --- what Linux writes: of words what IsWellFormed (model/world/hand_over.h) says of a scenario
// ---

template <class D>
Bool<D> TableLikeLinux(const RuleInputs<D>& in) {
  const DriverFeatures<D> f = ProbeFeatures(in.caps.idr0, in.caps.idr1);
  const DriverTable<D> t = MakeDriverTable(in.strtab_base, in.strtab_cfg);
  const Bits<D, 2> fmt = Get<"FMT">(in.strtab_cfg);
  const Bits<D, 6> log2size = Get<"LOG2SIZE">(in.strtab_cfg);
  const Bits<D, 6> own(kDriverMaxL1Log2 + kDriverSplit);
  const Bool<D> two_level = f.two_level && Get<"SPLIT">(in.strtab_cfg) == kDriverSplit &&
                            log2size >= kDriverSplit && log2size <= own;
  const Bool<D> linear = log2size <= Ite(f.two_level, own, Bits<D, 6>(31));
  return (fmt == 0 || fmt == 1) && log2size <= f.sid_bits && Ite(fmt == 1, two_level, linear) &&
         AlignedTo(t.base, t.MappedBytes());
}

template <class D>
Bool<D> L1StdLikeLinux(const L1Std<D>& l1std) {
  const Bits<D, 64> l2 = DriverL2Base(l1std);
  return Get<"Span">(l1std) == 0 || (Get<"Span">(l1std) == kDriverL1Span && l2 != 0 &&
                                     AlignedTo(l2, Bits<D, 64>(kDriverL2Bytes)));
}

/// The format counts where there is a table of more than one CD.
template <class D>
Bool<D> SteLikeLinux(const RuleInputs<D>& in) {
  const DriverFeatures<D> f = ProbeFeatures(in.caps.idr0, in.caps.idr1);
  const Bits<D, 3> config = Get<"Config">(in.ste);
  const Bits<D, 5> cdmax = Get<"S1CDMax">(in.ste);
  const Bits<D, 2> fmt = Ite(cdmax == 0, Bits<D, 2>(0), Get<"S1Fmt">(in.ste));
  const Bits<D, 64> cds = Addr<"S1ContextPtr">(in.ste);
  const Bits<D, 64> cd_bytes = Shl(Bits<D, 64>(64), Ite(fmt == 2, Bits<D, 5>(0), cdmax));
  const Bits<D, 64> l1_bytes =
      Shl(Bits<D, 64>(8), Ite(cdmax < kCdLeafLog2, Bits<D, 5>(0), cdmax - Bits<D, 5>(kCdLeafLog2)));
  const Bool<D> stage1 = cds != 0 && cdmax <= f.ssid_bits && (fmt == 0 || (fmt == 2 && f.cd2l)) &&
                         AlignedTo(cds, cd_bytes) && AlignedTo(cds, l1_bytes);
  const Bits<D, 16> vmid = Get<"S2VMID">(in.ste);
  const Bool<D> stage2 = vmid != 0 && Zext<32>(vmid) < Shl(Bits<D, 32>(1), f.vmid_bits);
  return !Is<"V">(in.ste) ||
         (!SteIllegal(in.ste, in.caps, in.ste_choices) && (config == 0 || config >= 4) &&
          Implies(config == 5, stage1) && Implies(config >= 6, stage2));
}

template <class D>
Bool<D> CdLikeLinux(const RuleInputs<D>& in) {
  const Bits<D, 5> bits = ProbeFeatures(in.caps.idr0, in.caps.idr1).asid_bits;
  const Bits<D, 16> asid = Get<"ASID">(in.cd);
  const Bits<D, 64> leaf = Addr<"L2Ptr">(in.l1cd);
  const Bool<D> l1 = leaf != 0 && AlignedTo(leaf, Bits<D, 64>(kCdLeafBytes));
  return Implies(Is<"V">(in.l1cd), l1) &&
         Implies(Is<"V">(in.cd), asid != 0 && Zext<32>(asid) < Shl(Bits<D, 32>(1), bits));
}

/// Every check of the driver that looks at these words.
template <class D, class Sink>
void AcceptanceRules(const Variant& v, const RuleInputs<D>& in, Sink& refuses) {
  const DriverFeatures<D> f = ProbeFeatures(in.caps.idr0, in.caps.idr1);
  StreamTableRules(v, f, TableRegisters(in), refuses);
  L1DescriptorRules(v, L1CheckTime::kAdopt, in.l1std, refuses);
  L1DescriptorRules(v, L1CheckTime::kInsert, in.l1std, refuses);
  if (!v.reserves_ids) return;
  const Bool<D> stage1 = Is<"V">(in.ste) && Get<"Config">(in.ste) == 5;
  ScanSteRules(v, f, in.ste, refuses);
  refuses.Within(stage1 && CdTableTwoLevel(v, in.ste), [&] { ScanL1CdRules(v, in.l1cd, refuses); });
  refuses.Within(stage1, [&] { ScanCdRules(v, f, in.cd, refuses); });
}

/// `but_one`: without the STE whose format the newest takes for one that counts.
template <class D>
LemmaQuestion<D> WellFormedIsAccepted(const Variant& v, const RuleInputs<D>& in, bool but_one) {
  LemmaQuestion<D> q;
  const auto suppose = [&](const char* name, const Bool<D>& c) { q.premises.push_back({name, c}); };
  suppose("assume such an SMMU can be", CapsPossible(in.caps));
  suppose("given the table is as Linux makes it", TableLikeLinux(in));
  suppose("given the L1STD is", L1StdLikeLinux(in.l1std));
  suppose("given the STE is", SteLikeLinux(in));
  suppose("given the L1CD and CD are", CdLikeLinux(in));
  if (but_one) {
    suppose("given S1Fmt is 0 where S1CDMax is",
            Implies(Get<"S1CDMax">(in.ste) == 0, Get<"S1Fmt">(in.ste) == 0));
  }
  AnyRule<D> refuses;
  AcceptanceRules(v, in, refuses);
  q.claim = !refuses.any();
  return q;
}

}  // namespace quiesce
