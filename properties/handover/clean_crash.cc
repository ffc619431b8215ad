#include "properties/handover/clean_crash.h"

#include "generators/hand_over.h"

namespace quiesce {

HandOver CleanCrash(std::uint64_t seed) {
  Prng p(seed);
  HandOver h = DrawHandOver(p, {});
  h.calls = FullPlan(h);
  h.caches.clear();
  return h;
}

}  // namespace quiesce
