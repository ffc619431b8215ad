// Text into XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace quiesce {

/// Safe as element content and inside a quoted attribute of either, and ValidText.
std::string EscapeMarkup(std::string_view text);

}  // namespace quiesce
