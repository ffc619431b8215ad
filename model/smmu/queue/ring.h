// Arithmetic of the SMMU's circular queues. IHI 0070 G.b 3.5.1.
//
// An index register holds, in its low QS + 1 bits, an index of QS bits and above it the wrap flag;
// QS is the effective log2 of the number of entries, 0 to 19. Bits above are ignored. Read as one
// number of QS + 1 bits, index and wrap count entries modulo twice the size.
#pragma once

#include "spec/word/word.h"

namespace quiesce {

/// PROD or CONS, wrap flag included.
template <class D>
using QueueIndex = Bits<D, 20>;

/// *_BASE.LOG2SIZE capped by what IDR1 gives as the most. IHI 0070 G.b 6.3.26.
template <class D>
Bits<D, 5> EffectiveLog2Size(const Bits<D, 5>& log2size, const Bits<D, 5>& limit) {
  return Min(log2size, limit);
}

/// The bits of an index register that count.
template <class D>
QueueIndex<D> Position(const QueueIndex<D>& index, const Bits<D, 5>& qs) {
  return index & LowMask<20>(qs + Bits<D, 5>(1));
}

/// The entry that an index register points at, 0 to 2^QS - 1.
template <class D>
QueueIndex<D> EntryOf(const QueueIndex<D>& index, const Bits<D, 5>& qs) {
  return index & LowMask<20>(qs);
}

/// Entries from CONS to PROD; at most 2^QS in a consistent state.
template <class D>
QueueIndex<D> Used(const QueueIndex<D>& prod, const QueueIndex<D>& cons, const Bits<D, 5>& qs) {
  return Position(prod - cons, qs);
}

template <class D>
Bool<D> IsEmpty(const QueueIndex<D>& prod, const QueueIndex<D>& cons, const Bits<D, 5>& qs) {
  return Used(prod, cons, qs) == 0;
}

template <class D>
Bool<D> IsFull(const QueueIndex<D>& prod, const QueueIndex<D>& cons, const Bits<D, 5>& qs) {
  return Used(prod, cons, qs) == Shl(QueueIndex<D>(1), qs);
}

/// False if PROD > CONS with different wrap flags or PROD < CONS with the same.
template <class D>
Bool<D> IsConsistent(const QueueIndex<D>& prod, const QueueIndex<D>& cons, const Bits<D, 5>& qs) {
  return Used(prod, cons, qs) <= Shl(QueueIndex<D>(1), qs);
}

/// The index one entry on, wrapped.
template <class D>
QueueIndex<D> Next(const QueueIndex<D>& index, const Bits<D, 5>& qs) {
  return Position(index + QueueIndex<D>(1), qs);
}

/// Moving PROD from `old_prod` to `prod` only adds entries: none is taken back and none beyond the
/// size is added. IHI 0070 G.b 3.21.2.
template <class D>
Bool<D> OnlyAdds(const QueueIndex<D>& old_prod, const QueueIndex<D>& prod,
                 const QueueIndex<D>& cons, const Bits<D, 5>& qs) {
  return IsConsistent(prod, cons, qs) && Used(old_prod, cons, qs) <= Used(prod, cons, qs);
}

/// Moving CONS only frees entries that were there.
template <class D>
Bool<D> OnlyFrees(const QueueIndex<D>& old_cons, const QueueIndex<D>& cons,
                  const QueueIndex<D>& prod, const Bits<D, 5>& qs) {
  return IsConsistent(prod, cons, qs) && Used(prod, cons, qs) <= Used(prod, old_cons, qs);
}

/// *_BASE.ADDR aligned down to the queue's size in bytes, at least 32. `entry_log2` is the log2 of
/// an entry's size: 4 (command, page request) or 5 (event). IHI 0070 G.b 6.3.26, 6.3.29.
template <class D>
Bits<D, 64> EffectiveBase(const Bits<D, 64>& addr, const Bits<D, 5>& qs, unsigned entry_log2) {
  return ClearLow(addr, Max(qs + Bits<D, 5>(entry_log2), Bits<D, 5>(5)));
}

/// The address of the entry that an index points at; `base` as EffectiveBase gives it.
template <class D>
Bits<D, 64> EntryAddress(const Bits<D, 64>& base, const QueueIndex<D>& index, const Bits<D, 5>& qs,
                         unsigned entry_log2) {
  return base | Shl(Zext<64>(EntryOf(index, qs)), Bits<D, 64>(entry_log2));
}

}  // namespace quiesce
