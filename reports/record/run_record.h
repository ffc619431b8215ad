// What one run did and found: the data behind the JSON record, the HTML page and the exit status.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/record/result.h"

namespace quiesce {

/// Something counted, by its label.
struct Count {
  std::string label;
  std::uint64_t count = 0;

  friend bool operator==(const Count&, const Count&) = default;
};

/// How often a property met a situation, and how often it had to.
struct Coverage {
  std::string label;
  std::uint64_t count = 0;
  std::uint64_t minimum = 0;

  bool Short() const { return count < minimum; }
  friend bool operator==(const Coverage&, const Coverage&) = default;
};

/// What the driver does with the image of this run.
struct ImageAnswer {
  std::string name;
  std::string variant;
  std::string decision;  ///< one line
  std::vector<Count> counts;

  friend bool operator==(const ImageAnswer&, const ImageAnswer&) = default;
};

struct PropertyRecord {
  std::string id;
  std::string statement;  ///< one sentence
  std::string variant;
  Result expected = Result::kPassed;
  Result result = Result::kNotRun;
  std::string reason;  ///< of any result but Passed
  std::uint64_t cases = 0;
  std::vector<Coverage> coverage;
  std::string reproduce;  ///< the command that runs it again

  friend bool operator==(const PropertyRecord&, const PropertyRecord&) = default;
};

struct ProofRecord {
  std::string id;
  std::string statement;
  Result expected = Result::kProved;
  Result result = Result::kNotRun;
  std::string reason;
  std::string bounds;
  std::vector<std::string> assumptions;
  std::string solver;  ///< "Z3 4.8.12"

  friend bool operator==(const ProofRecord&, const ProofRecord&) = default;
};

/// A case that was written.
struct Finding {
  std::string property;
  std::string summary;
  std::string file;
  std::string reproduce;

  friend bool operator==(const Finding&, const Finding&) = default;
};

struct Timing {
  std::string id;
  double seconds = 0;

  friend bool operator==(const Timing&, const Timing&) = default;
};

/// What differs between two runs with the same inputs; kept apart from everything else.
struct Environment {
  std::string started;  ///< UTC, ISO 8601
  std::string machine;
  std::vector<Timing> timings;

  friend bool operator==(const Environment&, const Environment&) = default;
};

struct RunRecord {
  std::string tool_version;
  std::uint64_t seed = 0;
  ImageAnswer image;
  std::vector<PropertyRecord> properties;
  std::vector<ProofRecord> proofs;
  std::vector<Finding> findings;
  Environment environment;

  friend bool operator==(const RunRecord&, const RunRecord&) = default;
};

/// The exit status of the run as a whole. A run without any check is 2.
int ExitStatus(const RunRecord& record);

}  // namespace quiesce
