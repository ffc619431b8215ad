// A run of a hand-over that is held, step by step, against the protocol of guarded actions.
#pragma once

#include <string>

#include "model/world/hand_over_run.h"

namespace quiesce {

struct FollowedRun {
  HandOverResult result;
  /// The first step that is no enabled action of the protocol, or a violation that the protocol
  /// does not foresee. Empty: world and protocol agree, or no device has DMA in flight to follow.
  std::string mismatch;
};

/// `runner` must have been made from `h`, but for its variant and policy. Followed are the first
/// transactions of the first two devices that have any.
FollowedRun RunFollowed(HandOverRunner& runner, const HandOver& h, Choices& choices);

}  // namespace quiesce
