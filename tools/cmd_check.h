// quiesce check: the whole answer for one image and one driver. What the driver does with it, the
// sampled property on it and on generated images, the proofs, and a record of all of that.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace quiesce {

struct CheckOptions {
  std::optional<std::string> image;      ///< nothing: the capture that is built in
  std::optional<std::string> registers;  ///< of an ELF core
  std::uint64_t cases = 5000;            ///< generated images
  std::uint64_t seed = 1;
  std::string out = "quiesce-out";  ///< directory of the record, the page and the cases
};

/// The exit status: 0 if every check gave what the manifest expects, 1 if a statement is violated,
/// 2 if something could not be decided, read or written.
int RunCheck(const CheckOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
