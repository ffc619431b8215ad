// The lines that only a case of a whole hand-over has, one by one. Errors carry no position.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "reports/case/case.h"
#include "reports/case/case_lines.h"

namespace quiesce {

/// True for the keys of these lines, without the colon.
bool IsHandOverKey(std::string_view key);

/// "key: words" of such a line.
absl::Status ParseHandOverKey(std::string_view key, const CaseWords& words, CaseHandOver& h);

/// The words after "step:". Devices count from 0, in the order of their lines.
absl::StatusOr<DriverCall> ParseDriverCall(const CaseWords& words);
std::string DriverCallText(const DriverCall& call);

/// What no single line shows: a device that has no line, a step that is not there.
absl::Status CheckHandOver(const CaseHandOver& h);

/// All lines but the steps, in the order of case_text.h; what is as by default is left out.
void AppendHandOver(const CaseHandOver& h, std::string& out);

}  // namespace quiesce
