// Any image from a path: the one way in for every tool.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "model/image/loaded_image.h"

namespace quiesce {

/// Loads a capture directory, a `.image` file, or an ELF core of a guest or a crashed kernel,
/// told apart by what is there and not by its name. `registers` names a register file: an ELF core
/// needs one, and for the others it replaces the registers that they hold. Errors are one line that
/// names the file.
absl::StatusOr<LoadedImage> LoadImage(const std::string& path,
                                      const std::optional<std::string>& registers = std::nullopt);

}  // namespace quiesce
