#include "reports/decode/kernel_log.h"

#include <absl/status/status.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <optional>

#include "model/image/text_input.h"
#include "reports/decode/lines.h"

namespace quiesce {
namespace {

constexpr std::string_view kReceived = " received:";
constexpr std::string_view kSkipping = "skipping command in error state:";

struct Header {
  LogEntryKind kind;
  std::string_view device;
  std::optional<std::uint64_t> event;  ///< the number that the header gives
};

std::size_t WordsOf(LogEntryKind kind) { return kind == LogEntryKind::kEvent ? 4 : 2; }

std::string_view NameOf(LogEntryKind kind) {
  return kind == LogEntryKind::kEvent ? "event" : "command";
}

absl::Status LineError(std::size_t line, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrFormat("line %d: %s", line, what));
}

/// "arm-smmu-v3.0.auto" of "[ 12.3] arm-smmu-v3 arm-smmu-v3.0.auto:"; empty without a prefix.
std::string_view DeviceOf(std::string_view prefix) {
  const auto fields = Fields(prefix);
  if (fields.empty() || !fields.back().ends_with(':')) return {};
  return fields.back().substr(0, fields.back().size() - 1);
}

std::optional<Header> HeaderOf(std::string_view line) {
  if (const std::size_t at = line.find(kSkipping); at != std::string_view::npos) {
    return Header{LogEntryKind::kCommand, DeviceOf(line.substr(0, at)), std::nullopt};
  }
  const std::size_t at = line.find("event 0x");
  const std::size_t end = line.find(kReceived);
  if (at == std::string_view::npos || end == std::string_view::npos || end < at)
    return std::nullopt;
  const auto event = ParseNumber(line.substr(at + 6, end - at - 6));
  if (!event) return std::nullopt;
  return Header{LogEntryKind::kEvent, DeviceOf(line.substr(0, at)), event};
}

/// What a log daemon wrote for the tab before a word is not part of the word.
std::string_view WithoutEscapedTab(std::string_view field) {
  for (const std::string_view tab : {"#011", "\\x09"}) {
    if (field.starts_with(tab)) return field.substr(tab.size());
  }
  return field;
}

/// The last field of a line and the device before it, if the line may hold a word of a record.
struct WordLine {
  std::string_view device;
  std::string_view word;
};
std::optional<WordLine> WordLineOf(std::string_view line) {
  const auto fields = Fields(line);
  if (fields.empty()) return std::nullopt;
  const std::string_view last = fields.back();
  const std::string_view word = WithoutEscapedTab(last);
  if (!word.starts_with("0x")) return std::nullopt;
  const auto before = static_cast<std::size_t>(last.data() - line.data());
  const std::string_view prefix = TrimBlanks(line.substr(0, before));
  if (prefix.empty() || prefix.ends_with(']')) return WordLine{{}, word};
  if (!prefix.ends_with(':')) return std::nullopt;
  return WordLine{DeviceOf(prefix), word};
}

/// Collects records; those that still lack words are open, at most one for a device.
class LogReader {
 public:
  absl::Status Add(std::string_view line, std::size_t number) {
    if (const auto header = HeaderOf(line)) return Open(*header, number);
    if (const auto word = WordLineOf(line)) return AddWord(*word, number);
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<LogEntry>> Finish() && {
    for (const LogEntry& e : entries_) {
      if (!Complete(e)) return Lacking(e);
    }
    return std::move(entries_);
  }

 private:
  static bool Complete(const LogEntry& e) { return e.words.size() == WordsOf(e.kind); }

  static absl::Status Lacking(const LogEntry& e) {
    return LineError(e.line, absl::StrFormat("this %s has %d of its %d words", NameOf(e.kind),
                                             e.words.size(), WordsOf(e.kind)));
  }

  LogEntry* OpenEntry(std::string_view device) {
    const auto it = std::find_if(entries_.rbegin(), entries_.rend(),
                                 [&](const LogEntry& e) { return e.device == device; });
    return it == entries_.rend() || Complete(*it) ? nullptr : &*it;
  }

  absl::Status Open(const Header& header, std::size_t number) {
    if (const LogEntry* open = OpenEntry(header.device)) return Lacking(*open);
    entries_.push_back({header.kind, number, std::string(header.device), {}});
    numbers_.push_back(header.event);
    return absl::OkStatus();
  }

  absl::Status AddWord(const WordLine& line, std::size_t number) {
    LogEntry* open = OpenEntry(line.device);
    if (open == nullptr) return absl::OkStatus();
    const auto value = ParseNumber(line.word);
    if (!value || line.word.size() != 18) {
      return LineError(
          number, absl::StrFormat("'%s' is not a word of this %s; expected 0x and 16 hex digits",
                                  line.word, NameOf(open->kind)));
    }
    open->words.push_back(*value);
    const auto event = numbers_[static_cast<std::size_t>(open - entries_.data())];
    if (open->words.size() > 1 || !event || (*value & 0xFF) == *event) return absl::OkStatus();
    return LineError(number, absl::StrFormat("the header says event 0x%02x, the record 0x%02x",
                                             *event, *value & 0xFF));
  }

  std::vector<LogEntry> entries_;
  std::vector<std::optional<std::uint64_t>> numbers_;  ///< of each entry's header
};

}  // namespace

bool IsKernelLog(std::string_view text) {
  const auto lines = Lines(text);
  return std::any_of(lines.begin(), lines.end(),
                     [](std::string_view line) { return HeaderOf(line).has_value(); });
}

absl::StatusOr<std::vector<LogEntry>> ParseKernelLog(std::string_view text) {
  LogReader reader;
  std::size_t number = 0;
  for (const std::string_view line : Lines(text)) {
    if (absl::Status s = reader.Add(line, ++number); !s.ok()) return s;
  }
  return std::move(reader).Finish();
}

}  // namespace quiesce
