#include "model/image/image_text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/image/register_file.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

constexpr std::string_view kMagic = "quiesce-image";
constexpr std::string_view kVersion = "1";
constexpr std::size_t kLineWords = 8;
using Words = std::array<std::uint64_t, kLineWords>;

absl::Status RowError(const std::string& what) { return absl::InvalidArgumentError(what); }

/// `count` equal lines of memory, one after another.
struct Row {
  std::uint64_t address;
  std::uint64_t count;
  Words words;

  std::uint64_t last() const { return address + count * SparseMemory::kLineBytes - 1; }
};

std::optional<std::uint64_t> ParseCount(std::string_view word) {
  if (!word.starts_with('x')) return std::nullopt;
  const auto count = ParseNumber(word.substr(1));
  return count && *count >= 2 && *count < kMaxImageTextBytes ? count : std::nullopt;
}

absl::StatusOr<Row> ParseRow(const std::vector<std::string_view>& fields) {
  const auto address = ParseNumber(fields[0].substr(0, fields[0].size() - 1));
  if (!address || *address % SparseMemory::kLineBytes != 0) {
    return RowError(absl::StrFormat("'%s' is not the address of a 64-byte line", fields[0]));
  }
  if (fields.size() != 1 + kLineWords && fields.size() != 2 + kLineWords) {
    return RowError("expected eight 64-bit words, and xN for N equal lines");
  }
  Row row{*address, 1, {}};
  for (std::size_t i = 0; i < kLineWords; ++i) {
    const auto word = ParseHexDigits(fields[i + 1]);
    if (!word) return RowError(absl::StrFormat("'%s' is not a 64-bit word in hex", fields[i + 1]));
    row.words[i] = *word;
  }
  if (fields.size() == 2 + kLineWords) {
    const auto count = ParseCount(fields.back());
    if (!count) return RowError(absl::StrFormat("'%s' is not a repeat count", fields.back()));
    row.count = *count;
  }
  return row;
}

class Parser {
 public:
  absl::Status TakeLine(std::string_view line, std::size_t number) {
    if (!versioned_) return TakeVersion(SplitWords(line));
    if (line.empty() || line.starts_with('#')) return absl::OkStatus();
    const std::vector<std::string_view> fields = SplitWords(line);
    if (fields[0].ends_with(':')) return TakeRow(fields);
    if (fields[0] == "register") return TakeRegister(fields, number);
    if (fields[0] == "region") return TakeRegion(line.substr(fields[0].size()));
    if (fields[0] == "unmapped") return TakeUnmapped(fields);
    return RowError(absl::StrFormat("unknown key '%s'", fields[0]));
  }

  absl::StatusOr<LoadedImage> Finish() && {
    if (!versioned_) return RowError("the file is empty: expected `quiesce-image 1`");
    if (!unmapped_) return RowError("`unmapped abort` or `unmapped not-captured` is missing");
    absl::StatusOr<RegisterImage> registers = registers_.Finish();
    if (!registers.ok()) return registers.status();
    memory_.set_unmapped(*unmapped_);
    return LoadedImage{{*registers, std::move(memory_)}, std::move(regions_).Take(), {}};
  }

 private:
  absl::Status TakeVersion(const std::vector<std::string_view>& fields) {
    if (fields.size() != 2 || fields[0] != kMagic) {
      return RowError("not an image: expected `quiesce-image 1`");
    }
    if (fields[1] != kVersion) {
      return RowError(absl::StrFormat(
          "version %s of the format is unknown: this tool reads version %s", fields[1], kVersion));
    }
    versioned_ = true;
    return absl::OkStatus();
  }

  absl::Status TakeRegister(const std::vector<std::string_view>& fields, std::size_t number) {
    if (fields.size() != 3) return RowError("expected `register NAME value`");
    return registers_.Set(fields[1], fields[2], number);
  }

  absl::Status TakeUnmapped(const std::vector<std::string_view>& fields) {
    const std::string_view answer = fields.size() == 2 ? fields[1] : "";
    if (unmapped_) return RowError("`unmapped` is given twice");
    if (answer == "abort") unmapped_ = BusStatus::kAbort;
    if (answer == "not-captured") unmapped_ = BusStatus::kNotCaptured;
    return unmapped_ ? absl::OkStatus()
                     : RowError("expected `unmapped abort` or `unmapped not-captured`");
  }

