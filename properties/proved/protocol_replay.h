// A run of the protocol that breaks an invariant, as a hand-over of the concrete world.
#pragma once

#include <optional>
#include <string>

#include "model/world/hand_over.h"
#include "properties/proved/protocol_claims.h"

namespace quiesce {

/// The example crash with what the run needs: its GBPA, what fails, who stops the driver, and what
/// somebody rewrites. Nothing if the run takes an action for which no concrete cause is known here.
std::optional<HandOver> HandOverFor(const ProtocolQuestion& question, const ProtocolTrace& trace);

/// Runs it. Empty if the same invariant is violated, every concrete step is an action of the
/// protocol, and each action of `trace` on no stream in particular was taken; else what differs:
/// the encoding does not match the world.
std::string Replay(const ProtocolQuestion& question, const ProtocolTrace& trace,
                   const HandOver& hand_over);

}  // namespace quiesce
