// The lemmas about updates of live entries (model/lemmas/update_questions.h), for all pairs of
// entries and all that the SMMU may fetch while one becomes the other. Each counterexample is a
// case, and is replayed.
#pragma once

#include "model/lemmas/update_lemma.h"
#include "properties/proved/run_lemma.h"

namespace quiesce {

/// `broken`: its twin. All stages, where the lemma has stages. `without` as in RunLemma.
LemmaRun RunUpdateLemma(UpdateLemma lemma, const Variant& variant, bool broken = false,
                        std::string_view without = {}, const ProofBudget& budget = {});

}  // namespace quiesce
