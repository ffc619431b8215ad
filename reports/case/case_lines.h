// The lines of a `.case` one by one: what the parser of the whole file puts together. Errors carry
// no position.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "reports/case/case.h"

namespace quiesce {

using CaseWords = std::vector<std::string_view>;

/// "key: words"; not `title`, `note` and `step`.
absl::Status ParseCaseKey(std::string_view key, const CaseWords& words, Case& c);

/// "STRUCTURE @address ...", at least two words.
absl::StatusOr<MemoryItem> ParseMemoryItem(const CaseWords& words);

/// The words after "step:".
absl::StatusOr<CaseStep> ParseCaseStep(const CaseWords& words);

/// "name=value"; no value if there is no `=` or no number behind it.
struct CaseAssignment {
  std::string_view name;
  std::optional<std::uint64_t> value;
};
CaseAssignment ParseCaseAssignment(std::string_view word);

inline absl::Status CaseError(const std::string& what) { return absl::InvalidArgumentError(what); }

}  // namespace quiesce
