// A violation of the adoption property as a `.case`, to keep and to replay.
#pragma once

#include <optional>

#include "properties/sampled/campaign.h"
#include "reports/case/case.h"

namespace quiesce {

/// The image, the masters that the change needs and the transaction that changed. Structures that
/// the transaction reads, before or after, are given by their fields, all else as words.
///
/// The case expects a violation of QZ-09 if its replay shows one. Nothing if a case cannot say it:
/// the variant has no name, or the transaction is an ATS one.
std::optional<Case> CaseOf(const AdoptionCase& c, const Variant& variant,
                           const AdoptionOptions& options, const TranslationChange& change);

}  // namespace quiesce
