#include "model/image/region.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

absl::Status CheckShape(const Region& r) {
  const auto error = [&](std::string_view what) {
    return absl::InvalidArgumentError(absl::StrFormat("region %s %s", Describe(r), what));
  };
  if (r.bytes == 0) return error("is empty");
  if (r.last() < r.address) return error("reaches past the last physical address");
  if (r.address % SparseMemory::kLineBytes != 0 || r.bytes % SparseMemory::kLineBytes != 0) {
    return error("is not made of whole 64-byte lines: capture from a multiple of 64, in multiples");
  }
  return absl::OkStatus();
}

}  // namespace

std::string Describe(const Region& r) {
  const std::string range = absl::StrFormat("0x%x+0x%x", r.address, r.bytes);
  return r.kind.empty() ? range : absl::StrFormat("%s (%s)", range, r.kind);
}

std::string FormatRegionLine(const Region& r) {
  const std::string range = absl::StrFormat("0x%012x 0x%x", r.address, r.bytes);
  return r.kind.empty() ? range : absl::StrFormat("%s %s", range, r.kind);
}

absl::StatusOr<Region> ParseRegionLine(std::string_view line) {
  const std::vector<std::string_view> words = SplitWords(line);
  const auto address = words.empty() ? std::nullopt : ParseNumber(words[0]);
  const auto bytes = words.size() < 2 ? std::nullopt : ParseNumber(words[1]);
  if (!address || !bytes) {
    return absl::InvalidArgumentError("expected a region as `physical-address size kind`");
  }
  const char* const kind = words[1].data() + words[1].size();
  return Region{*address, *bytes,
                std::string(Trim(line.substr(static_cast<std::size_t>(kind - line.data()))))};
}

absl::Status RegionList::Add(Region region) {
  if (absl::Status shape = CheckShape(region); !shape.ok()) return shape;
  auto next = by_address_.lower_bound(region.address);
  const Region* clash = nullptr;
  if (next != by_address_.end() && next->first <= region.last()) clash = &next->second;
  if (next != by_address_.begin()) {
    const Region& before = std::prev(next)->second;
    if (before.last() >= region.address) clash = &before;
  }
  if (clash != nullptr) {
    return absl::InvalidArgumentError(
        absl::StrFormat("region %s overlaps region %s", Describe(region), Describe(*clash)));
  }
  by_address_.emplace_hint(next, region.address, std::move(region));
  return absl::OkStatus();
}

bool RegionList::Contains(std::uint64_t first, std::uint64_t last) const {
  for (;;) {
    const auto next = by_address_.upper_bound(first);
    if (next == by_address_.begin()) return false;
    const Region& holder = std::prev(next)->second;
    if (holder.last() < first) return false;
    if (holder.last() >= last) return true;
    first = holder.last() + 1;
  }
}

std::vector<Region> RegionList::Take() && {
  std::vector<Region> regions;
  for (auto& [address, region] : by_address_) regions.push_back(std::move(region));
  return regions;
}

std::vector<Region> RegionsOf(const SparseMemory& memory, const std::vector<Region>& listed) {
  std::vector<Region> regions = listed;
  const auto by_address = [](const Region& a, const Region& b) { return a.address < b.address; };
  std::sort(regions.begin(), regions.end(), by_address);
  std::vector<Region> unlisted;
  auto at = regions.cbegin();
  memory.ForEachLine([&](std::uint64_t pa, const std::uint64_t*) {
    while (at != regions.cend() && at->last() < pa) ++at;
    if (at != regions.cend() && at->address <= pa) return;
    if (!unlisted.empty() && unlisted.back().last() + 1 == pa) {
      unlisted.back().bytes += SparseMemory::kLineBytes;
    } else {
      unlisted.push_back({pa, SparseMemory::kLineBytes, "unlisted"});
    }
  });
  regions.insert(regions.end(), unlisted.begin(), unlisted.end());
  std::sort(regions.begin(), regions.end(), by_address);
  return regions;
}

}  // namespace quiesce
