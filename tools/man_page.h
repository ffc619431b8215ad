// The manual page and the shell completion, as text.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace quiesce {

/// In roff, with the man macros.
std::string ManPage(const CLI::App& app);

/// A completion function for bash, to be sourced.
std::string BashCompletion(const CLI::App& app);

}  // namespace quiesce
