// A case of a lemma as the inputs that the templates of model/lemmas take, and back.
#pragma once

#include <span>
#include <string_view>

#include "model/lemmas/stream_questions.h"
#include "model/lemmas/update_questions.h"
#include "reports/case/case.h"

namespace quiesce {

/// One lemma of either family.
struct LemmaName {
  std::string_view id;
  std::string_view invariant;  ///< or empty
  std::string_view statement;
  std::string_view twin;  ///< the broken statement, or empty
};
/// Nothing for an unknown id.
std::optional<LemmaName> LemmaNamed(std::string_view id);
/// "STE-KINDS, CD-KINDS, ...".
std::string AllLemmas();

StreamInputs<Concrete> StreamInputsOf(const Case& c);
UpdateInputs<Concrete> UpdateInputsOf(const Case& c);

/// The lemma of the case, asked of its values: all premises, those left out too.
LemmaQuestion<Concrete> QuestionOf(const Case& c);
/// The premises that are not left out hold, and the claim does not.
bool IsViolated(const Case& c);

/// The other way round. The id of the lemma must be known.
Case LemmaCase(std::string_view id, const Variant& variant, const StreamInputs<Concrete>& in);
Case LemmaCase(std::string_view id, const Variant& variant, const UpdateInputs<Concrete>& in,
               unsigned stage);

/// The case's title and note: who breaks what, and how it is changed.
void DescribeLemma(Case& c);

/// The points about which lemmas ask.
std::span<const ChoicePoint> LemmaChoices();
/// The registers that they look at.
std::span<const Reg> LemmaRegisters();

}  // namespace quiesce
