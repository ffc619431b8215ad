// The passes that make a drawn hand-over smaller.
#pragma once

#include <cstddef>
#include <vector>

#include "generators/hand_over.h"

namespace quiesce {

/// Every case that is one cut away, the largest cuts first: plain answers of the SMMU; steps
/// (actions, faults, calls) in halves, then one by one; devices with their streams; what is in
/// flight; caches; the scenario's own cuts (shrinkers/scenario.h); oddities of the platform; single
/// answers. Each candidate is smaller, so repeating ends.
std::vector<HandOverCase> SmallerHandOvers(const HandOverCase& c);

/// What a reader of the case has to follow.
struct HandOverSize {
  std::size_t fields = 0;  ///< corrupted: in the image, by stale caches, by stores of others
  std::size_t steps = 0;   ///< calls, actions and faults
  friend bool operator==(const HandOverSize&, const HandOverSize&) = default;
};
HandOverSize SizeOf(const HandOver& h);

}  // namespace quiesce
