// Reading memory in nearly the same order again and again, as the walks of one stream do: each read
// tries the frame that the read at the same place of the last round found, which takes the probe
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

  /// The next read is the first of a round. Another memory than before starts a new trail.
  void Restart(const SparseMemory& memory) {
    next_ = 0;
    if (owner_ == &memory) return;
    owner_ = &memory;
    at_.fill(&kNowhere);
  }

  /// As SparseMemory::Read64 and Line.
  WordRead Read64(const SparseMemory& memory, std::uint64_t pa) {
    return memory.WordIn(Follow(memory, pa), pa);
  }
  const std::uint64_t* Line(const SparseMemory& memory, std::uint64_t pa) {
    return memory.LineIn(Follow(memory, pa), pa);
  }

 private:
  using Frame = SparseMemory::Frame;
  static constexpr std::size_t kPlaces = 32;  ///< a nested walk of four levels reads 31 times
  static const Frame kNowhere;

  const Frame* Follow(const SparseMemory& memory, std::uint64_t pa) {
    const std::uint64_t pfn = pa / SparseMemory::kFrameBytes;
    const Frame*& place = at_[next_++ % kPlaces];
    if (Unlikely(place->pfn != pfn)) {
      const Frame* found = memory.FindOrLoad(pfn);
      if (found == nullptr) return nullptr;
      place = found;
    }
    return place;
  }

  std::array<const Frame*, kPlaces> at_;
  std::size_t next_ = 0;
  const SparseMemory* owner_ = nullptr;
};

inline const FrameTrail::Frame FrameTrail::kNowhere{};

}  // namespace quiesce
