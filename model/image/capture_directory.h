// Capture directories: an image as a debugger or an emulator can write it with a few commands.
//
//   registers.txt   see model/image/register_file.h
//   regions.txt     a line for each region: physical-address size kind; `#` starts a comment
//   0x<address>.bin the bytes of one region, as in memory, named by its address in 12 hex digits
//
// Memory outside the regions is "not captured", which is not the same as absent. Other files are
// left alone.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "model/image/loaded_image.h"

namespace quiesce {

/// Errors name the file, and the line where there is one.
absl::StatusOr<LoadedImage> LoadCaptureDirectory(const std::string& path);

/// Writes a directory that loads to the same image; it is created if need be. Fails for an image
/// whose other addresses abort, since a capture cannot say so.
absl::Status WriteCaptureDirectory(const LoadedImage& loaded, const std::string& path);

}  // namespace quiesce
