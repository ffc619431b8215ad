// The proofs of `quiesce check`: what acceptance by the driver guarantees, and which invariants
// hold in every hand-over, for any number of steps. One row of the record each.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "reports/record/run_record.h"

namespace quiesce {

/// Rows: the lemmas about acceptance for the newest driver and v7, those about entries, updates of
/// live entries, then the claims about hand-overs and the broken twins that stand beside none of
/// them.
std::uint64_t ProofCount();

/// The row with this number, from 0. Each refutation, and what a proof needs each of its
/// assumptions for, is written to `folder` as a case that replays. NotRun if one cannot be written.
/// A query that the solver does not decide is written there, too. `step` is called now and then.
ProofRecord RunProof(
    std::uint64_t number, const std::string& folder, const std::function<void()>& step = [] {});

}  // namespace quiesce
