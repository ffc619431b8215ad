// The sections of the report, one file each. Each gives the parts of its section, or none if the
// record has nothing for it.
#pragma once

#include <string>
#include <vector>

#include "reports/html/case_links.h"
#include "reports/html/part.h"
#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// How expendable a part is: what a reader needs least has the largest number.
inline constexpr unsigned kNeeded = 0;
inline constexpr unsigned kTables = 1;
inline constexpr unsigned kMatrixCells = 2;
inline constexpr unsigned kChangesOfFinding = 3;
inline constexpr unsigned kStepsOfFinding = 4;
inline constexpr unsigned kPictureOfFinding = 5;

std::vector<Part> SummarySection(const RunRecord& record);
/// Everything that did not come out as expected, with its reason.
std::vector<Part> UnexpectedSection(const RunRecord& record);
/// Who violates what, with filters; then the first violation behind each number.
std::vector<Part> MatrixSection(const RunRecord& record, const CaseLinks& links);
std::vector<Part> FindingsSection(const RunRecord& record, const CaseLinks& links);
std::vector<Part> HuntsSection(const RunRecord& record, const Environment& environment,
                               const CaseLinks& links);
std::vector<Part> ProofsSection(const RunRecord& record, const Environment& environment,
                                const CaseLinks& links);
std::vector<Part> PropertiesSection(const RunRecord& record);
std::vector<Part> RulesSection(const RunRecord& record);
std::vector<Part> NotRunSection(const RunRecord& record);
std::vector<Part> EnvironmentSection(const RunRecord& record, const Environment& environment);

/// So many findings are shown; the rest is counted.
inline constexpr std::size_t kMostFindings = 500;

/// The place of a finding on the page: "finding-3", from 1.
std::string FindingId(std::size_t index);

}  // namespace quiesce
