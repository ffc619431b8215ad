// `quiesce decode`: event records, commands, structures and registers, from words or a kernel log.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace quiesce {

struct DecodeOptions {
  std::string kind;  ///< "registers", or see KindNamed(); may be empty for a kernel log
  std::vector<std::string> words;  ///< if empty, the input is read instead
  bool json = false;
  /// A file with the SMMU's registers, by whose options STEs, CDs and L1STDs are judged.
  std::optional<std::string> registers = std::nullopt;
  std::string ste = {};  ///< the words of the STE that leads to the CDs
};

/// Writes every record that the words or the input hold to `out`, as text or as one JSON array,
/// with the legality rules that it breaks.
/// Returns 0, or 2 after one line on `err` that says what is wrong and where.
int RunDecode(std::istream& in, std::ostream& out, std::ostream& err, const DecodeOptions& options);

}  // namespace quiesce
