#include "oracles/expected_rows.h"

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "spec/format.h"

namespace quiesce {
namespace {

using Result = decltype(ExpectedRow::result);
using Fields = std::span<const std::string_view>;

constexpr std::size_t kEventWords = 8;

absl::Status Error(const std::string& what) { return absl::InvalidArgumentError(what); }

absl::StatusOr<Result> ParseEvent(Fields words) {
  if (words.size() != kEventWords) {
    return Error(absl::StrFormat("EVENT needs 8 words of 32 bits, not %d", words.size()));
  }
  ExpectedEvent event{};
  for (std::size_t i = 0; i < kEventWords; ++i) {
    const auto word = ParseHexDigits(words[i]);
    if (!word || *word > 0xFFFF'FFFF) {
      return Error(absl::StrFormat("'%s' is not a 32-bit word in hex", words[i]));
    }
    event.words[i / 2] |= *word << (i % 2 * 32);
  }
  return event;
}

absl::StatusOr<Result> ParseResult(Fields fields) {
  const std::string_view kind = fields[0];
  if (kind == "EVENT") return ParseEvent(fields.subspan(1));
  if (kind == "OK" && fields.size() == 2) {
    if (const auto pa = ParseNumber(fields[1])) return Completed{*pa};
  }
  if (kind == "NOEVENT-NOLAND" && fields.size() == 1) return SilentlyAborted{};
  if (kind == "SKIP" && fields.size() == 1) return Skipped{};
  return Error("expected a result: `OK pa`, `EVENT` and 8 words, `NOEVENT-NOLAND` or `SKIP`");
}

absl::StatusOr<ExpectedRow> ParseRow(std::string_view line, std::size_t number) {
  const std::vector<std::string_view> fields = SplitWords(line);
  if (fields.size() < 4) return Error("expected `StreamID address R|W result`");
  const auto stream_id = ParseNumber(fields[0]);
  const auto address = ParseNumber(fields[1]);
  if (!stream_id || *stream_id > 0xFFFF'FFFF) {
    return Error(absl::StrFormat("'%s' is not a StreamID", fields[0]));
  }
  if (!address) return Error(absl::StrFormat("'%s' is not an address", fields[1]));
  if (fields[2] != "R" && fields[2] != "W") {
    return Error(absl::StrFormat("'%s' is no access: expected R or W", fields[2]));
  }
  absl::StatusOr<Result> result = ParseResult(Fields(fields).subspan(3));
  if (!result.ok()) return result.status();
  return ExpectedRow{number, static_cast<std::uint32_t>(*stream_id), *address, fields[2] == "W",
                     *result};
}

}  // namespace

absl::StatusOr<std::vector<ExpectedRow>> ParseExpectedRows(std::string_view text,
                                                           std::string_view file) {
  std::vector<ExpectedRow> rows;
  for (LineReader reader(text); reader.Next();) {
    const std::string_view line = reader.line();
    const std::string_view content = Trim(line.substr(0, line.find('#')));
    if (content.empty()) continue;
    absl::StatusOr<ExpectedRow> row = ParseRow(content, reader.number());
    if (!row.ok()) return ErrorAt(file, reader.number(), row.status());
    rows.push_back(*row);
  }
  if (rows.empty()) return ErrorIn(file, Error("no rows: there is nothing to compare with"));
  return rows;
}

absl::StatusOr<std::vector<ExpectedRow>> LoadExpectedRows(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  return ParseExpectedRows(*text, path);
}

}  // namespace quiesce
