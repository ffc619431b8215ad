// Keeps violations on disk: the drawn one first, then each smaller one over it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "generators/hand_over.h"
#include "model/world/invariants.h"
#include "properties/sampled/campaign.h"
#include "reports/case/case.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// The case of a drawn hand-over, with every answer of its SMMU. `run`: it is run, and expects what
/// happens, `invariant` first; else it expects nothing. Without an invariant it is one that the
/// protocol does not explain.
Case CaseOfDrawn(const HandOverCase& c, std::optional<Invariant> invariant, bool run);

class CaseKeeper {
 public:
  explicit CaseKeeper(std::string folder) : folder_(std::move(folder)) {}

  /// As `name`.case; as `name`.image where a case cannot say it. Nothing for a variant without a
  /// name in kVariants: a file could not be replayed.
  void Keep(const std::string& name, const Variant& variant, const AdoptionOptions& options,
            const AdoptionCase& c, const TranslationChange& change);

  /// As `name`.case; see CaseOfDrawn. The name of the file.
  std::string KeepHandOver(const std::string& name, const HandOverCase& c,
                           std::optional<Invariant> invariant, bool run = true);

  /// As `name`.case. The name of the file.
  std::string KeepCase(const std::string& name, const Case& c);

  /// As `name`.image. The name of the file.
  std::string KeepImage(const std::string& name, const Image& image);

  /// One for each name that was kept by Keep(), as last written. Files are relative to the folder.
  const std::vector<Finding>& findings() const { return findings_; }
  /// The first failure to write.
  const absl::Status& status() const { return status_; }

 private:
  void Write(const std::string& name, const std::string& file, const std::string& text,
             const std::string& command, const TranslationChange& change);
  bool Store(const std::string& file, const std::string& text);

  std::string folder_;
  std::vector<Finding> findings_;
  absl::Status status_;
};

}  // namespace quiesce
