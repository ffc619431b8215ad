// The pieces that every section of the report is made of. Each takes text as it stands in the
// record and gives HTML; only arguments named `html` are HTML already.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/result.h"

namespace quiesce {

struct Attribute {
  std::string_view name;
  std::string value;
};

/// <name a="b">html</name>.
std::string Element(std::string_view name, const std::vector<Attribute>& attributes,
                    std::string_view html);
/// The same with a class, or none if `css` is empty.
std::string Element(std::string_view name, std::string_view css, std::string_view html);

std::string Paragraph(std::string_view text, std::string_view css = "");
/// A command line in a box of its own; empty for none.
std::string CommandBox(std::string_view command);
std::string CodeText(std::string_view text);
std::string Link(std::string_view href, std::string_view html);

/// A section with a heading and an id to link to. Nothing if `html` is empty.
std::string Section(std::string_view id, std::string_view title, std::string_view html);
/// Closed until it is opened.
std::string Details(std::string_view summary, std::string_view html);

std::string TextCell(std::string_view text);
std::string CodeCell(std::string_view text);
std::string HtmlCell(std::string_view html);
std::string NumberCell(std::uint64_t n);
/// The result, and what was expected if that is not what a reader takes for granted.
std::string ResultCell(Result result, Result expected);

struct Column {
  std::string_view title;
  bool number = false;
};
/// Scrolls inside its own box. `rows` are the cells of each row as HTML; no rows, no text.
std::string Table(std::string_view label, const std::vector<Column>& columns,
                  const std::vector<std::string>& rows);
/// The box alone, which the keyboard can reach.
std::string ScrollBox(std::string_view label, std::string_view html);

/// A text of an inline SVG, with its start at (x, y).
std::string SvgText(unsigned x, unsigned y, std::string_view css, std::string_view text);

/// "good", "bad" or "open", for the exit status of one check.
std::string_view CssOf(int exit_status);

/// 1234567 as "1 234 567", with narrow spaces that do not break.
std::string Grouped(std::uint64_t n);

}  // namespace quiesce
