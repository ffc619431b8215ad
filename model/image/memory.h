// Sparse physical memory: what is there, what is known to be absent, and what nobody captured.
//
// Memory is kept in 4 KiB frames with a presence bit for each 64-byte line, so its cost is bounded
// by what was mapped. Reading is the hot path of every walk: one hash probe, no allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

namespace quiesce {

/// What the interconnect answers to one access.
enum class BusStatus : std::uint8_t {
  kOk,
  kAbort,        ///< nothing there: an external abort
  kNotCaptured,  ///< the image does not say: no honest answer exists
};

struct WordRead {
  std::uint64_t value;  ///< 0 unless status is kOk
  BusStatus status;
};

class SparseMemory {
 public:
  static constexpr std::uint64_t kFrameBytes = 4096;
  static constexpr std::uint64_t kLineBytes = 64;

  /// What an access to an address that was never mapped answers.
  explicit SparseMemory(BusStatus unmapped = BusStatus::kAbort) : unmapped_(unmapped) {
    Rehash(64);
  }

  BusStatus unmapped() const { return unmapped_; }
  void set_unmapped(BusStatus status) { unmapped_ = status; }

  /// Makes [pa, pa + bytes) present and zero where it was not yet; rounded outwards to whole
  /// 64-byte lines.
  void Map(std::uint64_t pa, std::uint64_t bytes);

  /// The aligned 64-bit word holding pa (bits [2:0] are ignored), little-endian.
  WordRead Read64(std::uint64_t pa) const {
    const Frame* f = Find(pa / kFrameBytes);
    if (f == nullptr || !f->Present(pa)) return {0, unmapped_};
    return {f->words[pa % kFrameBytes / 8], BusStatus::kOk};
  }

  /// Eight words of the 64-byte line holding pa, or nullptr if the line is not present: one probe
  /// for an STE or a CD.
  const std::uint64_t* Line(std::uint64_t pa) const {
    const Frame* f = Find(pa / kFrameBytes);
    if (f == nullptr || !f->Present(pa)) return nullptr;
    return &f->words[pa % kFrameBytes / kLineBytes * 8];
  }

  /// Stores one aligned word, mapping its line if needed.
  void Write64(std::uint64_t pa, std::uint64_t value);

  bool Present(std::uint64_t pa) const { return Line(pa) != nullptr; }

  /// Forgets all content; keeps the allocated frames for reuse.
  void Clear();

  /// Bytes held for frames, whether mapped or kept for reuse.
  std::size_t BytesAllocated() const { return frames_.size() * sizeof(Frame); }

  /// Calls f(line_pa, const uint64_t (&words)[8]) for every present line, in address order.
  template <class F>
  void ForEachLine(F&& f) const {
    for (const std::uint64_t pfn : SortedFrames()) {
      const Frame* frame = Find(pfn);
      for (unsigned line = 0; line < kFrameBytes / kLineBytes; ++line) {
        if ((frame->present >> line & 1) == 0) continue;
        const std::uint64_t pa = pfn * kFrameBytes + line * kLineBytes;
        f(pa, &frame->words[std::size_t{line} * 8]);
      }
    }
  }

  /// Same present lines with the same content, and the same answer elsewhere.
  friend bool operator==(const SparseMemory& a, const SparseMemory& b);

 private:
  struct Frame {
    std::uint64_t present = 0;  ///< bit i: the line at i * 64
    std::array<std::uint64_t, kFrameBytes / 8> words{};
    bool Present(std::uint64_t pa) const { return present >> (pa % kFrameBytes / kLineBytes) & 1; }
  };
  struct Slot {
    std::uint64_t pfn = 0;
    std::uint32_t frame = kEmpty;
  };
  static constexpr std::uint32_t kEmpty = ~std::uint32_t{0};

  static std::uint64_t Hash(std::uint64_t pfn) { return pfn * 0x9E3779B97F4A7C15u; }

  const Frame* Find(std::uint64_t pfn) const {
    for (std::uint64_t i = Hash(pfn) >> shift_;; i = (i + 1) & mask_) {
      const Slot& s = slots_[i];
      if (s.frame == kEmpty) return nullptr;
      if (s.pfn == pfn) return &frames_[s.frame];
    }
  }
  Frame& FindOrAdd(std::uint64_t pfn);
  void Rehash(std::size_t slots);
  std::vector<std::uint64_t> SortedFrames() const;

  std::vector<Slot> slots_;  ///< open addressing, a power of two, at most half full
  std::uint64_t mask_ = 0;
  unsigned shift_ = 0;  ///< takes the top bits of the hash
  std::deque<Frame> frames_;
  std::uint32_t used_ = 0;  ///< frames in use; the rest are kept for reuse
  BusStatus unmapped_;
};

}  // namespace quiesce
