// The exit status of every subcommand.
#pragma once

namespace quiesce {

inline constexpr int kExitExpected = 0;   ///< passed, proved, or as the case or manifest declares
inline constexpr int kExitViolation = 1;  ///< a statement does not hold, or a comparison differs
inline constexpr int kExitUndecided = 2;  ///< bad input, or something that could not be decided or run

}  // namespace quiesce
