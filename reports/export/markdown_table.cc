#include "reports/export/markdown_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace quiesce {
namespace {

/// Code points, which is near enough to columns for what we print.
std::size_t WidthOf(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// A cell wider than this is not worth padding the others for.
constexpr std::size_t kWidestPadding = 40;

std::string LineOf(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string line = "|";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t width = WidthOf(cells[i]);
    absl::StrAppend(&line, " ", cells[i],
                    std::string(widths[i] > width ? widths[i] - width : 0, ' '), " |");
  }
  return line + "\n";
}

}  // namespace

MarkdownTable::MarkdownTable(std::vector<std::string> titles) {
  rows_.push_back(std::move(titles));
}

void MarkdownTable::Add(std::vector<std::string> cells) {
  cells.resize(rows_.front().size());
  rows_.push_back(std::move(cells));
}

std::string MarkdownTable::ToString(std::size_t limit) const {
  if (rows_.size() == 1) return "";
  std::vector<std::size_t> widths(rows_.front().size(), 3);
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], std::min(WidthOf(row[i]), kWidestPadding));
    }
  }
  std::string out = LineOf(rows_.front(), widths) + "|";
  for (const std::size_t width : widths) absl::StrAppend(&out, std::string(width + 2, '-'), "|");
  out += "\n";
  const std::size_t shown = std::min(limit, rows_.size() - 1);
  for (std::size_t i = 1; i <= shown; ++i) out += LineOf(rows_[i], widths);
  const std::size_t more = rows_.size() - 1 - shown;
  if (more > 0) absl::StrAppend(&out, "\n", more, " more in the record.\n");
  return out + "\n";
}

}  // namespace quiesce
