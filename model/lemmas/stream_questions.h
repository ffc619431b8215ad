// The statements of stream_lemma.h, in either domain.
#pragma once

#include "model/driver/deferral.h"
#include "model/driver/make_ste.h"
#include "model/lemmas/stream_lemma.h"
#include "model/lemmas/table_questions.h"
#include "spec/stream_tags.h"

namespace quiesce {

template <class D>
struct StreamInputs {
  RuleInputs<D> words;
  Bits<D, 16> id;  ///< of the new domain
  Bool<D> stage2;  ///< the new domain is one of stage 2, and `id` a VMID
  Bool<D> vhe;     ///< the kernel runs at EL2
  Bool<D> global;  ///< the leaf of the live translation has nG = 0
};

template <class D>
std::vector<Bool<D>> SteKinds(const RuleInputs<D>& in, bool overlapping) {
  const Bool<D> valid = Is<"V">(in.ste);
  const Bool<D> legal = valid && !SteIllegal(in.ste, in.caps, in.ste_choices);
  const Bool<D> s1 = Stage1Translates(in.ste);
  const Bool<D> s2 = Stage2Translates(in.ste);
  return {!valid,
          valid && !legal,
          legal && StreamAborts(in.ste),
          legal && StreamBypasses(in.ste),
          legal && s1 && (Bool<D>(overlapping) || !s2),
          legal && s2 && !s1,
          legal && s1 && s2};
}

template <class D>
std::vector<Bool<D>> CdKinds(const RuleInputs<D>& in, bool overlapping) {
  const Bool<D> valid = Is<"V">(in.cd);
  const Bool<D> legal = valid && !CdIllegal(in.cd, in.ste, in.world(), in.caps, in.cd_choices);
  const Bool<D> low = !Is<"EPD0">(in.cd);
  const Bool<D> high = !Is<"EPD1">(in.cd);
  return {!valid,
          valid && !legal,
          legal && low && (Bool<D>(overlapping) || !high),
          legal && high && !low,
          legal && low && high,
          legal && !low && !high};
}

template <class D>
Bool<D> ExactlyOne(const std::vector<Bool<D>>& kinds) {
  Bool<D> some(false);
  Bool<D> two(false);
  for (const Bool<D>& k : kinds) {
    two = two || (some && k);
    some = some || k;
  }
  return some && !two;
}

/// The driver's own STE and CD for the new domain, as far as tags go.
template <class D>
StreamTags<D> TagsOfNewDomain(const StreamInputs<D>& in) {
  const auto lift = [](const auto& from, auto to) {
    for (unsigned i = 0; i < 8; ++i) to.word(i) = Bits<D, 64>(from.word(i).raw());
    return to;
  };
  const Ste<D> plain = lift(Stage1Ste({}, {}, 2), Ste<D>());
  const Ste<D> el2 = lift(Stage1Ste({.e2h = true}, {}, 2), Ste<D>());
  const Bool<D> e2h = in.vhe && Is<"Hyp">(in.words.caps.idr0);
  Ste<D> ste;
  for (unsigned i = 0; i < 8; ++i) ste.word(i) = Ite(e2h, el2.word(i), plain.word(i));
  const Cd<D> cd = With<"ASID">(lift(DmaCd(0, 0), Cd<D>()), in.id);
  return Stage1Tags(ste, cd, in.words.caps, in.words.e2h);
}

/// Where the SMMU fetches the CD, and the L1CD before it.
template <class D>
struct FetchedCdPlace {
  CdTable<D> table;
  Bits<D, 64> l1cd;
  Bits<D, 64> cd;
};
template <class D>
FetchedCdPlace<D> PlaceOfCd(const RuleInputs<D>& in) {
  const CdTable<D> t = DecodeCdTable(in.ste, in.caps);
  return {
      t, L1CdAddress(t, in.ssid),
      Ite(t.two_level, LeafCdAddress(t, in.l1cd, in.ssid, in.caps), LinearCdAddress(t, in.ssid))};
}

/// The scan has put the ID of the CD that the SMMU uses, or of the STE, into the driver's maps.
template <class D>
Bool<D> Reserved(const Variant& v, const RuleInputs<D>& in, const Bool<D>& vmid) {
  if (!v.reserves_ids) return Bool<D>(false);
  const FetchedCdPlace<D> at = PlaceOfCd(in);
  const ScannedCdPlace<D> scanned = ScannedPlace(v, in.ste, in.l1cd, in.ssid);
  AnyRule<D> skipped;
  ScanCdRules(v, ProbeFeatures(in.caps.idr0, in.caps.idr1), in.cd, skipped);
  const Bool<D> same_l1 =
      !CdTableTwoLevel(v, in.ste) || (at.table.two_level && scanned.l1cd == at.l1cd);
  const Bool<D> asid = Bool<D>(v.reserves_asids) && Get<"Config">(in.ste) == 5 && scanned.reads &&
                       same_l1 && scanned.cd == at.cd && ScannedCdValid(v, in.cd) &&
                       !skipped.any() && ScannedAsid(v, in.cd) == Get<"ASID">(in.cd);
  return Ite(vmid, Stage2Translates(in.ste), asid);
}

/// Adds what the driver and the architecture have let pass.
template <class D>
void AddAccepted(const Variant& v, const RuleInputs<D>& in, LemmaQuestion<D>& q) {
  q.premises.push_back({"assume such an SMMU can be", CapsPossible(in.caps)});
  q.premises.push_back({"given the STE is valid", Is<"V">(in.ste)});
  q.premises.push_back({"given the STE is legal", !SteIllegal(in.ste, in.caps, in.ste_choices)});
  if (!v.reserves_ids) return;
  AllRules<D, AdoptRule> rules;
  const DriverFeatures<D> f = ProbeFeatures(in.caps.idr0, in.caps.idr1);
  ScanSteRules(v, f, in.ste, rules);
  const FetchedCdPlace<D> at = PlaceOfCd(in);
  rules.Within(Get<"Config">(in.ste) == 5 && at.table.two_level,
               [&] { ScanL1CdRules(v, in.l1cd, rules); });
  if (v.bad_scan_entry != BadScanEntry::kSkipCd) {
    rules.Within(Get<"Config">(in.ste) == 5, [&] { ScanCdRules(v, f, in.cd, rules); });
  }
  for (const auto& [rule, broken] : rules.entries()) {
    q.premises.push_back({"check " + std::string(SpecOf(rule).id), !broken});
  }
}

template <class D>
Bool<D> ReadsAlike(const Variant& v, const RuleInputs<D>& in) {
  const Bits<D, 3> config = Get<"Config">(in.ste);
  const CdTable<D> t = DecodeCdTable(in.ste, in.caps);
  const Bool<D> two = CdTableTwoLevel(v, in.ste);
  const Bool<D> table = two == t.two_level && (!two || t.leaf_bits == kCdLeafLog2) &&
                        Get<"S1CDMax">(in.ste) == t.index_bits;
  return (config == 0 || config >= 4) && Implies(config == 5, table);
}

template <class D>
LemmaQuestion<D> IdsFound(const Variant& v, const StreamInputs<D>& s, bool but_one) {
  const RuleInputs<D>& in = s.words;
  const DriverFeatures<D> f = ProbeFeatures(in.caps.idr0, in.caps.idr1);
  const FetchedCdPlace<D> at = PlaceOfCd(in);
  const Bool<D> stage1 = Stage1Translates(in.ste);
  LemmaQuestion<D> q;
  AddAccepted(v, in, q);
  const auto suppose = [&](const char* name, const Bool<D>& c) { q.premises.push_back({name, c}); };
  const Bool<D> in_range =
      Ite(at.table.index_bits == 0, in.ssid == 0, SsidInRange(at.table, in.ssid));
  suppose("given the SubstreamID is in range", Implies(stage1, in_range));
  suppose("given the L1CD is valid", Implies(stage1 && at.table.two_level, Is<"V">(in.l1cd)));
  suppose("given the CD is legal",
          Implies(stage1,
                  Is<"V">(in.cd) && !CdIllegal(in.cd, in.ste, in.world(), in.caps, in.cd_choices)));
  suppose("given the CD has a half that is walked",
          Implies(stage1, !(Is<"EPD0">(in.cd) && Is<"EPD1">(in.cd))));
  const Bits<D, 5> bits = Ite(s.stage2, f.vmid_bits, f.asid_bits);
  suppose("given the new ID is one that the driver can give",
          s.id != 0 && Zext<32>(s.id) < Shl(Bits<D, 32>(1), bits));
  const Bits<D, 16> theirs = Ite(s.stage2, Get<"S2VMID">(in.ste), Get<"ASID">(in.cd));
  suppose("given the new ID is not in its maps", !(Reserved(v, in, s.stage2) && s.id == theirs));
  suppose(v.checks_cr2 ? "check that CR2.E2H is what the driver sets"
                       : "assume CR2.E2H is what the driver sets",
          in.e2h == (s.vhe && Is<"Hyp">(in.caps.idr0)));
  suppose("assume no live leaf is global", !s.global);
  suppose("assume CD pointers are below 2^OAS", FitsIn(Addr<"S1ContextPtr">(in.ste), in.caps.oas) &&
                                                    FitsIn(Addr<"L2Ptr">(in.l1cd), in.caps.oas));
  if (but_one) {
    suppose("given S1Fmt is 0 where S1CDMax is",
            Implies(Get<"S1CDMax">(in.ste) == 0, Get<"S1Fmt">(in.ste) == 0));
  }
  const StreamTags<D> live = Stage1Tags(in.ste, in.cd, in.caps, in.e2h);
  const Bool<D> meets = Ite(s.stage2, Stage2Translates(in.ste) && live.vmid == s.id,
                            stage1 && TagsMeet(live, TagsOfNewDomain(s), s.global));
  q.claim = !meets;
  return q;
}

/// `broken`: of a lemma about entries alone its twin.
template <class D>
LemmaQuestion<D> QuestionOf(StreamLemma lemma, const Variant& v, const StreamInputs<D>& s,
                            bool broken = false) {
  const RuleInputs<D>& in = s.words;
  LemmaQuestion<D> q;
  switch (lemma) {
    case StreamLemma::kSteKinds:
      q.claim = ExactlyOne(SteKinds(in, broken));
      break;
    case StreamLemma::kCdKinds:
      q.claim = ExactlyOne(CdKinds(in, broken));
      break;
    case StreamLemma::kReadsInside:
      return ReadsInside(in, broken);
    case StreamLemma::kLegalSizes:
      return LegalSizes(in, broken);
    case StreamLemma::kDriverSizes:
      return DriverSizes(v, in);
    case StreamLemma::kWellFormed:
    case StreamLemma::kWellFormedButOne:
      return WellFormedIsAccepted(v, in, lemma == StreamLemma::kWellFormedButOne);
    case StreamLemma::kLiveFound: {
      const StrtabConfig<D> t = in.strtab();
      q.premises.push_back({"assume such an SMMU can be", CapsPossible(in.caps)});
      q.premises.push_back(
          {"given the SMMU finds an STE",
           SidInRange(t, in.sid) && Implies(t.two_level, L1StdUsable(t, in.l1std, in.sid))});
      AddAcceptedTable(v, in, q);
      const DriverTable<D> driver = MakeDriverTable(in.strtab_base, in.strtab_cfg);
      q.claim = !(driver.two_level && L1Empty(v, in.l1std));
      break;
    }
    case StreamLemma::kDefersLive:
      AddAccepted(v, in, q);
      q.claim = Defers(v, in.ste) == !StreamAborts(in.ste);
      break;
    case StreamLemma::kReadsAlike:
      AddAccepted(v, in, q);
      q.claim = ReadsAlike(v, in);
      break;
    case StreamLemma::kIdsFound:
    case StreamLemma::kIdsFoundButOne:
      return IdsFound(v, s, lemma == StreamLemma::kIdsFoundButOne);
  }
  return q;
}

}  // namespace quiesce
