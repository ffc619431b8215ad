// The first gate: is there a short run of the protocol from a crash to a state that breaks an
// invariant?
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "properties/proved/protocol_system.h"

namespace quiesce {

/// One step of a run: which action, on which stream, and the state after it.
struct ProtocolStep {
  std::string_view action;
  int stream = -1;
  Protocol<Concrete> after;
};
struct ProtocolTrace {
  Protocol<Concrete> crash;
  std::vector<ProtocolStep> steps;  ///< the last one breaks the invariant
};
/// No run of at most so many steps.
struct NoneWithin {
  unsigned steps;
};
using SearchAnswer = std::variant<ProtocolTrace, NoneWithin, Undecided>;

/// A shortest run, of at most `most` steps, that breaks one of the invariants instead of the
/// question's own; of those one whose crash and steps are as plain as the solver finds.
SearchAnswer SearchWithin(const ProtocolQuestion& question, std::span<const Invariant> invariants,
                          unsigned most, const ProofBudget& budget = {});
/// One that breaks the question's own.
SearchAnswer SearchWithin(const ProtocolQuestion& question, unsigned most,
                          const ProofBudget& budget = {});

/// The actions that no run of at most `most` steps takes, or of which the solver does not say.
std::vector<std::string_view> NeverTaken(const ProtocolQuestion& question, unsigned most,
                                         const ProofBudget& budget = {});

/// "gate; adopt; CR0 := what is retained; ...".
std::string Describe(const ProtocolTrace& trace);

}  // namespace quiesce
