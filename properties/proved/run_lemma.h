// Proves or refutes one lemma about one variant, and runs what the solver answers.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/proved/adopt_lemmas.h"
#include "properties/proved/second_solver.h"
#include "reports/case/replay.h"

namespace quiesce {

enum class LemmaOutcome : std::uint8_t {
  kProved,            ///< for all values, under the premises that `used` names
  kRefuted,           ///< and the counterexample, run concretely, violates QZ-09
  kVacuous,           ///< the premises exclude each other: nothing was proved
  kEncodingMismatch,  ///< the counterexample does not show the difference when it is run
  kUndecided,         ///< see `reason`; never a proof
};
std::string_view NameOf(LemmaOutcome outcome);

struct LemmaRun {
  LemmaOutcome outcome = LemmaOutcome::kUndecided;
  std::vector<std::string> used;       ///< proved: a minimal sufficient set of premises
  std::optional<Case> counterexample;  ///< refuted, or a mismatch
  std::string reason;                  ///< one line where there is more to say
  std::vector<SolverQuery> queries;    ///< proved: for another solver; none has a model
  double seconds = 0;                  ///< all queries of this lemma
};

/// `without` names one premise to leave out: with a needed one left out, the proof must break.
LemmaRun RunLemma(AdoptLemma lemma, const Variant& variant, std::string_view without = {},
                  const ProofBudget& budget = {});

/// What the solver is expected to say of each lemma, by variant, in the order of AdoptLemma.
struct LemmaExpectation {
  std::string_view variant;
  std::array<LemmaOutcome, kAdoptLemmaCount> outcomes;
};
/// All adopting variants, oldest first. The older ones are the broken twins of the newest.
std::span<const LemmaExpectation> LemmaExpectations();

}  // namespace quiesce
