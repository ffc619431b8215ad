// quiesce hunt: how soon drawn hand-overs find every known bug, and how small the evidence gets.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "properties/sampled/hunt.h"
#include "reports/record/run_record.h"

namespace quiesce {

struct HuntOptions {
  std::vector<std::string> targets;  ///< names; none: all
  std::uint64_t seed = 1;            ///< the first
  unsigned seeds = 1;                ///< each is a hunt of its own
  std::uint64_t cases = 100'000;     ///< of each seed
  double seconds = 0;                ///< not 0: of each target and seed
  unsigned jobs = 1;
  bool json = false;                 ///< print the record, and nothing else
  bool terminal = false;             ///< progress is drawn over itself
  std::string out = "quiesce-hunt";  ///< gets the record, the page and the smallest cases
};

/// What the record says of one target.
Hunt HuntRecordOf(const HuntTarget& target, std::uint64_t seed, const HuntResult& result);

/// The exit status: 0 if every target was found with every seed, else 2.
int RunHuntCommand(const HuntOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
