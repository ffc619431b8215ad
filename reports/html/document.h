// A page that needs nothing else.
#pragma once

#include <string>
#include <string_view>

namespace quiesce {

/// The whole page around `main`, which is HTML: style and script are inside, and nothing is loaded.
std::string Document(std::string_view title, std::string_view main);

}  // namespace quiesce
