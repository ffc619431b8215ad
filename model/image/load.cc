#include "model/image/load.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/image/capture_directory.h"
#include "model/image/elf_core.h"
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

std::string FirstBytes(const std::string& path) {
  std::string bytes(16, '\0');
  std::ifstream in(path, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

absl::StatusOr<LoadedImage> LoadImageText(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  return ParseImageText(*text, path);
}

absl::StatusOr<LoadedImage> LoadCore(const std::string& path,
                                     const std::optional<std::string>& registers) {
  if (registers) return LoadElfCore(path);
  return absl::InvalidArgumentError(
      absl::StrFormat("%s: a core holds no SMMU registers: give a register file as well", path));
}

absl::StatusOr<LoadedImage> LoadAny(const std::string& path,
                                    const std::optional<std::string>& registers) {
  std::error_code error;
  if (fs::is_directory(path, error)) return LoadCaptureDirectory(path);
  const std::string first = FirstBytes(path);
  if (LooksLikeCore(first)) return LoadCore(path, registers);
  if (LooksLikeImageText(first) || first.empty()) return LoadImageText(path);
  return absl::InvalidArgumentError(
      absl::StrFormat("%s: neither a capture directory, nor a .image file, nor an ELF core", path));
}

}  // namespace

absl::StatusOr<LoadedImage> LoadImage(const std::string& path,
                                      const std::optional<std::string>& registers) {
  absl::StatusOr<LoadedImage> loaded = LoadAny(path, registers);
  if (!loaded.ok()) return loaded;
  loaded->name = NameOf(path);
  if (registers) {
    absl::StatusOr<RegisterImage> values = LoadRegisterFile(*registers);
    if (!values.ok()) return values.status();
    loaded->image.registers = *values;
  }
  return loaded;
}

}  // namespace quiesce
