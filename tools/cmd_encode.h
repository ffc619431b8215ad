// `quiesce encode`: the words of a structure, command or register from its fields.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace quiesce {

struct EncodeOptions {
  std::string kind;                      ///< see KindNamed(): any but "event" and "command"
  std::vector<std::string> assignments;  ///< "Field=value", see EncodeFields()
  bool json = false;
};

/// Writes the words to `out`, low word first, one a line or as a JSON array of strings. `quiesce
/// decode` reads them back. Returns 0, or 2 after one line on `err`.
int RunEncode(std::ostream& out, std::ostream& err, const EncodeOptions& options);

}  // namespace quiesce
