#include "model/image/load.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/image/capture_directory.h"
#include "model/image/image_text.h"
#include "model/image/register_file.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

namespace fs = std::filesystem;

std::string NameOf(const std::string& path) {
  fs::path p = fs::path(path).lexically_normal();
  if (!p.has_filename()) p = p.parent_path();
  return p.extension() == ".image" ? p.stem() : p.filename();
}

absl::StatusOr<LoadedImage> LoadImageText(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  return ParseImageText(*text, path);
}

absl::StatusOr<LoadedImage> LoadAny(const std::string& path) {
  if (fs::is_directory(path)) return LoadCaptureDirectory(path);
  return LoadImageText(path);
}

}  // namespace

absl::StatusOr<LoadedImage> LoadImage(const std::string& path,
                                      const std::optional<std::string>& registers) {
  absl::StatusOr<LoadedImage> loaded = LoadAny(path);
  if (!loaded.ok()) return loaded;
  loaded->name = NameOf(path);
  if (registers) {
    absl::StatusOr<RegisterImage> replaced = LoadRegisterFile(*registers);
    if (!replaced.ok()) return replaced.status();
    loaded->image.registers = *replaced;
  }
  return loaded;
}

}  // namespace quiesce
