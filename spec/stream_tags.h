// The tags of what a stream's translations leave in a TLB. IHI 0070 G.b 3.17, 5.2 (S2VMID), 5.4.1
// (ASID, ASET).
#pragma once

#include "spec/ste_view.h"

namespace quiesce {

template <class D>
struct StreamTags {
  StreamWorld<D> world = StreamWorld<D>::NsEl1();
  Bits<D, 16> vmid;  ///< 0 where translations have none
  Bits<D, 16> asid;  ///< 0 where they have none
  Bool<D> aset;
};

/// Of stage 2, and what its VMID adds to those of stage 1.
template <class D>
StreamTags<D> Stage2Tags(const Ste<D>& ste, const Caps<D>& caps) {
  StreamTags<D> tags;
  tags.vmid = Ite(VmidIsUsed(ste, caps), Get<"S2VMID">(ste), Bits<D, 16>(0));
  return tags;
}

/// Of stage 1 through this CD; `e2h` is CR2.E2H. NS-EL2 has neither ASID nor ASET.
template <class D>
StreamTags<D> Stage1Tags(const Ste<D>& ste, const Cd<D>& cd, const Caps<D>& caps,
                         const Bool<D>& e2h) {
  StreamTags<D> tags = Stage2Tags(ste, caps);
  tags.world = StreamWorldOf(ste, caps, e2h);
  const Bool<D> none = tags.world.IsNsEl2();
  tags.asid = Ite(none, Bits<D, 16>(0), Get<"ASID">(cd));
  tags.aset = !none && Is<"ASET">(cd);
  return tags;
}

/// A lookup with `lookup` finds a stage 1 entry with `entry`; `global`: the entry's leaf has nG =
/// 0.
template <class D>
Bool<D> TagsMeet(const StreamTags<D>& entry, const StreamTags<D>& lookup, const Bool<D>& global) {
  const Bool<D> any_asid = entry.world.IsNsEl2() || (global && entry.aset == lookup.aset);
  return entry.world == lookup.world && entry.vmid == lookup.vmid &&
         (any_asid || entry.asid == lookup.asid);
}

}  // namespace quiesce
