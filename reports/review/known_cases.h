// The cases of the corpus, as evidence.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "reports/case/case.h"

namespace quiesce {

struct KnownCase {
  std::string name;  ///< of the file, without ".case"
  Case c;

  /// The newest driver as it is, and something is violated.
  bool IsFinding() const;
  /// Expects this invariant to be violated.
  bool Violates(std::string_view invariant) const;
  /// Of the case, without its name before it.
  std::string Title() const;
  /// "violates QZ-04 at step 3, also QZ-08 at step 3", or "holds".
  std::string Expectation() const;
};

/// Every *.case of the directory, bug-2 before bug-10. An error names the file.
absl::StatusOr<std::vector<KnownCase>> LoadKnownCases(const std::string& directory);

/// By name, or nullptr.
const KnownCase* FindKnownCase(std::span<const KnownCase> cases, std::string_view name);

}  // namespace quiesce
