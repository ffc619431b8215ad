// Tables in Markdown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quiesce {

/// Columns are padded to their widest cell, so that the table also reads as plain text.
class MarkdownTable {
 public:
  /// Titles and cells are Markdown already.
  explicit MarkdownTable(std::vector<std::string> titles);

  /// As many cells as there are titles.
  void Add(std::vector<std::string> cells);

  /// Ends with an empty line. After `limit` rows a line says how many there are more; no rows, no
  /// text.
  std::string ToString(std::size_t limit) const;

 private:
  std::vector<std::vector<std::string>> rows_;  ///< the first holds the titles
};

}  // namespace quiesce
