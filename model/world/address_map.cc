#include "model/world/address_map.h"

#include <algorithm>

namespace quiesce {
namespace {

bool IsAnswering(Owner owner) { return owner != Owner::kNobody && owner != Owner::kSmmu; }

bool Holds(const PhysicalRange& range, std::uint64_t pa) {
  return pa >= range.first && pa - range.first < range.bytes;
}

FrameRange FramesOf(const PhysicalRange& range) {
  return {range.first / SparseMemory::kFrameBytes,
          (range.first + (range.bytes - 1)) / SparseMemory::kFrameBytes};
}

/// Ascending and disjoint.
std::vector<FrameRange> Merged(std::vector<FrameRange> ranges) {
  std::ranges::sort(ranges, {}, &FrameRange::first);
  std::vector<FrameRange> merged;
  for (const FrameRange& r : ranges) {
    if (!merged.empty() && r.first <= merged.back().last + 1) {
      merged.back().last = std::max(merged.back().last, r.last);
    } else {
      merged.push_back(r);
    }
  }
  return merged;
}

}  // namespace

Owner AddressMap::OwnerOf(std::uint64_t pa) const {
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (Holds(entry->range, pa)) return entry->owner;
  }
  return Owner::kNobody;
}

bool AddressMap::Answers(std::uint64_t pa) const { return IsAnswering(OwnerOf(pa)); }

std::vector<FrameRange> AddressMap::Frames() const {
  std::vector<FrameRange> ranges;
  for (const Entry& e : entries_) {
    if (e.range.bytes != 0 && IsAnswering(e.owner)) ranges.push_back(FramesOf(e.range));
  }
  return Merged(std::move(ranges));
}

std::uint64_t MappedMemory::Load(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const {
  const bool answers = map_.Answers(pfn * SparseMemory::kFrameBytes);
  return base_.CopyFrame(pfn, words) | (answers ? ~std::uint64_t{0} : 0);
}

std::vector<FrameRange> MappedMemory::Frames() const {
  std::vector<FrameRange> ranges = map_.Frames();
  base_.ForEachLine([&](std::uint64_t pa, const std::uint64_t*) {
    const std::uint64_t pfn = pa / SparseMemory::kFrameBytes;
    if (ranges.empty() || ranges.back().last != pfn) ranges.push_back({pfn, pfn});
  });
  return Merged(std::move(ranges));
}

}  // namespace quiesce