  absl::Status TakeRegion(std::string_view description) {
    absl::StatusOr<Region> region = ParseRegionLine(Trim(description));
    if (!region.ok()) return region.status();
    if (region->bytes > kMaxImageTextBytes - bytes_) {
      return RowError(
          absl::StrFormat("the regions come to more than 0x%x bytes", kMaxImageTextBytes));
    }
    absl::Status added = regions_.Add(*region);
    if (!added.ok()) return added;
    bytes_ += region->bytes;
    memory_.Map(region->address, region->bytes);
    return absl::OkStatus();
  }

  absl::Status TakeRow(const std::vector<std::string_view>& fields) {
    const absl::StatusOr<Row> row = ParseRow(fields);
    if (!row.ok()) return row.status();
    if (last_row_ && row->address <= *last_row_) {
      return RowError(absl::StrFormat("0x%x is not after the rows before it", row->address));
    }
    if (row->last() < row->address || !regions_.Contains(row->address, row->last())) {
      return RowError(
          absl::StrFormat("0x%x..0x%x is outside every region above", row->address, row->last()));
    }
    for (std::uint64_t i = 0; i < row->count * kLineWords; ++i) {
      memory_.Write64(row->address + i * 8, row->words[i % kLineWords]);
    }
    last_row_ = row->last();
    return absl::OkStatus();
  }

  bool versioned_ = false;
  RegisterCollector registers_;
  std::optional<BusStatus> unmapped_;
  RegionList regions_;
  std::uint64_t bytes_ = 0;
  SparseMemory memory_;
  std::optional<std::uint64_t> last_row_;  ///< the last byte given by a row
};

/// Collects lines and appends a row whenever a run of equal ones ends.
class RowWriter {
 public:
  explicit RowWriter(std::string& out) : out_(out) {}
  ~RowWriter() { Flush(); }

  void Add(std::uint64_t pa, const std::uint64_t* line) {
    Words words;
    std::copy_n(line, kLineWords, words.begin());
    if (run_ && run_->words == words && run_->last() + 1 == pa) {
      ++run_->count;
      return;
    }
    Flush();
    if (words != Words{}) run_ = Row{pa, 1, words};
  }

 private:
  void Flush() {
    if (!run_) return;
    absl::StrAppendFormat(&out_, "0x%012x:", run_->address);
    for (const std::uint64_t word : run_->words) absl::StrAppendFormat(&out_, " %016x", word);
    if (run_->count > 1) absl::StrAppendFormat(&out_, " x%d", run_->count);
    out_ += '\n';
    run_.reset();
  }

  std::string& out_;
  std::optional<Row> run_;
};

}  // namespace

bool LooksLikeImageText(std::string_view text) { return text.starts_with(kMagic); }

absl::StatusOr<LoadedImage> ParseImageText(std::string_view text, std::string_view file) {
  Parser parser;
  for (LineReader reader(text); reader.Next();) {
    const absl::Status status = parser.TakeLine(reader.line(), reader.number());
    if (!status.ok()) return ErrorAt(file, reader.number(), status);
  }
  absl::StatusOr<LoadedImage> loaded = std::move(parser).Finish();
  if (!loaded.ok()) return ErrorIn(file, loaded.status());
  return loaded;
}

std::string FormatImageText(const LoadedImage& loaded) {
  const auto& [registers, memory] = loaded.image;
  std::string out = absl::StrFormat("%s %s\n", kMagic, kVersion);
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const Reg r = static_cast<Reg>(i);
    if (!IsShown(registers, r)) continue;
    absl::StrAppendFormat(&out, "register %s 0x%0*x\n", SpecOf(r).name(),
                          static_cast<int>(2 * SpecOf(r).bytes()), registers.Read(r));
  }
  const bool aborts = memory.unmapped() == BusStatus::kAbort;
  absl::StrAppendFormat(&out, "unmapped %s\n", aborts ? "abort" : "not-captured");
  for (const Region& region : RegionsOf(memory, loaded.regions)) {
    absl::StrAppendFormat(&out, "region %s\n", FormatRegionLine(region));
  }
  RowWriter rows(out);
  memory.ForEachLine([&](std::uint64_t pa, const std::uint64_t* line) { rows.Add(pa, line); });
  return out;
}

}  // namespace quiesce
