// The driver's update of a live entry, an STE or a CD, as a sequence of steps.
//
// A word is stored at once and whole; between two stores, and until the invalidation completes,
// the SMMU may use any of the entries that memory held. If at most one word carries used bits that
// must change, that word goes last of the used ones and no intermediate entry mixes the two
// configurations: the update is hitless. Otherwise the entry is made invalid first.
//
// The algorithm is the Linux driver's, in our words; which bits are used is a parameter.
#pragma once

#include <vector>

#include "absl/container/inlined_vector.h"
#include "model/driver/entry_words.h"

namespace quiesce {

struct EntryStep {
  enum class Kind : std::uint8_t {
    kStore,       ///< word := value
    kInvalidate,  ///< CMD_CFGI_* for the entry, then CMD_SYNC
  };
  Kind kind;
  unsigned word = 0;
  std::uint64_t value = 0;

  friend bool operator==(const EntryStep&, const EntryStep&) = default;
};

struct UpdatePlan {
  absl::InlinedVector<EntryStep, 12> steps;  ///< room for all but the most torn updates
  bool hitless = true;                       ///< false: the entry is V = 0 in between

  unsigned Invalidations() const;
};

/// What the planner knows of an entry.
struct UsedBits {
  EntryWords (*used)(const EntryWords& entry);
  EntryWords (*safe)(const EntryWords& live, const EntryWords& target) = nullptr;  ///< none if null
};

extern const UsedBits kDriverSte;
extern const UsedBits kDriverCd;
extern const UsedBits kArchitectureSte;  ///< nothing is safe but the bits that are not used
extern const UsedBits kArchitectureCd;

/// From the entry in memory to the target. Bits of the target that it does not use go last.
UpdatePlan PlanUpdate(const EntryWords& live, const EntryWords& target, const UsedBits& bits);

/// Every entry that memory holds during the plan: before the first step, and after each store.
std::vector<EntryWords> EntriesDuring(const EntryWords& live, const UpdatePlan& plan);

}  // namespace quiesce
