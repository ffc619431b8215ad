// A store by the driver: a 64-bit word of memory, or a register.
#pragma once

#include <cstdint>
#include <variant>

#include "spec/registers.h"

namespace quiesce {

struct DriverWrite {
  std::variant<Reg, std::uint64_t> target;  ///< register, or physical address
  std::uint64_t value;

  friend bool operator==(const DriverWrite&, const DriverWrite&) = default;
};

}  // namespace quiesce
