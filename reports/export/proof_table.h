// The proofs of a run as one table for a terminal.
#pragma once

#include <optional>
#include <string>

#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// "proved"; "refuted", with "as expected" or "NOT EXPECTED" where that is not plain; or the name
/// of a result that is neither.
std::string ProofAnswer(const ProofRecord& proof);

/// The time that the proof took; nothing if it was not measured.
std::optional<double> SecondsOf(const ProofRecord& proof, const Environment& environment);
/// With one decimal; empty if it was not measured.
std::string SecondsText(const ProofRecord& proof, const Environment& environment);

/// A line a proof: invariant, answer, driver, proof, bounds, assumptions used, seconds, broken
/// twin, second solver. Bounds and assumptions are numbers; what they stand for, what is not as
/// expected, and the cases that show what is refuted come below.
std::string ProofTable(const RunRecord& record, const Environment& environment);

}  // namespace quiesce
