// A run record as a summary in Markdown, for the page of a CI job or an email.
#pragma once

#include <string>

#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// The verdict, what did not come out as expected, the matrix, findings, hunts, proofs and what was
/// not run; a part without content is left out. `environment` has the times of the proofs. Tables
/// stop after kMarkdownRows rows and say how many were left out.
std::string ToMarkdown(const RunRecord& record, const Environment& environment = {});

inline constexpr std::size_t kMarkdownRows = 60;

}  // namespace quiesce
