// What the driver's decisions make of the crashed kernel's words: the decisions are those that run
// (adopt_checks.h, id_scan_rules.h, deferral.h, driver_table.h), read in either domain.
#pragma once

#include "model/driver/deferral.h"
#include "model/driver/id_scan_rules.h"
#include "model/protocol/protocol.h"

namespace quiesce {

/// The registers that the decisions about the table read.
template <class D>
struct TableWords {
  RegisterRecord<D, Reg::IDR0> idr0;
  RegisterRecord<D, Reg::IDR1> idr1;
  RegisterRecord<D, Reg::STRTAB_BASE> base;
  RegisterRecord<D, Reg::STRTAB_BASE_CFG> cfg;

  DriverTable<D> table() const { return MakeDriverTable(base, cfg); }
};

/// What the driver reads for one stream.
template <class D>
struct StreamWords {
  L1Std<D> l1std;  ///< of a 2-level table
  Ste<D> ste;
};

template <class D>
Bool<D> AcceptsTable(const Variant& v, const TableWords<D>& w) {
  AdoptRegisters<D> r;
  r.base = w.base;
  r.cfg = w.cfg;
  AnyRule<D> refuses;
  StreamTableRules(v, ProbeFeatures(w.idr0, w.idr1), r, refuses);
  return !refuses.any();
}

template <class D>
Bool<D> LooksEmpty(const Variant& v, const TableWords<D>& w, const StreamWords<D>& s) {
  return w.table().two_level && L1Empty(v, s.l1std);
}

/// The words of this stream alone make the driver toss.
template <class D>
Bool<D> Tosses(const Variant& v, const TableWords<D>& w, const StreamWords<D>& s) {
  const Bool<D> two_level = w.table().two_level;
  AnyRule<D> refuses;
  refuses.Within(two_level, [&] { L1DescriptorRules(v, L1CheckTime::kAdopt, s.l1std, refuses); });
  const bool scans = v.reserves_ids && v.bad_scan_entry != BadScanEntry::kSkip;
  refuses.Within(Bool<D>(scans) && !LooksEmpty(v, w, s),
                 [&] { ScanSteRules(v, ProbeFeatures(w.idr0, w.idr1), s.ste, refuses); });
  return refuses.any();
}

/// Sets what follows from the words of one stream.
template <class D>
void Decide(const Variant& v, const TableWords<D>& w, const StreamWords<D>& s,
            ProtocolStream<D>& to) {
  to.l1_empty = LooksEmpty(v, w, s);
  to.tosses = Tosses(v, w, s);
  to.defers = Defers(v, s.ste) && !to.l1_empty;
}

}  // namespace quiesce
