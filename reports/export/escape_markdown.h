// Text into Markdown, as GitHub and GitLab read it.
#pragma once

#include <string>
#include <string_view>

namespace quiesce {

/// Plain text on one line, also inside a table: nothing in it is markup or ends a cell. It should
/// not stand at the start of a line, where a digit or dash could begin a list.
std::string EscapeMarkdown(std::string_view text);

/// A code span on one line, also inside a table. Empty text gives an empty string.
std::string MarkdownCode(std::string_view text);

}  // namespace quiesce
