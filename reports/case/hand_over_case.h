// From a hand-over that was run to the case that replays it.
#pragma once

#include <string>
#include <vector>

#include "model/world/hand_over_run.h"
#include "reports/case/case.h"

namespace quiesce {

/// The case of a hand-over. Its variant becomes the named one that it is nearest to, and what
/// differs. `fixed` is how choices are answered but for `picks`. Nothing is expected yet.
Case CaseOf(const HandOver& h, const std::vector<CaseChoice>& fixed, std::vector<CasePick> picks);

/// The first violation of each invariant, in the order of their steps. What is found at the end
/// counts to the last of the `steps`.
std::vector<CaseViolation> ViolationsOf(const HandOverResult& result, std::size_t steps);

/// Runs the case and makes what is violated its expectation: `first`, if it is violated, and the
/// rest beside it. False if nothing is violated, or `first` is not.
bool ExpectWhatHappens(Case& c, std::optional<Invariant> first = std::nullopt);

/// Runs the hand-over that the case describes.
HandOverResult RunHandOver(const Case& c, HandOverObserver* observer = nullptr);

/// Drops each pick without which ExpectWhatHappens() gives the same.
void DropNeedlessPicks(Case& c);

}  // namespace quiesce
