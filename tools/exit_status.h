// The exit status of every subcommand.
#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace quiesce {

inline constexpr int kExitExpected = 0;   ///< passed, proved, or as the case or manifest declares
inline constexpr int kExitViolation = 1;  ///< a statement does not hold, or a comparison differs
inline constexpr int kExitUndecided =
    2;  ///< bad input, or something that could not be decided or run

/// Says on one line why the input cannot be used.
inline int InputError(std::ostream& err, const absl::Status& status) {
  err << "quiesce: " << std::string(status.message()) << "\n";
  return kExitUndecided;
}

}  // namespace quiesce
