// What an independent implementation answered, one access a line, and how to compare with it.
//
//   0x0008  0xffebba5c  W  OK 0x43df9a5c
//   0x0030  0x10001b000 R  EVENT 00000010 00000030 00000000 00000208 0001b000 00000001 00000000
//   00000000 0x0020  0x1000      W  NOEVENT-NOLAND 0x0030  0xfffffa5c  W  SKIP
//
// StreamID, input address, access, result; `#` starts a comment. The words of an event record are
// 32-bit, the lowest first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

namespace quiesce {

/// The access reached memory at `pa`.
struct Completed {
  std::uint64_t pa;

  friend bool operator==(const Completed&, const Completed&) = default;
};

/// The access was terminated, and this is the event record, as 64-bit words.
struct ExpectedEvent {
  std::array<std::uint64_t, 4> words;

  friend bool operator==(const ExpectedEvent&, const ExpectedEvent&) = default;
};

/// The access was terminated, and nothing was recorded.
struct SilentlyAborted {
  friend bool operator==(const SilentlyAborted&, const SilentlyAborted&) = default;
};

/// The oracle could not tell.
struct Skipped {
  friend bool operator==(const Skipped&, const Skipped&) = default;
};

/// The model could not tell: not captured, or outside the model.
struct NoAnswer {
  std::string why;
};

struct ExpectedRow {
  std::size_t line;  ///< in its file
  std::uint32_t stream_id;
  std::uint64_t address;
  bool write;
  std::variant<Completed, ExpectedEvent, SilentlyAborted, Skipped> result;

  bool skipped() const { return std::holds_alternative<Skipped>(result); }
};

using ObservedResult = std::variant<Completed, ExpectedEvent, SilentlyAborted, NoAnswer>;

/// Rows in the order of the file; a file without rows is an error, since comparing with it would
/// pass. Errors are "file:line: what".
absl::StatusOr<std::vector<ExpectedRow>> ParseExpectedRows(std::string_view text,
                                                           std::string_view file);
absl::StatusOr<std::vector<ExpectedRow>> LoadExpectedRows(const std::string& path);

/// Where an oracle is known not to do what IHI 0070 G.b says. Each excuses only what it names.
struct OracleQuirks {
  bool qemu7_class_zero = false;
  bool qemu_records_invalid_sid = false;
};

struct QuirkSpec {
  std::string_view name;
  std::string_view meaning;
  bool OracleQuirks::*flag;
};
std::span<const QuirkSpec> KnownQuirks();

/// Nothing if the model agrees with the row, else one line that says how it differs, oracle first.
///
///   * A completed access: the same PA.
///   * A record: every bit, except fields that the architecture leaves UNKNOWN in this record (a
///     SubstreamID without SSV, a STAG without Stall, an IPA without S2, TTRnW without CLASS TT) or
///     IMPLEMENTATION DEFINED, and what a quirk excuses.
///   * A silent abort: no record.
///
/// A NoAnswer always differs. The row must not be skipped: count those instead.
std::optional<std::string> CompareRow(const ExpectedRow& row, const ObservedResult& observed,
                                      const OracleQuirks& quirks);

}  // namespace quiesce
