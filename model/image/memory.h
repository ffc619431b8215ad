// Sparse physical memory: what is there, what is known to be absent, and what nobody captured.
//
// Memory is kept in 4 KiB frames with a presence bit for each 64-byte line, so its cost is bounded
// by what was mapped. Reading is the hot path of every walk: one hash probe, no allocation. A
// memory too large to hold, such as a core of a whole machine, reads its frames from a PageSource
// when they are first looked at.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
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

/// Frames first..last, inclusive, by frame number.
struct FrameRange {
  std::uint64_t first;
  std::uint64_t last;
};

/// Where the frames of a large memory are kept. It must not change while a memory uses it.
class PageSource {
 public:
  virtual ~PageSource() = default;

  /// Fills the lines of one frame that are present, leaves the others zero, and returns a bit for
  /// each present line (bit i: the one at i * 64). `words` comes zeroed.
  virtual std::uint64_t Load(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const = 0;

  /// All frames that may have a present line: ascending, disjoint.
  virtual std::vector<FrameRange> Frames() const = 0;
};

/// Reading is const, but may load a frame if there is a PageSource: then threads need a copy each.
class SparseMemory {
 public:
  static constexpr std::uint64_t kFrameBytes = 4096;
  static constexpr std::uint64_t kLineBytes = 64;

  /// What an access to an address that was never mapped answers.
  explicit SparseMemory(BusStatus unmapped = BusStatus::kAbort) : unmapped_(unmapped) {
    Rehash(64);
  }

  /// A memory that holds what the source has until it is written to. Copies share the source.
  SparseMemory(BusStatus unmapped, std::shared_ptr<const PageSource> source)
      : SparseMemory(unmapped) {
    source_ = std::move(source);
  }

  BusStatus unmapped() const { return unmapped_; }
  void set_unmapped(BusStatus status) { unmapped_ = status; }

  /// Makes [pa, pa + bytes) present and zero where it was not yet; rounded outwards to whole
  /// 64-byte lines.
  void Map(std::uint64_t pa, std::uint64_t bytes);

  /// The aligned 64-bit word holding pa (bits [2:0] are ignored), little-endian.
  WordRead Read64(std::uint64_t pa) const {
    const Frame* f = FindOrLoad(pa / kFrameBytes);
    if (f == nullptr || !f->Present(pa)) return {0, unmapped_};
    return {f->words[pa % kFrameBytes / 8], BusStatus::kOk};
  }

  /// Eight words of the 64-byte line holding pa, or nullptr if the line is not present: one probe
  /// for an STE or a CD.
  const std::uint64_t* Line(std::uint64_t pa) const {
    const Frame* f = FindOrLoad(pa / kFrameBytes);
    if (f == nullptr || !f->Present(pa)) return nullptr;
    return &f->words[pa % kFrameBytes / kLineBytes * 8];
  }

  /// Stores one aligned word, mapping its line if needed.
  void Write64(std::uint64_t pa, std::uint64_t value);

  bool Present(std::uint64_t pa) const { return Line(pa) != nullptr; }

  /// The first frame number at or after `pfn` that may have a present line.
  std::optional<std::uint64_t> NextFrame(std::uint64_t pfn) const;

  /// From now on changes can be taken back.
  void StartJournal() {
    journal_.clear();
    journals_ = true;
  }
  /// Takes back every change since StartJournal(), for the price of the changes; the journal goes
  /// on. Frames read from a source stay read. Clear() ends the journal.
  void Undo();

  /// Forgets all content and the source; keeps the allocated frames for reuse.
  void Clear();

  /// Bytes held for frames, whether mapped or kept for reuse.
  std::size_t BytesAllocated() const { return frames_.size() * sizeof(Frame); }

  /// Calls f(line_pa, const uint64_t* eight_words) for every present line, in address order. Frames
  /// of a source pass by without staying; the words are valid during the call.
  template <class F>
  void ForEachLine(F&& f) const {
    ForEachFrame([&](std::uint64_t pfn, const Frame& frame) {
      for (unsigned line = 0; line < kFrameBytes / kLineBytes; ++line) {
        if ((frame.present >> line & 1) == 0) continue;
        f(pfn * kFrameBytes + line * kLineBytes, &frame.words[std::size_t{line} * 8]);
      }
    });
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
  const Frame* FindOrLoad(std::uint64_t pfn) const {
    const Frame* f = Find(pfn);
    if (f == nullptr && source_ != nullptr) [[unlikely]]
      f = LoadFrame(pfn);
    return f;
  }
  const Frame* LoadFrame(std::uint64_t pfn) const;  ///< nullptr if the source has nothing there
  Frame ReadSource(std::uint64_t pfn) const;
  Frame& FindOrAdd(std::uint64_t pfn);
  Frame& Insert(std::uint64_t pfn) const;
  void Rehash(std::size_t slots) const;
  std::vector<std::uint64_t> SortedFrames() const;
  bool Holds(std::uint64_t pfn, const Frame& content) const;

  /// Calls f(pfn, frame) for every frame with a present line, in address order.
  template <class F>
  void ForEachFrame(F&& f) const {
    const std::vector<std::uint64_t> loaded = SortedFrames();
    auto next = loaded.begin();
    const auto visit_loaded_to = [&](std::uint64_t last) {
      for (; next != loaded.end() && *next <= last; ++next) f(*next, *Find(*next));
    };
    for (const FrameRange& range : SourceFrames()) {
      for (std::uint64_t pfn = range.first; pfn <= range.last; ++pfn) {
        visit_loaded_to(pfn);
        if (next != loaded.begin() && *std::prev(next) == pfn) continue;
        if (const Frame frame = ReadSource(pfn); frame.present != 0) f(pfn, frame);
      }
    }
    visit_loaded_to(~std::uint64_t{0});
  }
  /// What a word, or the presence of the lines of a frame, was.
  struct Change {
    std::uint64_t pa;  ///< of a word; of a frame if `presence`
    std::uint64_t before;
    bool presence;
  };
  void Note(const Change& change) {
    if (journals_) journal_.push_back(change);
  }
  void SetPresent(std::uint64_t pa, Frame& frame);

  std::vector<FrameRange> SourceFrames() const {
    return source_ == nullptr ? std::vector<FrameRange>() : source_->Frames();
  }

  // Mutable: with a source, the frames are a cache of it.
  mutable std::vector<Slot> slots_;  ///< open addressing, a power of two, at most half full
  mutable std::uint64_t mask_ = 0;
  mutable unsigned shift_ = 0;  ///< takes the top bits of the hash
  mutable std::deque<Frame> frames_;
  mutable std::uint32_t used_ = 0;  ///< frames in use; the rest are kept for reuse
  BusStatus unmapped_;
  std::shared_ptr<const PageSource> source_;
  std::vector<Change> journal_;  ///< the oldest first
  bool journals_ = false;
};

}  // namespace quiesce
