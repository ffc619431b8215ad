// That a reset of the driver ends, in either domain: a rank that each of its steps lowers, one that
// each update of the SMMU lowers, and that somebody can always take a step. Then whoever goes on
// taking steps reaches a state in which the driver is probed, or has given up.
//
// Others may act as often as they like, and change neither rank of the driver. Polls that time out
// are steps of the driver. Stores to the entries of streams lower no rank: there is one for each
// stream that the firmware lists.
#pragma once

#include "model/protocol/actions.h"
#include "properties/proved/solver.h"

namespace quiesce {

/// The driver is in the middle of something that has to end.
template <class D>
Bool<D> Resetting(const Protocol<D>& p) {
  return !In(p, Phase::kCrashed) && !In(p, Phase::kLive) && !In(p, Phase::kStopped) &&
         !In(p, Phase::kGone);
}

/// Phases only go up, and each write of one phase is made once: larger is nearer to the end.
template <class D>
Bits<D, 9> Progress(const Protocol<D>& p) {
  return Concat(p.phase, p.written);
}

/// What the SMMU still has to do: smaller is nearer to the end.
template <class D>
Bits<D, 12> PendingUpdates(const Protocol<D>& p) {
  const auto bit = [](const Bool<D>& b) { return Ite(b, Bits<D, 1>(1), Bits<D, 1>(0)); };
  const Bool<D> on = Cr0Has(p.cr0, kSmmuenBit);
  return Concat(p.cr0 ^ p.ack, Concat(bit(p.enabled != on),
                                      Concat(bit(p.gbpa_update),
                                             bit(p.gbpa_update && p.gbpa_abort != p.gbpa_next))));
}

inline bool IsUpdate(std::string_view action) {
  return action == "SMMUEN takes effect" || action == "CR0ACK follows" ||
         action == "GBPA takes effect" || action == "GBPA.Update := 0";
}

/// In the middle of a reset, and neither the driver nor an update can go on. `actions(in)` are
/// those of `p`.
template <class D, class Actions>
Bool<D> Stuck(const Protocol<D>& p, Actions&& actions) {
  Bool<D> goes_on(false);
  // CR0ACK may follow in all bits, or in all but SMMUEN while that is not in effect.
  for (const std::uint64_t bits : {0x1FF, 0x1FE}) {
    const ActionInputs<D> in{Bits<D, kCr0Bits>(bits), Bool<D>(false), Bool<D>(false)};
    for (const GuardedAction<D>& a : actions(in)) {
      const bool driver = a.party == Party::kDriver && a.stream < 0;
      if (driver) goes_on = goes_on || (a.Enabled() && Progress(p) < Progress(a.next));
      if (driver) goes_on = goes_on || (a.Enabled() && !Resetting(a.next));
      if (!IsUpdate(a.name)) continue;
      goes_on = goes_on || (a.Enabled() && PendingUpdates(a.next) < PendingUpdates(p));
    }
  }
  return Resetting(p) && !goes_on;
}

/// The action does not lower the rank that it has to, or another one rises.
template <class D>
Bool<D> LosesGround(const Protocol<D>& p, const GuardedAction<D>& a, const Bool<D>& changes) {
  const Bool<D> over = !Resetting(a.next);
  const Bool<D> same = Progress(a.next) == Progress(p);
  Bool<D> good = same;
  if (a.party == Party::kDriver && a.stream < 0) good = over || Progress(p) < Progress(a.next);
  if (IsUpdate(a.name)) good = same && PendingUpdates(a.next) < PendingUpdates(p);
  return Resetting(p) && a.Enabled() && changes && !good;
}

}  // namespace quiesce
