// The cases that a campaign has found, made smaller.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "properties/sampled/hand_over_property.h"
#include "reports/record/run_record.h"
#include "tools/cmd_check.h"

namespace quiesce {

/// The first case of one property that violates it.
struct FoundCase {
  const HandOverDomain* domain;
  std::optional<Invariant> invariant;  ///< nothing: the protocol does not explain it
  Finding finding;                     ///< with the file that holds the case as it was drawn
};

/// Of cases that violate an invariant: writes the smallest case of each over the drawn one, with
/// the bits that matter, and appends to `record` its finding, with the steps of the smallest case.
///
/// In worker processes, as smaller cases may do what the found one did not: where one dies or does
/// not end, the finding stays with its last smaller case, that case is written beside it, and what
/// happened goes to `record.not_run` and to `say`. Counted in executions alone, so that equal runs
/// give equal cases.
absl::Status ShrinkFound(const std::vector<FoundCase>& found, const CheckOptions& options,
                         const std::function<void(const std::string&)>& say, RunRecord& record);

/// "hand-over/wild/QZ-03" as a file name.
std::string FileNameOf(const std::string& property);

}  // namespace quiesce
