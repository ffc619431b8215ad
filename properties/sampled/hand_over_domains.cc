#include <array>

#include "properties/sampled/hand_over_property.h"

namespace quiesce {

std::span<const HandOverDomain> HandOverDomains() {
  static constexpr std::array kDomains = {
      HandOverDomain{"clean", "a clean hand-over", {}, {}},
      HandOverDomain{
          "failing", "a clean crash and a driver for which something fails", {.faults = true}, {}},
      HandOverDomain{"wild", "any hand-over", kWildHandOvers, {}},
  };
  return kDomains;
}

std::span<const KnownViolation> KnownViolations() { return {}; }

}  // namespace quiesce
