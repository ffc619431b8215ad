// Every answer of a run that was declared in advance, whatever gave it: the properties, the proofs,
// and what stands beside a proof.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/record/run_record.h"

namespace quiesce {

enum class CheckKind : std::uint8_t {
  kProperty,
  kProof,
  kTwin,          ///< a broken statement or driver, which must be refuted
  kSecondSolver,  ///< the same proof by another solver
};
inline constexpr std::size_t kCheckKindCount = 4;
/// "property", "proof", "broken twin", "second solver".
std::string_view NameOf(CheckKind kind);

struct Check {
  CheckKind kind = CheckKind::kProperty;
  std::string id = {};  ///< of the property or proof; with the name of what stands beside it
  std::string invariant = {};
  std::string variant = {};
  std::string statement = {};
  Result expected = Result::kPassed;
  Result result = Result::kNotRun;
  std::string reason = {};
  std::string reproduce = {};  ///< a command, or empty
  std::uint64_t cases = 0;     ///< of a property

  bool AsExpected() const { return result == expected; }
};

/// In the order of the record.
std::vector<Check> ChecksOf(const RunRecord& record);

/// The checks by how they came out.
struct Tally {
  std::uint64_t as_expected = 0;
  std::uint64_t violated = 0;   ///< and was not expected to be
  std::uint64_t undecided = 0;  ///< no answer, or not the one that was expected
};
Tally TallyOf(const std::vector<Check>& checks);

/// One sentence for the status of a whole run.
std::string_view VerdictOf(int exit_status);

}  // namespace quiesce
