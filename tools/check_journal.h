// What a run has done so far, on disk after each task: an interrupted run goes on from there.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace quiesce {

class CheckJournal {
 public:
  /// `run` says which run it is; a journal of another one is an error. With `resume` what was done
  /// before is in done(); else the journal starts anew. A last entry that was cut off is dropped.
  static absl::StatusOr<CheckJournal> Open(const std::string& file, const std::string& run,
                                           bool resume);

  /// Results by task.
  const std::map<std::uint64_t, std::string>& done() const { return done_; }

  /// On disk when it returns.
  absl::Status Add(std::uint64_t task, const std::string& result);

  /// The run is complete.
  void Remove() const;

 private:
  explicit CheckJournal(std::string file) : file_(std::move(file)) {}
  absl::Status Append(const std::string& text) const;
  absl::Status Read(const std::string& run);

  std::string file_;
  std::map<std::uint64_t, std::string> done_;
};

}  // namespace quiesce
