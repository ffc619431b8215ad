// Replays as JSON.
#pragma once

#include <string>
#include <vector>

#include "reports/case/replay.h"

namespace quiesce {

struct Replayed {
  std::string path;
  Case c;
  ReplayReport report;
};

/// An array with an object a case: {case, title, driver, adoption, matters, steps: [{text, outcome,
/// changes, violations}], verdict, text}. `verdict` is "as-expected", "diverged", "undecided",
/// "held" or "violated", `text` its line for people.
std::string ReplaysJson(const std::vector<Replayed>& replays);

}  // namespace quiesce
