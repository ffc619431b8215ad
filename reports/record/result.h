// The closed set of answers that any check gives.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace quiesce {

enum class Result : std::uint8_t {
  kPassed,            ///< held in every case that was run
  kProved,            ///< holds for all values within the stated bounds
  kViolated,          ///< a case contradicts the statement
  kCrashed,           ///< the code under test died; its case was kept
  kTimedOut,          ///< the budget ended before an answer
  kUnknown,           ///< the solver or the model has no answer
  kGaveUp,            ///< too few of the drawn cases were valid
  kCoverageShort,     ///< held, but a declared share of the cases was not reached
  kReplayDiverged,    ///< a stored case no longer does what it says
  kEncodingMismatch,  ///< the solver's model and the concrete run disagree
  kNotRun,
};
inline constexpr std::size_t kResultCount = static_cast<std::size_t>(Result::kNotRun) + 1;

inline constexpr std::array<std::string_view, kResultCount> kResultNames = {
    "Passed", "Proved",        "Violated",       "Crashed",          "TimedOut", "Unknown",
    "GaveUp", "CoverageShort", "ReplayDiverged", "EncodingMismatch", "NotRun"};

constexpr std::string_view NameOf(Result r) { return kResultNames[static_cast<std::size_t>(r)]; }

/// By exact name; nothing for an unknown one.
constexpr std::optional<Result> ResultNamed(std::string_view name) {
  for (std::size_t i = 0; i < kResultCount; ++i) {
    if (kResultNames[i] == name) return static_cast<Result>(i);
  }
  return std::nullopt;
}

constexpr bool IsGreen(Result r) { return r == Result::kPassed || r == Result::kProved; }

/// Process exit status: 0 green, 1 violated, 2 not decided or not run.
constexpr int ExitStatus(Result r) {
  if (IsGreen(r)) return 0;
  return r == Result::kViolated ? 1 : 2;
}

/// The same for a check whose result was declared in advance: 0 if it came true. A violation that
/// was expected and did not come is 2: the check has lost its teeth.
constexpr int ExitStatus(Result r, Result expected) {
  if (r == expected) return 0;
  const int status = ExitStatus(r);
  return status == 0 ? 2 : status;
}

/// Of several checks together: a violation outweighs what was not decided.
constexpr int CombineExitStatus(int a, int b) {
  if (a == 1 || b == 1) return 1;
  return a > b ? a : b;
}

}  // namespace quiesce
