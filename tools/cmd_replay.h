// quiesce replay CASE...: runs each case once and compares with what it expects.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace quiesce {

struct ReplayArguments {
  std::vector<std::string> paths = {};
  bool all = false;                       ///< also list what the driver reads
  bool json = false;                      ///< print JSON
  bool colour = false;                    ///< of what else is printed
  bool gtest = false;                     ///< print a test that pins the case, and run nothing
  std::optional<unsigned> stop_at = {};   ///< leave out the steps after this one
  std::string variant = {};               ///< a variant or bug, instead of the case's
  std::vector<std::string> choices = {};  ///< "CU-16=1": instead of the case's answers there
};

/// Prints the steps and the verdict of each case. The exit status: 0 if all end as expected, 1 if
/// one diverges, 2 if one cannot be read or decided and none diverges. With other steps, another
/// variant or other choices nothing is expected: 0 if all invariants hold, 1 if one is violated.
int RunReplay(const ReplayArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace quiesce
