// The physical memory that a core file holds, as extents of the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "model/image/memory.h"
#include "model/image/region.h"

namespace quiesce {

/// [pa, pa + bytes) is at `offset` in the file.
struct Extent {
  std::uint64_t pa;
  std::uint64_t bytes;
  std::uint64_t offset;

  std::uint64_t end() const { return pa + bytes; }
};

/// An open file, closed with the object.
class FileReader {
 public:
  static absl::StatusOr<FileReader> Open(const std::string& path);
  FileReader(FileReader&& other) noexcept;
  FileReader& operator=(FileReader&&) = delete;
  ~FileReader();

  int descriptor() const { return fd_; }
  std::uint64_t size() const { return size_; }

  /// Fills `out` from `offset`; false if the file does not have all of it.
  bool Read(std::uint64_t offset, std::span<std::byte> out) const;

 private:
  FileReader(int fd, std::uint64_t size) : fd_(fd), size_(size) {}

  int fd_;
  std::uint64_t size_;
};

/// The extents by address, each physical byte once. Where several of them hold a byte they must
/// agree: an error names the two and the first address at which they do not. Extents are not empty
/// and do not wrap.
absl::StatusOr<std::vector<Extent>> Disjoint(std::vector<Extent> extents, const FileReader& file);

/// The frames that disjoint extents hold, read from the file.
class CoreSource : public PageSource {
 public:
  CoreSource(FileReader file, std::vector<Extent> extents);

  std::uint64_t Load(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const override;
  std::vector<FrameRange> Frames() const override;

  /// The present lines, joined where they touch.
  std::vector<Region> Regions() const;

 private:
  FileReader file_;
  std::vector<Extent> extents_;  ///< disjoint, by address
};

}  // namespace quiesce
