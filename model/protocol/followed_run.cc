#include "model/protocol/followed_run.h"

namespace quiesce {

FollowedRun RunFollowed(HandOverRunner& runner, Choices& choices,
                        const Simulation::ActionSource& protocol) {
  Simulation simulation(protocol);
  HandOverResult result = runner.Run(choices, &simulation);
  std::optional<SimulationMismatch> mismatch = simulation.MismatchWith(result);
  return {std::move(result), std::move(mismatch)};
}

}  // namespace quiesce
