// What one STE, one CD and the ID registers decide, for all of their values: which kind an entry
// is, what the driver makes of it, and whether the scan of T1+ finds the ID that tags what it
// translates. The templates are those that run concretely.
//
// Bounds: SMMUv3.0 to v3.2, any permitted choice, one STE and one CD of its table at a time, memory
// that does not change. Each counterexample is a case, and is replayed.
#pragma once

#include <string_view>
#include <vector>

#include "model/lemmas/stream_lemma.h"
#include "properties/proved/run_lemma.h"

namespace quiesce {

/// `without` names one premise to leave out, as in RunLemma.
LemmaRun RunStreamLemma(StreamLemma lemma, const Variant& variant, std::string_view without = {},
                        const ProofBudget& budget = {});

/// One lemma about one driver, and what the solver is expected to say.
struct StreamExpectation {
  StreamLemma lemma;
  Variant variant;
  LemmaOutcome expected;
};
/// About the newest and the repaired driver; then about those that each lemma must reject.
std::vector<StreamExpectation> StreamExpectations();

/// The broken twin of a lemma about entries alone: refuted, if the lemma can fail at all.
LemmaRun RunBrokenLemma(StreamLemma lemma, const ProofBudget& budget = {});

/// Of the kinds of STE, or CD, those that no entry is on any possible SMMU, by number.
std::vector<unsigned> EmptyKinds(StreamLemma lemma, const ProofBudget& budget = {});

}  // namespace quiesce
