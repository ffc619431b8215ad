// Sparse physical memory: what is there, what is known to be absent, and what nobody captured.
//
// Memory is kept in 4 KiB frames with a presence bit for each 64-byte line, so its cost is bounded
// by what was mapped. Reading is the hot path of every walk: one hash probe, no allocation, and
// none at all for who reads through a FrameTrail. A memory too large to hold, such as a core of a
// whole machine, reads its frames from a PageSource when they are first looked at.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "model/likely.h"

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

  SparseMemory(const SparseMemory& other);
  SparseMemory& operator=(const SparseMemory& other);
  SparseMemory(SparseMemory&& other) noexcept : SparseMemory(other.unmapped_) { swap(other); }
  SparseMemory& operator=(SparseMemory&& other) noexcept {
    swap(other);
    return *this;
  }
  ~SparseMemory() = default;
  void swap(SparseMemory& other) noexcept;

  /// A memory that holds what the source has until it is written to. Copies share the source.
  SparseMemory(BusStatus unmapped, std::shared_ptr<const PageSource> source)
      : SparseMemory(unmapped) {
    source_ = std::move(source);
  }

  /// Only while nothing was written or read: frames that are held win over those of the source.
  void set_source(std::shared_ptr<const PageSource> source) { source_ = std::move(source); }

  BusStatus unmapped() const { return unmapped_; }
  void set_unmapped(BusStatus status) { unmapped_ = status; }

  /// Makes [pa, pa + bytes) present and zero where it was not yet; rounded outwards to whole
  /// 64-byte lines.
  void Map(std::uint64_t pa, std::uint64_t bytes);

  /// The aligned 64-bit word holding pa (bits [2:0] are ignored), little-endian.
  WordRead Read64(std::uint64_t pa) const { return WordIn(FindOrLoad(pa / kFrameBytes), pa); }

  /// Eight words of the 64-byte line holding pa, or nullptr if the line is not present: one probe
  /// for an STE or a CD.
  const std::uint64_t* Line(std::uint64_t pa) const {
    return LineIn(FindOrLoad(pa / kFrameBytes), pa);
  }

  /// Stores one aligned word, mapping its line if needed.
  void Write64(std::uint64_t pa, std::uint64_t value);

  bool Present(std::uint64_t pa) const { return Line(pa) != nullptr; }

  /// True if no present word of [pa, pa + bytes), rounded outwards to whole lines, has a bit set.
  bool AllZero(std::uint64_t pa, std::uint64_t bytes) const;

  /// Copies what is present of one frame into `words`, which comes zeroed. A bit for each present
  /// line, as PageSource::Load().
  std::uint64_t CopyFrame(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const;

  /// The first frame number at or after `pfn` that may have a present line.
  std::optional<std::uint64_t> NextFrame(std::uint64_t pfn) const;

  /// From now on changes can be taken back.
  void StartJournal() {
    journal_.clear();
    journals_ = true;
  }
  /// Takes back every change since StartJournal(), for the price of the changes; the journal goes
  /// on. Frames read from a source stay read. Clear() ends the journal,
  /// and a copy has none.
  void Undo();
  /// How many words and lines were changed since StartJournal() and the last Undo().
  std::size_t changes() const { return journal_.size(); }
  /// An address in the line that the change number `n`, from 0, was made to.
  std::uint64_t ChangedAt(std::size_t n) const { return journal_[n].pa; }

  /// Forgets all content and the source; keeps the allocated frames for reuse.
  void Clear();

  /// Bytes held for frames, whether mapped or kept for reuse.
  std::size_t BytesAllocated() const { return pool_.size() * sizeof(Frame); }

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
  friend class FrameTrail;

  struct alignas(64) Frame {
    std::array<std::uint64_t, kFrameBytes / 8> words{};
    std::uint64_t present = 0;     ///< bit i: the line at i * 64
    std::uint64_t written = 0;     ///< lines that may hold anything but zeros
    std::uint64_t pfn = kNoFrame;  ///< kNoFrame while kept for reuse
    std::size_t slot = 0;          ///< that names it
    bool Present(std::uint64_t pa) const { return present >> (pa % kFrameBytes / kLineBytes) & 1; }
  };
  static constexpr std::uint64_t kNoFrame = ~std::uint64_t{0};  ///< beyond any physical address
  struct Slot {
    std::uint64_t pfn = 0;
    Frame* frame = nullptr;
  };

  WordRead WordIn(const Frame* f, std::uint64_t pa) const {
    if (Unlikely(f == nullptr || !f->Present(pa))) return {0, unmapped_};
    return {f->words[pa % kFrameBytes / 8], BusStatus::kOk};
  }
  static const std::uint64_t* LineIn(const Frame* f, std::uint64_t pa) {
    if (Unlikely(f == nullptr || !f->Present(pa))) return nullptr;
    return &f->words[pa % kFrameBytes / kLineBytes * 8];
  }

  /// Folds the address bits that tell tables apart: neighbours, and the same place in neighbouring
  /// 1 MiB and 512 MiB regions.
  static std::uint64_t Hash(std::uint64_t pfn) { return pfn ^ pfn >> 8 ^ pfn >> 17; }

  const Frame* Find(std::uint64_t pfn) const {
    for (std::uint64_t i = Hash(pfn) & mask_;; i = (i + 1) & mask_) {
      const Slot& s = slots_[i];
      if (s.pfn == pfn) return s.frame;  // that of an empty slot is null
      if (s.frame == nullptr) return nullptr;
    }
  }
  const Frame* FindOrLoad(std::uint64_t pfn) const {
    const Frame* f = Find(pfn);
    if (Unlikely(f == nullptr && source_ != nullptr)) f = LoadFrame(pfn);
    return f;
  }
  const Frame* LoadFrame(std::uint64_t pfn) const;  ///< nullptr if the source has nothing there
  Frame ReadSource(std::uint64_t pfn) const;
  void CopyFrames(const SparseMemory& other);
  Frame& FindOrAdd(std::uint64_t pfn);
  Frame& Spare(std::uint64_t pfn) const;
  Frame& Insert(std::uint64_t pfn) const;
  void Place(Frame& frame) const;
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
  mutable std::vector<std::unique_ptr<Frame>> pool_;
  mutable std::size_t used_ = 0;  ///< frames of the pool in use; the rest are kept for reuse
  BusStatus unmapped_;
  std::shared_ptr<const PageSource> source_;
  std::vector<Change> journal_;  ///< the oldest first
  bool journals_ = false;
};

}  // namespace quiesce
