// The machine and the time of this run.
#pragma once

#include "reports/record/environment.h"

namespace quiesce {

Environment ThisEnvironment();

}  // namespace quiesce
