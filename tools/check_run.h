// The parts of `quiesce check`, each adding what it did to the record.
#pragma once

#include <string>

#include "model/image/loaded_image.h"
#include "reports/record/environment.h"
#include "reports/record/run_record.h"
#include "tools/case_keeper.h"
#include "tools/cmd_check.h"

namespace quiesce {

/// What the newest driver does with the image, and how many of its streams are what.
ImageAnswer AnswerFor(const LoadedImage& loaded);

/// adoption-preserves-translation on the image itself. Where the driver does not adopt it, NotRun
/// is what is expected.
PropertyRecord CheckImage(const LoadedImage& loaded, const CheckOptions& options);

/// The property on generated images, for each entry of the manifest.
void CheckGenerated(const CheckOptions& options, CaseKeeper& keeper, RunRecord& record,
                    Environment& environment);

/// Every lemma for the newest driver, and for v7, which must be refuted.
void RunProofs(RunRecord& record, Environment& environment);

}  // namespace quiesce
