// The `.image` format: an image as one text file, to keep, to diff and to edit.
//
//   quiesce-image 1                                  the version, first
//   register STRTAB_BASE 0x4000000043091000          by name; one that is not listed is 0
//   unmapped not-captured                            what other addresses answer, or `abort`
//   region 0x000043091000 0x800 stream table L1      present memory: address, size, kind
//   0x000043091000: 0000000043200009 0000000000000000 ... (eight words)   one 64-byte line
//   0x000043091040: 0000000000000001 ...  x31        that line and the 30 after it alike
//
// Lines of a region that no row gives are zero. Rows ascend and stay inside the regions. Words are
// 64-bit little-endian values in hexadecimal. `#` starts a comment line.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "model/image/loaded_image.h"

namespace quiesce {

/// The regions of one file together: beyond it a file is refused instead of filling the memory of
/// this machine with zeros.
inline constexpr std::uint64_t kMaxImageTextBytes = std::uint64_t{1} << 30;

/// True if the text opens as a `.image` of some version.
bool LooksLikeImageText(std::string_view text);

/// Errors are "file:line: what". The name is left empty.
absl::StatusOr<LoadedImage> ParseImageText(std::string_view text, std::string_view file);

/// Canonical: one image with its regions has one text. Parsing it gives an equal image; memory
/// outside the listed regions comes back as regions of kind "unlisted".
std::string FormatImageText(const LoadedImage& loaded);

}  // namespace quiesce
