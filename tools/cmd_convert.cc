// quiesce convert IMAGE OUT: an image of any kind as one `.image` file or as a capture directory.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "model/image/capture_directory.h"
#include "model/image/image_text.h"
#include "model/image/load.h"
#include "model/image/text_input.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

struct ConvertOptions {
  std::string image;
  std::string registers;
  std::string out;
  bool directory = false;
};

/// Both outputs are read back as a whole, so there must be no more than a reader takes.
absl::Status CheckSize(const LoadedImage& loaded) {
  std::uint64_t bytes = 0;
  for (const Region& region : loaded.regions) {
    if (region.bytes > kMaxImageTextBytes - bytes) {
      return absl::ResourceExhaustedError(absl::StrFormat(
          "%s: more than 0x%x bytes of memory to convert", loaded.name, kMaxImageTextBytes));
    }
    bytes += region.bytes;
  }
  return absl::OkStatus();
}

absl::Status RunConvert(const ConvertOptions& options) {
  absl::StatusOr<LoadedImage> loaded = LoadImage(
      options.image, options.registers.empty() ? std::nullopt : std::optional(options.registers));
  if (!loaded.ok()) return loaded.status();
  if (absl::Status status = CheckSize(*loaded); !status.ok()) return status;
  if (options.directory) return WriteCaptureDirectory(*loaded, options.out);
  return WriteWholeFile(options.out, FormatImageText(*loaded));
}

}  // namespace

void AddConvert(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* convert = app.add_subcommand(
      "convert", "Write an image as one .image text file, or as a capture directory");
  convert->add_option("image", options->image, "capture directory, .image file or ELF core")
      ->required();
  convert->add_option("out", options->out, "file or directory to write")->required();
  convert->add_option("--registers", options->registers, "register file; an ELF core needs one");
  convert->add_flag("--directory", options->directory, "write a capture directory");
  SetExamples(*convert, {"quiesce convert captures/idle idle.image",
                         "quiesce convert vmcore crash.image --registers regs.txt"});
  convert->callback([options, &exit_status] {
    const absl::Status status = RunConvert(*options);
    if (!status.ok()) std::cerr << "quiesce: " << std::string(status.message()) << "\n";
    exit_status = status.ok() ? kExitExpected : kExitUndecided;
  });
}

}  // namespace quiesce
