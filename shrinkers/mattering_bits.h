// Which bits of what a case has damaged make it fail: the mask that a reader wants beside a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "generators/hand_over.h"
#include "spec/registers.h"

namespace quiesce {

/// One register or 64-bit word that is not as it would be without the damage.
struct DamagedWord {
  enum class Place : std::uint8_t {
    kRegister,  ///< as the crash left it
    kMemory,    ///< as the crash left it
    kCached,    ///< what memory held as the SMMU filled its caches
    kLater,     ///< what another agent writes while the driver runs: memory
    kLaterRegister,
  };
  Place place = Place::kMemory;
  std::uint64_t address = 0;  ///< of the word; offset of the register
  std::uint64_t sound = 0;    ///< without the damage
  std::uint64_t value = 0;
  /// Each of these bits, flipped alone, ends the failure; each other one does not.
  std::uint64_t matters = 0;

  friend bool operator==(const DamagedWord&, const DamagedWord&) = default;
};

struct MatteringBits {
  std::vector<DamagedWord> words;
  std::size_t left_out = 0;  ///< damaged words beyond the first kMostDamagedWords
  std::size_t executions = 0;
};

inline constexpr std::size_t kMostDamagedWords = 8;

/// Of a case that `fails`: at most 64 * kMostDamagedWords executions.
MatteringBits FindMatteringBits(const HandOverCase& c,
                                const std::function<bool(const HandOverCase&)>& fails);

}  // namespace quiesce
