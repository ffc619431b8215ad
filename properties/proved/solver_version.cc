#include "properties/proved/solver_version.h"

#include <z3++.h>

#include "absl/strings/str_format.h"

namespace quiesce {

std::string SolverVersion() {
  unsigned major = 0, minor = 0, build = 0, revision = 0;
  Z3_get_version(&major, &minor, &build, &revision);
  return absl::StrFormat("Z3 %u.%u.%u", major, minor, build);
}

}  // namespace quiesce
