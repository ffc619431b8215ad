// The part of `quiesce prove` that is about whole hand-overs, for any number of steps.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "properties/proved/protocol_evidence.h"
#include "tools/cmd_prove.h"

namespace quiesce {

struct ProtocolRow {
  ProtocolClaim claim;
  ProtocolEvidence evidence = {};
  std::string case_path = {};                      ///< of the refutation, if it was written
  std::vector<std::string> assumption_paths = {};  ///< of each needed assumption, or empty

  bool AsExpected() const { return evidence.AsExpected(claim.expected); }
};

/// Without --variant what is proved of the newest and what its broken twins are refuted by; with
/// one, every invariant of the protocol for it, each expected to hold unless it is known not to.
std::vector<ProtocolRow> SelectProtocolRows(const ProveOptions& options);

/// Answers the row, and writes its cases into options.cases if that is given.
absl::Status RunProtocolRow(const ProveOptions& options, ProtocolRow& row);

std::string ToText(const ProtocolRow& row);
nlohmann::ordered_json ToJson(const ProtocolRow& row);

}  // namespace quiesce
