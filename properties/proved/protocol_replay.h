// A run of the protocol that breaks an invariant, as a hand-over of the concrete world.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/world/hand_over.h"
#include "properties/proved/protocol_claims.h"
#include "spec/choices.h"

namespace quiesce {

struct ConcreteCause {
  std::optional<HandOver> hand_over;
  std::string why_not;  ///< if there is none: the lemma that excludes the crash, or that it is open
  std::vector<std::pair<ChoicePoint, unsigned>> choices = {};  ///< the rest: the first alternative
};
/// The example crash with what the run needs: its registers, what fails, who stops the driver, and
/// what somebody rewrites.
ConcreteCause HandOverFor(const ProtocolQuestion& question, const ProtocolTrace& trace);

/// Runs its hand-over, which is there. Empty if the same invariant is violated, every concrete step
/// is an action of the protocol, and each action of `trace` on no stream in particular but those of
/// somebody else was taken; else what differs:
/// the encoding does not match the world.
std::string Replay(const ProtocolQuestion& question, const ProtocolTrace& trace,
                   const ConcreteCause& cause);

}  // namespace quiesce
