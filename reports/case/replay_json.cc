#include "reports/case/replay_json.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace quiesce {
namespace {

using Json = nlohmann::ordered_json;

std::string_view NameOf(ReplayVerdict verdict) {
  switch (verdict) {
    case ReplayVerdict::kAsExpected:
      return "as-expected";
    case ReplayVerdict::kDiverged:
      return "diverged";
    case ReplayVerdict::kHeld:
      return "held";
    case ReplayVerdict::kViolated:
      return "violated";
    case ReplayVerdict::kMismatch:
      return "encoding-mismatch";
    case ReplayVerdict::kUndecided:
      break;
  }
  return "undecided";
}

/// A step of an adoption names only the invariant.
Json ViolationsOf(const ReplayStep& step) {
  if (!step.violations.empty() || step.violated.empty()) return step.violations;
  return Json::array({step.violated});
}

Json ToJson(const Replayed& r) {
  Json steps = Json::array();
  for (const ReplayStep& s : r.report.steps) {
    steps.push_back({{"text", s.text},
                     {"outcome", s.outcome},
                     {"changes", s.changes},
                     {"violations", ViolationsOf(s)}});
  }
  return {{"case", r.path},
          {"title", r.c.title},
          {"driver", DriverText(r.c)},
          {"adoption", r.report.adoption_text},
          {"matters", r.c.matters},
          {"steps", std::move(steps)},
          {"verdict", NameOf(r.report.verdict)},
          {"text", r.report.verdict_text}};
}

}  // namespace

std::string ReplaysJson(const std::vector<Replayed>& replays) {
  Json list = Json::array();
  for (const Replayed& r : replays) list.push_back(ToJson(r));
  return list.dump(2) + "\n";
}

}  // namespace quiesce
