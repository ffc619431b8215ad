// What differs between two runs with the same inputs; kept apart from the run record.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "reports/record/run_record.h"

namespace quiesce {

struct Version {
  std::string name;
  std::string version;

  friend bool operator==(const Version&, const Version&) = default;
};

struct Timing {
  std::string id;  ///< of a property, proof, hunt, or part of the run
  double seconds = 0;

  friend bool operator==(const Timing&, const Timing&) = default;
};

/// The id of the time that a hunt took until its target was found.
inline std::string HuntTimingId(const Hunt& h) {
  return absl::StrCat("hunt/", h.target, "/", h.seed);
}

struct Environment {
  std::string started;  ///< UTC, ISO 8601
  std::string machine;
  std::vector<Version> versions;
  std::vector<Timing> timings;

  friend bool operator==(const Environment&, const Environment&) = default;
};

}  // namespace quiesce
