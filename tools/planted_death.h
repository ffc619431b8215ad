// A death that a test plants, so that what becomes of a case that dies can be seen end to end: the
// code under test has none to offer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace quiesce {

struct PlantedDeath {
  enum class Kind : std::uint8_t { kSegv, kAbort, kHang };
  Kind kind;
  std::string property;  ///< "hand-over/wild", "adoption-preserves-translation/generated"
  std::uint64_t index;   ///< of the case
};

/// "segv:hand-over/wild:7"; also abort and hang.
absl::StatusOr<PlantedDeath> ParsePlantedDeath(std::string_view text);

/// Does not return if this is the case.
void DieIfPlanted(const PlantedDeath& planted, std::string_view property, std::uint64_t index);

}  // namespace quiesce
