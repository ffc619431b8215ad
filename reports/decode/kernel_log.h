// What Linux's arm-smmu-v3 driver prints about event records and erroneous commands.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quiesce {

enum class LogEntryKind : std::uint8_t { kEvent, kCommand };

/// One record printed in a log.
struct LogEntry {
  LogEntryKind kind;
  std::size_t line;    ///< of its header, from 1
  std::string device;  ///< as the log names it, "arm-smmu-v3.0.auto"; may be empty
  std::vector<std::uint64_t> words;
};

/// True if the text has a header line of a record ("event 0x.. received:", "skipping command in
/// error state:").
bool IsKernelLog(std::string_view text);

/// Every record of the log, in the order of the headers.
///
/// A record is a header and, on later lines of the same device, its 64-bit words, four for an event
/// and two for a command. Time stamps and other prefixes before the device are ignored, and so are
/// all other lines, between the words too: logs interleave. A tab may stand as it is or as the
/// escapes that syslog (#011) and /dev/kmsg (\x09) make of it. Errors, in one line that names the
/// line of the log: a word that is not hex, a record that lacks words, or a header that disagrees
/// with the record's own event number.
absl::StatusOr<std::vector<LogEntry>> ParseKernelLog(std::string_view text);

}  // namespace quiesce
