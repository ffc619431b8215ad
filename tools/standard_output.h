// How the command line names standard output where it takes a file.
#pragma once

namespace quiesce {

inline constexpr char kStandardOutput[] = "-";

}  // namespace quiesce
