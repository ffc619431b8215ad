// The tasks of `quiesce check`. Each gives a part of the record, and depends on nothing but the
// options and its number: whoever runs which, in whatever order, the parts merge to the same.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/image/loaded_image.h"
#include "properties/manifest.h"
#include "properties/sampled/hand_over_property.h"
#include "reports/record/run_record.h"
#include "tools/case_keeper.h"
#include "tools/cmd_check.h"

namespace quiesce {

class CheckTasks {
 public:
  /// `loaded` must outlive it.
  CheckTasks(const CheckOptions& options, const LoadedImage& loaded);
  CheckTasks(const CheckTasks&) = delete;
  CheckTasks& operator=(const CheckTasks&) = delete;

  /// How many there are for the number of cases that was asked for.
  std::uint64_t size() const;
  /// Tasks from this one on are batches of hand-overs, without end.
  std::uint64_t first_batch() const;
  /// Nothing for a task that is none.
  std::optional<HandOverBatch> BatchOf(std::uint64_t task) const;

  /// What the cases of a task are cases of: "hand-over/wild"; "task 9" if it has none.
  std::string SubjectOf(std::uint64_t task) const;
  /// Writes the case number `index` of a task without running it. The file; empty if there is none.
  std::string KeepCase(std::uint64_t task, std::uint64_t index, CaseKeeper& keeper) const;

  /// The part of the record. `begins` is called with the index of each case before it runs.
  RunRecord Run(std::uint64_t task, const std::function<void(std::uint64_t)>& begins) const;

  /// All of it but properties, proofs, matrix and findings.
  RunRecord Head() const;
  /// What `quiesce check` was asked for, without what does not change the answer.
  std::string Command() const;

 private:
  bool Skips(std::string_view part) const;
  /// Nothing for a task that is none of generated images.
  const ManifestEntry* EntryOf(std::uint64_t task) const;

  CheckOptions options_;
  const LoadedImage& loaded_;
  ImageAnswer answer_;  ///< of the driver to the image
  using Begins = std::function<void(std::uint64_t)>;
  /// The tasks before the batches.
  std::vector<std::function<void(RunRecord&, const Begins&)>> before_;
  std::vector<ManifestEntry> entries_;  ///< of generated images, from task 1 on
};

/// "hand-over/wild/QZ-03"; of the kind of hand-over itself: "hand-over/wild".
std::string HandOverId(const HandOverDomain& domain, std::optional<Invariant> invariant);

/// Declares how often the newest driver had to meet each situation in this part of the campaign,
/// and judges that.
void JudgeCoverage(RunRecord& record, const CheckOptions& options, const std::string& command);

}  // namespace quiesce
