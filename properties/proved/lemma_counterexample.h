// From the values that break a lemma to a case that people can read and the concrete code runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/lemmas/question.h"
#include "properties/proved/decide_lemma.h"

namespace quiesce {

/// A case that breaks its lemma, with every bit cleared that it also breaks without; any other case
/// as it is.
Case Plainest(Case c);

/// Of the lemma, or of its broken twin, without one premise if it is named: refuted by the plainest
/// such case, or a mismatch if replaying it does not break the lemma.
LemmaRun RunLemmaCase(Case c, bool broken, std::string_view without);

/// The question without one premise, if it is named.
LemmaStatement StatementOf(std::string name, const LemmaQuestion<Symbolic>& question,
                           std::string_view without, std::vector<Bool<Symbolic>> wishes = {});

}  // namespace quiesce
