// How the driver changes a live entry, over the word domain: the entries that memory holds at the
// end of each stage. In a stage, words that differ are stored one at a time, from the first to the
// last; then the entry is invalidated, and nothing fetched before is used any more.
#pragma once

#include "model/driver/used_bits_rules.h"

namespace quiesce {

template <class D>
struct UpdateStages {
  std::array<Entry<D>, 4> entries;  ///< the live one, and after each stage; the last is the target
  Bool<D> hitless;                  ///< false: the entry is V = 0 in between
};

/// `used_*` are the bits that the planner takes for used in either entry; `safe` may change under a
/// live entry nevertheless. If at most one word carries used bits that must change, that word goes
/// last of the used ones; otherwise the entry is made invalid first.
template <class D>
UpdateStages<D> StagesOf(const Entry<D>& live, const Entry<D>& target, const Entry<D>& used_live,
                         const Entry<D>& used_target, const Entry<D>& safe) {
  const auto pick = [](const Bool<D>& when, const Entry<D>& a, const Entry<D>& b) {
    Entry<D> e;
    for (std::size_t i = 0; i < e.size(); ++i) e[i] = Ite(when, a[i], b[i]);
    return e;
  };
  Entry<D> prepared;  // keeps every used bit of the live entry
  std::array<Bool<D>, 8> critical;
  Bool<D> some(false);
  Bool<D> many(false);
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    const Bits<D, 64> keep = used_live[i] & ~(safe[i] & used_target[i]);
    prepared[i] = (live[i] & keep) | (target[i] & ~keep);
    critical[i] = ((prepared[i] ^ target[i]) & used_target[i]) != 0;
    many = many || (some && critical[i]);
    some = some || critical[i];
  }
  Entry<D> before = prepared;
  Entry<D> after = prepared;
  Entry<D> invalid = live;
  Entry<D> ready = target;
  for (std::size_t i = 0; i < before.size(); ++i) {
    before[i] = Ite(critical[i], live[i], prepared[i]);
    after[i] = Ite(critical[i], target[i], prepared[i]);
  }
  invalid[0] = ready[0] = Bits<D, 64>(0);
  return {{live, pick(many, invalid, pick(some, before, live)),
           pick(many, ready, pick(some, after, live)), target},
          !many};
}

}  // namespace quiesce
