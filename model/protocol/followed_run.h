// A run of a hand-over that is held, step by step, against the protocol of guarded actions.
#pragma once

#include <optional>

#include "model/protocol/simulation.h"

namespace quiesce {

struct FollowedRun {
  HandOverResult result;  ///< as without following
  /// The first step that is no enabled action of the protocol, or a violation that the protocol
  /// does not foresee. Nothing: world and protocol agree.
  std::optional<SimulationMismatch> mismatch;
};

/// `protocol` takes the place of the protocol's actions.
FollowedRun RunFollowed(HandOverRunner& runner, Choices& choices,
                        const Simulation::ActionSource& protocol = Simulation::TheProtocol());

}  // namespace quiesce
