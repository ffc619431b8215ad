// Which physical memory an image holds, and what is in it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "model/image/memory.h"

namespace quiesce {

/// [address, address + bytes), with what its capturer called it.
struct Region {
  std::uint64_t address;
  std::uint64_t bytes;
  std::string kind;

  std::uint64_t last() const { return address + bytes - 1; }

  friend bool operator==(const Region&, const Region&) = default;
};

/// "0x43091000+0x800 (stream table L1)".
std::string Describe(const Region& region);

/// "0x000043091000 0x800 stream table L1", the way every file lists a region.
std::string FormatRegionLine(const Region& region);

/// The region that such a line describes; the kind may be missing. The error says what the line
/// lacks, without its position.
absl::StatusOr<Region> ParseRegionLine(std::string_view line);

/// Regions by address, none overlapping another.
class RegionList {
 public:
  /// Refuses a region that is empty, reaches past the last physical address, overlaps one already
  /// there, or does not consist of whole 64-byte lines. The last is refused and not rounded:
  /// memory is known line by line, so rounding would invent bytes that nobody captured.
  absl::Status Add(Region region);

  /// Every byte of first..last, inclusive, is in some region.
  bool Contains(std::uint64_t first, std::uint64_t last) const;

  std::vector<Region> Take() &&;

 private:
  std::map<std::uint64_t, Region> by_address_;
};

/// The listed regions, and one more for every run of present memory that they leave out: together
/// they say exactly which lines are present, provided that the listed ones are.
std::vector<Region> RegionsOf(const SparseMemory& memory, const std::vector<Region>& listed);

}  // namespace quiesce
