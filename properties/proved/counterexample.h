// From a model of the solver to a case that people can read and the concrete code can run.
#pragma once

#include "absl/status/statusor.h"
#include "properties/proved/adopt_lemmas.h"
#include "reports/case/case.h"

namespace quiesce {

/// The registers and the L1 descriptor of the model, the memory that driver and SMMU read around
/// them, and one insert of the StreamID; expects a violation of QZ-09 there. An error if the tables
/// are too large to write down.
absl::StatusOr<Case> CaseFromModel(AdoptLemma lemma, const Variant& variant,
                                   const AdoptInputs& inputs, const z3::model& model);

}  // namespace quiesce
