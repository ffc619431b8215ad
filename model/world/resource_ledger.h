// What a driver has acquired and not given back.
#pragma once

#include <cstdint>
#include <vector>

#include "model/driver/port.h"
#include "model/likely.h"

namespace quiesce {

class ResourceLedger {
 public:
  Resource Acquire(ResourceKind kind, const PhysicalRange& range) {
    const Resource r{kind, static_cast<std::uint32_t>(entries_.size()), range};
    entries_.push_back({r, true});
    ++live_;
    return r;
  }
  /// False if it was never acquired, or was given back before.
  bool Release(const Resource& r) {
    if (!IsLive(r)) return false;
    entries_[r.id].live = false;
    --live_;
    return true;
  }
  bool IsLive(const Resource& r) const {
    return r.id < entries_.size() && entries_[r.id].live && entries_[r.id].resource == r;
  }
  /// What was acquired as `r` is a live mapping or DMA allocation that holds the 64-bit word.
  bool Reaches(const Resource& r, std::uint64_t pa) const {
    if (Unlikely(r.id >= entries_.size())) return false;
    const auto& [as, live] = entries_[r.id];
    return live && as.kind != ResourceKind::kHeap && pa - as.range.first < as.range.bytes;
  }
  std::size_t live() const { return live_; }
  /// In the order of acquisition.
  std::vector<Resource> Live() const {
    std::vector<Resource> live;
    for (const Entry& e : entries_) {
      if (e.live) live.push_back(e.resource);
    }
    return live;
  }
  void Clear() {
    entries_.clear();
    live_ = 0;
  }

 private:
  struct Entry {
    Resource resource;
    bool live;
  };
  std::vector<Entry> entries_;  ///< by id
  std::size_t live_ = 0;
};

}  // namespace quiesce
