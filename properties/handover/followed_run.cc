#include "properties/handover/followed_run.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/str_format.h"
#include "model/protocol/simulation.h"

namespace quiesce {
namespace {

std::optional<FollowedDma> Followed(const HandOver& h) {
  std::optional<FollowedDma> f;
  for (unsigned i = 0; i < h.devices.size(); ++i) {
    if (h.devices[i].in_flight.empty()) continue;
    if (!f) {
      f = FollowedDma{{i, 0}};
    } else if (!f->second) {
      f->second = DmaId{i, 0};
    }
  }
  return f;
}

/// What the protocol judges as the world does.
constexpr std::array kTied = {Invariant::kNotAborted, Invariant::kNotBypassed,
                              Invariant::kGuardsKept, Invariant::kUpdateProtocol};

bool IsForeseeable(const HandOver& h, const FollowedDma& followed, const Violation& v) {
  if (std::ranges::find(kTied, v.invariant) == kTied.end()) return false;
  if (!v.device) return true;
  const DmaId first = followed.first;
  return *v.device == first.device &&
         v.detail == h.devices[first.device].in_flight[first.n].address;
}

std::string MismatchOf(const HandOver& h, const FollowedDma& followed, const Simulation& simulation,
                       const HandOverResult& result) {
  if (const auto& m = simulation.mismatch()) {
    return absl::StrFormat("call %d step %d: %s", m->when.call, m->when.step, m->text);
  }
  for (const Violation& v : result.violations) {
    const bool foreseen = !IsForeseeable(h, followed, v) || simulation.Broke(v.invariant);
    if (!foreseen) return "not foreseen: " + Describe(v);
  }
  return "";
}

}  // namespace

FollowedRun RunFollowed(HandOverRunner& runner, const HandOver& h, Choices& choices) {
  const std::optional<FollowedDma> followed = Followed(h);
  if (!followed) return {runner.Run(choices), ""};
  Simulation simulation(*followed);
  HandOverResult result = runner.Run(choices, &simulation);
  std::string mismatch = MismatchOf(h, *followed, simulation, result);
  return {std::move(result), std::move(mismatch)};
}

}  // namespace quiesce
