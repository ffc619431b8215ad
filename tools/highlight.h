// Colours, on a terminal only: what is wrong in red, what is good in green, what nobody knows in
// yellow.
#pragma once

#include <string>
#include <string_view>

namespace quiesce {

/// Whether to colour what goes to the file descriptor: a terminal that is not "dumb", and NO_COLOR
/// is not set (https://no-color.org).
bool ColourFor(int file_descriptor);

/// The text with the results of checks coloured, wherever they stand as words of their own; if
/// `colour` is false, as it is.
std::string Highlight(std::string_view text, bool colour);

}  // namespace quiesce
