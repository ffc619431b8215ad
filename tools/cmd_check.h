// quiesce check: the whole answer for one image and one driver, and a campaign. What the driver
// does with the image, the sampled properties on it, on generated images and in drawn hand-overs,
// the proofs, and a record of all of that.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "model/driver/variant.h"
#include "tools/planted_death.h"
#include "tools/shard.h"

namespace quiesce {

/// Parts of a check that can be left out: what they would have shown is listed as not run.
inline constexpr const char* kSkippable[] = {"generated", "proofs", "matrix"};

struct CheckOptions {
  std::string variant = std::string(kNewestVariant.name);  ///< the name of `driver`
  Variant driver = kNewestVariant;       ///< who is judged; matrix and proofs: not by this
  std::optional<std::string> image;      ///< nothing: the capture that is built in
  std::optional<std::string> registers;  ///< of an ELF core
  std::uint64_t cases = 5000;            ///< generated images
  std::uint64_t hand_overs = 1000;       ///< of each kind
  double seconds = 0;                    ///< not 0: hand-overs until then, however many
  std::uint64_t seed = 1;
  std::vector<std::string> skip = {};  ///< of kSkippable
  unsigned jobs = 1;
  Shard shard = {};
  bool resume = false;       ///< go on where an interrupted run with the same options stopped
  bool terminal = false;     ///< progress is drawn over itself
  bool colour = false;       ///< of what is printed
  bool json = false;         ///< print the record, and nothing else
  double case_seconds = 60;  ///< a case that takes longer is given up
  std::optional<PlantedDeath> planted = {};  ///< for tests of what becomes of a case that dies
  std::string out = "quiesce-out";           ///< directory of the record, the page and the cases
};

/// The exit status: 0 if every check gave what the manifest expects, 1 if a statement is violated,
/// 2 if something could not be decided, read or written. Of a shard: of what it ran.
int RunCheck(const CheckOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
