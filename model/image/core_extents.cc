#include "model/image/core_extents.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kFrame = SparseMemory::kFrameBytes;
constexpr std::uint64_t kLine = SparseMemory::kLineBytes;

static_assert(std::endian::native == std::endian::little, "cores are copied word by word");

std::string Describe(const Extent& e) { return absl::StrFormat("0x%x+0x%x", e.pa, e.bytes); }

/// What `e` holds of [pa, end), which it touches.
Extent Cut(const Extent& e, std::uint64_t pa, std::uint64_t end) {
  const std::uint64_t first = std::max(pa, e.pa);
  return {first, std::min(end, e.end()) - first, e.offset + (first - e.pa)};
}

/// Compares two extents of the same memory.
absl::Status CheckSame(const Extent& a, const Extent& b, const FileReader& file) {
  std::array<std::byte, 1 << 16> x, y;
  if (a.offset == b.offset) return absl::OkStatus();
  for (std::uint64_t at = 0; at < a.bytes; at += x.size()) {
    const std::size_t n = std::min<std::uint64_t>(x.size(), a.bytes - at);
    if (!file.Read(a.offset + at, {x.data(), n}) || !file.Read(b.offset + at, {y.data(), n})) {
      return absl::DataLossError("the file became shorter while it was read");
    }
    const auto differ =
        std::mismatch(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(n), y.begin());
    const std::uint64_t same = static_cast<std::uint64_t>(differ.first - x.begin());
    if (same == n) continue;
    return absl::InvalidArgumentError(absl::StrFormat("differ at 0x%x", a.pa + at + same));
  }
  return absl::OkStatus();
}

/// How many bytes of each line of a frame are there.
using LineCount = std::array<std::uint64_t, kFrame / kLine>;

void CountLines(const Extent& part, LineCount& held) {
  for (std::uint64_t at = part.pa; at < part.end();) {
    const std::uint64_t next = std::min((at / kLine + 1) * kLine, part.end());
    held[at % kFrame / kLine] += next - at;
    at = next;
  }
}

}  // namespace

absl::StatusOr<FileReader> FileReader::Open(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (fd < 0 || fstat(fd, &status) != 0) {
    const std::string why = std::strerror(errno);
    if (fd >= 0) close(fd);
    return absl::NotFoundError(absl::StrFormat("%s: cannot read: %s", path, why));
  }
  return FileReader(fd, static_cast<std::uint64_t>(status.st_size));
}

FileReader::FileReader(FileReader&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}

FileReader::~FileReader() {
  if (fd_ >= 0) close(fd_);
}

bool FileReader::Read(std::uint64_t offset, std::span<std::byte> out) const {
  while (!out.empty()) {
    const ssize_t n = pread(fd_, out.data(), out.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    out = out.subspan(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
  return true;
}

absl::StatusOr<std::vector<Extent>> Disjoint(std::vector<Extent> extents, const FileReader& file) {
  std::sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) {
    return std::pair(a.pa, a.offset) < std::pair(b.pa, b.offset);
  });
  std::vector<Extent> kept;
  for (const Extent& next : extents) {
    // Kept extents ascend, so those that reach into the next are the last ones.
    for (auto k = kept.rbegin(); k != kept.rend() && k->end() > next.pa; ++k) {
      const Extent mine = Cut(*k, next.pa, next.end());
      const absl::Status same = CheckSame(mine, Cut(next, mine.pa, mine.end()), file);
      if (!same.ok()) {
        return absl::Status(same.code(),
                            absl::StrFormat("segments %s and %s overlap and %s", Describe(*k),
                                            Describe(next), same.message()));
      }
    }
    const std::uint64_t covered = kept.empty() ? 0 : kept.back().end();
    if (covered >= next.end()) continue;
    kept.push_back(Cut(next, covered, next.end()));
  }
  return kept;
}

CoreSource::CoreSource(FileReader file, std::vector<Extent> extents)
    : file_(std::move(file)), extents_(std::move(extents)) {}

std::uint64_t CoreSource::Load(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const {
  const std::uint64_t pa = pfn * kFrame;
  const std::span<std::byte> bytes = std::as_writable_bytes(words);
  LineCount held{};
  const auto ends_before = [](const Extent& e, std::uint64_t at) { return e.end() <= at; };
  auto e = std::lower_bound(extents_.begin(), extents_.end(), pa, ends_before);
  for (; e != extents_.end() && e->pa < pa + kFrame; ++e) {
    const Extent part = Cut(*e, pa, pa + kFrame);
    if (file_.Read(part.offset, bytes.subspan(part.pa - pa, part.bytes))) CountLines(part, held);
  }
  std::uint64_t present = 0;
  for (std::size_t line = 0; line < held.size(); ++line) {
    if (held[line] == kLine) {
      present |= std::uint64_t{1} << line;
    } else {
      std::ranges::fill(words.subspan(line * kLine / 8, kLine / 8), 0);
    }
  }
  return present;
}

std::vector<Region> CoreSource::Regions() const {
  std::vector<Region> joined;
  for (const Extent& e : extents_) {
    if (!joined.empty() && joined.back().last() + 1 == e.pa) {
      joined.back().bytes += e.bytes;
    } else {
      joined.push_back({e.pa, e.bytes, "PT_LOAD"});
    }
  }
  std::vector<Region> regions;
  for (const Region& r : joined) {
    const std::uint64_t first = (r.address + kLine - 1) / kLine * kLine;
    const std::uint64_t end = (r.last() + 1) / kLine * kLine;
    if (first < end) regions.push_back({first, end - first, r.kind});
  }
  return regions;
}

std::vector<FrameRange> CoreSource::Frames() const {
  std::vector<FrameRange> frames;
  for (const Region& r : Regions()) {
    std::uint64_t first = r.address / kFrame;
    if (!frames.empty() && frames.back().last == first) ++first;
    const std::uint64_t last = r.last() / kFrame;
    if (first <= last) frames.push_back({first, last});
  }
  return frames;
}

}  // namespace quiesce
