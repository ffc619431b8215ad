// `quiesce decode`: event records, commands, structures and registers, from words or a kernel log.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace quiesce {

struct DecodeOptions {
  std::string kind;                ///< see KindNamed(); may be empty for a kernel log
  std::vector<std::string> words;  ///< if empty, the input is read instead
  bool json = false;
};

/// Writes every record that the words or the input hold to `out`, as text or as one JSON array.
/// Returns 0, or 2 after one line on `err` that says what is wrong and where.
int RunDecode(std::istream& in, std::ostream& out, std::ostream& err, const DecodeOptions& options);

}  // namespace quiesce
