// quiesce replay CASE...: runs each case once and compares with what it expects.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace quiesce {

/// Prints the steps and the verdict of each case. The exit status: 0 if all end as expected, 1 if
/// one diverges, 2 if one cannot be read or decided and none diverges.
int RunReplay(const std::vector<std::string>& paths, std::ostream& out, std::ostream& err);

}  // namespace quiesce
