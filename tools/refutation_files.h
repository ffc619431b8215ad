// The files of what the solver refutes of hand-overs: one rule for their names and how they are
// written, for `check` and `prove`.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "properties/proved/protocol_evidence.h"

namespace quiesce {

/// "T4"; with the policy where that is what is broken, and the number of each of its usual
/// assumptions that is not made: "T4-without-17".
std::string DriverOf(const ProtocolQuestion& question);

/// The usual assumptions that are not made, in words; empty if none.
std::string LeftOut(const ProtocolQuestion& question);
/// Those of `all` that are not made.
std::string LeftOutOf(const ProtocolQuestion& question, const AssumptionSet& all);

/// Cases in one folder, which is made if need be; no file without a folder. Keeps the first
/// failure.
class RefutationFiles {
 public:
  explicit RefutationFiles(std::string folder) : folder_(std::move(folder)) {}

  /// "proof-QZ-01-v6.case"; empty if there is no case, or no file.
  std::string Write(const ProtocolQuestion& question, const RefutationCase& refutation);
  /// What goes wrong without one assumption of a proof: "proof-QZ-01-T4-without-5.case".
  std::string Write(const ProtocolQuestion& question, const NeededAssumption& needed);
  /// Under this name. The file, or empty.
  std::string Write(const std::string& file, const Case& shown);
  const absl::Status& status() const { return status_; }

 private:
  std::string folder_;
  absl::Status status_;
};

}  // namespace quiesce
