// Which solver gives the proofs.
#pragma once

#include <string>

namespace quiesce {

/// "Z3 4.8.12".
std::string SolverVersion();

}  // namespace quiesce
