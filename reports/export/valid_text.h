// Text that every format can hold.
#pragma once

#include <string>
#include <string_view>

namespace quiesce {

/// The same text as well-formed UTF-8. What is not, a control character other than newline and tab,
/// and U+FFFE and U+FFFF, which XML forbids, become U+FFFD.
std::string ValidText(std::string_view text);

}  // namespace quiesce
