// Reading memory along nearly the same way again and again, as the walks of one stream do: each
// read tries the frame that the last read at the same place of the way found, which takes the probe
// out of the chain of dependent loads. It remembers where frames are, never what they hold: every
// read sees memory as it is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/image/memory.h"

namespace quiesce {

/// For one thread. Valid while the memory lives and is neither assigned to nor moved from; writing
/// to it is fine.
class FrameTrail {
 public:
  FrameTrail() { at_.fill(&kNowhere); }

  /// Another memory than before starts a new trail.
  void Take(const SparseMemory& memory) {
    if (owner_ == &memory) return;
    owner_ = &memory;
    at_.fill(&kNowhere);
  }

  /// As SparseMemory::Read64 and Line. Any `place` gives the same answer; the nearer it is to
  /// being one for each read of a walk, the sooner.
  WordRead Read64(const SparseMemory& memory, std::uint64_t pa, unsigned place) {
    return memory.WordIn(Follow(memory, pa, place), pa);
  }
  const std::uint64_t* Line(const SparseMemory& memory, std::uint64_t pa, unsigned place) {
    return memory.LineIn(Follow(memory, pa, place), pa);
  }

 private:
  using Frame = SparseMemory::Frame;
  static constexpr std::size_t kPlaces = 32;  ///< as many as model/smmu/read_place.h names
  static const Frame kNowhere;

  const Frame* Follow(const SparseMemory& memory, std::uint64_t pa, unsigned place) {
    const std::uint64_t pfn = pa / SparseMemory::kFrameBytes;
    const Frame*& last = at_[place % kPlaces];
    if (Unlikely(last->pfn != pfn)) {
      const Frame* found = memory.FindOrLoad(pfn);
      if (found == nullptr) return nullptr;
      last = found;
    }
    return last;
  }

  std::array<const Frame*, kPlaces> at_;
  const SparseMemory* owner_ = nullptr;
};

inline const FrameTrail::Frame FrameTrail::kNowhere{};

}  // namespace quiesce
