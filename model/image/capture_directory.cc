#include "model/image/capture_directory.h"

#include <bit>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/image/register_file.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "captures are copied word by word");

std::string RegionFile(const std::string& directory, const Region& r) {
  return fs::path(directory) / absl::StrFormat("0x%012x.bin", r.address);
}

absl::Status CheckDirectory(const std::string& path) {
  std::error_code error;
  const bool empty = fs::is_empty(path, error);
  if (error) {
    return absl::NotFoundError(absl::StrFormat("%s: cannot read: %s", path, error.message()));
  }
  if (empty) {
    return absl::NotFoundError(absl::StrFormat(
        "%s: the directory is empty: a capture has registers.txt, regions.txt and the regions",
        path));
  }
  for (const char* needed : {"registers.txt", "regions.txt"}) {
    if (!fs::exists(fs::path(path) / needed, error)) {
      return absl::NotFoundError(absl::StrFormat("%s: not a capture: %s is missing", path, needed));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Region>> LoadRegions(const std::string& file) {
  const absl::StatusOr<std::string> text = ReadWholeFile(file);
  if (!text.ok()) return text.status();
  RegionList regions;
  for (LineReader reader(*text); reader.Next();) {
    const std::string_view line = reader.line();
    const std::string_view content = Trim(line.substr(0, line.find('#')));
    if (content.empty()) continue;
    absl::StatusOr<Region> region = ParseRegionLine(content);
    if (!region.ok()) return ErrorAt(file, reader.number(), region.status());
    const absl::Status added = regions.Add(*std::move(region));
    if (!added.ok()) return ErrorAt(file, reader.number(), added);
  }
  return std::move(regions).Take();
}

absl::Status LoadRegion(const std::string& directory, const Region& region, SparseMemory& memory) {
  const std::string file = RegionFile(directory, region);
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  if (error) {
    return absl::NotFoundError(
        absl::StrFormat("%s: cannot read region %s: %s", file, Describe(region), error.message()));
  }
  if (size != region.bytes) {
    return absl::InvalidArgumentError(
        absl::StrFormat("%s: region %s needs %d bytes, but the file has %d", file, Describe(region),
                        region.bytes, size));
  }
  const absl::StatusOr<std::string> content = ReadWholeFile(file);
  if (!content.ok()) return content.status();
  memory.Map(region.address, region.bytes);
  for (std::size_t at = 0; at + 8 <= content->size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, content->data() + at, sizeof word);
    if (word != 0) memory.Write64(region.address + at, word);
  }
  return absl::OkStatus();
}

std::string RegionBytes(const SparseMemory& memory, const Region& region) {
  std::string bytes(region.bytes, '\0');
  for (std::size_t at = 0; at < bytes.size(); at += SparseMemory::kLineBytes) {
    const std::uint64_t* line = memory.Line(region.address + at);
    if (line != nullptr) std::memcpy(bytes.data() + at, line, SparseMemory::kLineBytes);
  }
  return bytes;
}

}  // namespace

absl::StatusOr<LoadedImage> LoadCaptureDirectory(const std::string& path) {
  if (absl::Status status = CheckDirectory(path); !status.ok()) return status;
  absl::StatusOr<RegisterImage> registers = LoadRegisterFile(fs::path(path) / "registers.txt");
  if (!registers.ok()) return registers.status();
  absl::StatusOr<std::vector<Region>> regions = LoadRegions(fs::path(path) / "regions.txt");
  if (!regions.ok()) return regions.status();

  LoadedImage loaded{{*registers, SparseMemory(BusStatus::kNotCaptured)}, *std::move(regions), {}};
  for (const Region& region : loaded.regions) {
    absl::Status status = LoadRegion(path, region, loaded.image.memory);
    if (!status.ok()) return status;
  }
  return loaded;
}

absl::Status WriteCaptureDirectory(const LoadedImage& loaded, const std::string& path) {
  const SparseMemory& memory = loaded.image.memory;
  if (memory.unmapped() != BusStatus::kNotCaptured) {
    return absl::InvalidArgumentError(
        "a capture directory cannot say that all other addresses abort: write a .image file");
  }
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrFormat("%s: cannot create the directory: %s", path, error.message()));
  }
  std::string list = "# physical-address size kind   (file = 0x<physical-address>.bin)\n";
  for (const Region& region : RegionsOf(memory, loaded.regions)) {
    list += FormatRegionLine(region) + "\n";
    absl::Status status = WriteWholeFile(RegionFile(path, region), RegionBytes(memory, region));
    if (!status.ok()) return status;
  }
  if (absl::Status s = WriteWholeFile(fs::path(path) / "regions.txt", list); !s.ok()) return s;
  return WriteWholeFile(fs::path(path) / "registers.txt",
                        FormatRegisterFile(loaded.image.registers));
}

}  // namespace quiesce
