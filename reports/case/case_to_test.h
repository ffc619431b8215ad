// A case as C++ source.
#pragma once

#include <string>
#include <string_view>

#include "reports/case/case.h"

namespace quiesce {

/// One GoogleTest test that replays the case and expects what the case expects. It links with
/// quiesce_reports. `path` gives the test its name.
std::string TestOf(const Case& c, std::string_view path);

}  // namespace quiesce
