// Files that are either there in full or not at all.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace quiesce {

/// Writes a temporary file next to `path`, flushes it to the disk and renames it. On an error the
/// old file, if any, is untouched, and the message is one line that names the path and the reason.
absl::Status WriteFileAtomically(const std::string& path, std::string_view bytes);

/// Makes the directory and its parents.
absl::Status MakeDirectory(const std::string& path);

}  // namespace quiesce
