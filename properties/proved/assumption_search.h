// Which assumptions a claim about hand-overs needs: one search for all of them.
//
// Each assumption is a switch of one formula for runs of some length. With all switches on no run
// breaks the invariant, and the switches in the solver's core are the ones that may matter; each of
// these is then turned off alone.
#pragma once

#include <functional>
#include <vector>

#include "properties/proved/bounded_search.h"

namespace quiesce {

struct SearchWithout {
  ProtocolAssumption assumption;
  SearchAnswer answer;
};

/// For each assumption of the question, in their order, a shortest run of at most `most` steps that
/// breaks its invariant without that one. `step` is called before each query.
std::vector<SearchWithout> SearchWithoutEach(
    const ProtocolQuestion& question, unsigned most, const ProofBudget& budget = {},
    const std::function<void()>& step = [] {});

}  // namespace quiesce
