// Keeps violations on disk: the drawn one first, then each smaller one over it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "properties/sampled/campaign.h"
#include "reports/record/run_record.h"

namespace quiesce {

class CaseKeeper {
 public:
  explicit CaseKeeper(std::string folder) : folder_(std::move(folder)) {}

  /// As `name`.case; as `name`.image where a case cannot say it. Nothing for a variant without a
  /// name in kVariants: a file could not be replayed.
  void Keep(const std::string& name, const Variant& variant, const AdoptionOptions& options,
            const AdoptionCase& c, const TranslationChange& change);

  /// One for each name that was kept, as last written.
  const std::vector<Finding>& findings() const { return findings_; }
  /// The first failure to write.
  const absl::Status& status() const { return status_; }

 private:
  void Write(const std::string& name, const std::string& file, const std::string& text,
             const std::string& command, const TranslationChange& change);

  std::string folder_;
  std::vector<Finding> findings_;
  absl::Status status_;
};

}  // namespace quiesce
