// Paths as links.
#pragma once

#include <string>
#include <string_view>

namespace quiesce {

/// A relative path as a relative reference, an absolute one as a file URI (RFC 3986): what is not
/// unreserved or a slash is percent-encoded.
std::string FileUri(std::string_view path);

}  // namespace quiesce
