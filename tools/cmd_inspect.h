// quiesce inspect IMAGE: what one image means, and what the SMMU makes of given accesses.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace quiesce {

struct InspectOptions {
  std::string image;
  std::optional<std::string> registers;  ///< a register file; an ELF core needs one
  std::string variant = "newest";
  std::string next_kernel;  ///< "BASE+SIZE": the memory of the next kernel, or empty
  bool json = false;
  std::string html;                    ///< file that gets a page; empty: none
  std::vector<std::string> translate;  ///< "SID:IOVA:R" or ":W"; then only these are shown
  std::optional<std::string> expect;   ///< rows to hold against the model
  std::vector<std::string> quirks;     ///< known deviations of whoever gave the rows, by name
};

/// The exit status: 1 if a row of --expect differs, 2 on input that cannot be used.
int RunInspect(const InspectOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
