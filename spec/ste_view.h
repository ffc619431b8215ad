// What an STE means once fields that are ignored, capped or overruled are taken into account.
// Non-secure streams. IHI 0070 G.b 5.2; the helper functions of 5.2.2.
#pragma once

#include <utility>

#include "spec/caps.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// Config 0xx: every transaction is aborted and nothing else in the STE is looked at.
template <class D>
Bool<D> StreamAborts(const Ste<D>& ste) {
  return (Get<"Config">(ste) & Bits<D, 3>(4)) == 0;
}
/// Config 100.
template <class D>
Bool<D> StreamBypasses(const Ste<D>& ste) {
  return Get<"Config">(ste) == 4;
}
/// Config 1x1.
template <class D>
Bool<D> Stage1Translates(const Ste<D>& ste) {
  return (Get<"Config">(ste) & Bits<D, 3>(5)) == 5;
}
/// Config 11x.
template <class D>
Bool<D> Stage2Translates(const Ste<D>& ste) {
  return (Get<"Config">(ste) & Bits<D, 3>(6)) == 6;
}

/// STE.STRW matters: stage 1 alone, with stage 1 and EL2 implemented. Config 0xx is not asked.
template <class D>
Bool<D> StrwIsUsed(const Ste<D>& ste, const Caps<D>& caps) {
  return Is<"S1P">(caps.idr0) && Is<"Hyp">(caps.idr0) && !Stage2Translates(ste) &&
         !StreamBypasses(ste);
}

/// The translation regime of a stream. IHI 0070 G.b 3.3.3, 5.2 (STRW).
template <class D>
class StreamWorld {
 public:
  static StreamWorld NsEl1() { return StreamWorld(Bits<D, 2>(0)); }
  static StreamWorld NsEl2() { return StreamWorld(Bits<D, 2>(1)); }
  static StreamWorld NsEl2E2h() { return StreamWorld(Bits<D, 2>(2)); }

  Bool<D> IsNsEl1() const { return code_ == 0; }
  Bool<D> IsNsEl2() const { return code_ == 1; }
  Bool<D> IsNsEl2E2h() const { return code_ == 2; }

  friend Bool<D> operator==(const StreamWorld& a, const StreamWorld& b) {
    return a.code_ == b.code_;
  }
  friend StreamWorld Ite(const Bool<D>& c, const StreamWorld& t, const StreamWorld& e) {
    return StreamWorld(Ite(c, t.code_, e.code_));
  }

 private:
  explicit StreamWorld(Bits<D, 2> code) : code_(std::move(code)) {}
  Bits<D, 2> code_;
};

/// The regime of a legal STE that translates; `e2h` is CR2.E2H. NS-EL1 wherever STRW is ignored.
template <class D>
StreamWorld<D> StreamWorldOf(const Ste<D>& ste, const Caps<D>& caps, const Bool<D>& e2h) {
  using W = StreamWorld<D>;
  const Bool<D> el2 = StrwIsUsed(ste, caps) && Get<"STRW">(ste) == 2;
  return Ite(el2, Ite(e2h, W::NsEl2E2h(), W::NsEl2()), W::NsEl1());
}

/// No field of this STE replaces an attribute of the transaction, if those fields exist at all.
/// IHI 0070 G.b 5.2 (MTCFG, ALLOCCFG, SHCFG, PRIVCFG, INSTCFG).
template <class D>
Bool<D> OverridesNothing(const Ste<D>& ste) {
  return !Is<"MTCFG">(ste) && Get<"ALLOCCFG">(ste) < 8 && Get<"SHCFG">(ste) == 1 &&
         Get<"PRIVCFG">(ste) < 2 && Get<"INSTCFG">(ste) < 2;
}

/// S2VMID tags the translations of this STE. Also for stage 1 alone: it depends on stage 2 being
/// implemented, not enabled.
template <class D>
Bool<D> VmidIsUsed(const Ste<D>& ste, const Caps<D>& caps) {
  return !StreamAborts(ste) && !StreamBypasses(ste) && Is<"S2P">(caps.idr0) &&
         (!StrwIsUsed(ste, caps) || Get<"STRW">(ste) == 0);
}

/// STE.EATS as it acts; `atschk` is CR0.ATSCHK. 0 for a stream that does not translate, without
/// ATS, for the value 3 (no DPT here), and for split-stage ATS while ATSCHK is 0.
template <class D>
Bits<D, 2> EffectiveEats(const Ste<D>& ste, const Caps<D>& caps, const Bool<D>& atschk) {
  const Bits<D, 2> eats = Get<"EATS">(ste);
  const Bool<D> ignored = !Is<"ATS">(caps.idr0) || StreamAborts(ste) || StreamBypasses(ste);
  return Ite(ignored || eats == 3 || (eats == 2 && !atschk), Bits<D, 2>(0), eats);
}

/// The size of the space that S1ContextPtr and L1CD.L2Ptr point into, in bits: IPA with stage 2,
/// else PA. IHI 0070 G.b 3.4.3.
template <class D>
Bits<D, 7> CdPointerBits(const Ste<D>& ste, const Caps<D>& caps) {
  return Ite(Stage2Translates(ste), caps.ias, caps.oas);
}

/// STE.S1ContextPtr itself lies outside that space. An index can carry the address of one L1CD or
/// CD over the limit too: check that address with FitsIn(address, CdPointerBits(ste, caps)).
template <class D>
Bool<D> S1ContextPtrOutOfRange(const Ste<D>& ste, const Caps<D>& caps) {
  return !FitsIn(DefinedAddress(Addr<"S1ContextPtr">(ste), caps), CdPointerBits(ste, caps));
}

}  // namespace quiesce
