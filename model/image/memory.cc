#include "model/image/memory.h"

#include <algorithm>
#include <bit>

namespace quiesce {
namespace {

/// A bit for each line of a frame that has a bit set.
std::uint64_t NonZeroLines(std::span<const std::uint64_t, 512> words) {
  std::uint64_t lines = 0;
  for (std::size_t line = 0; line < 64; ++line) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) bits |= words[line * 8 + i];
    lines |= std::uint64_t{bits != 0} << line;
  }
  return lines;
}

}  // namespace

SparseMemory::SparseMemory(const SparseMemory& other) : SparseMemory(other.unmapped_) {
  CopyFrames(other);
}

SparseMemory& SparseMemory::operator=(const SparseMemory& other) {
  if (this == &other) return *this;
  Clear();
  unmapped_ = other.unmapped_;
  CopyFrames(other);
  return *this;
}

void SparseMemory::swap(SparseMemory& other) noexcept {
  std::swap(slots_, other.slots_);
  std::swap(mask_, other.mask_);
  std::swap(pool_, other.pool_);
  std::swap(used_, other.used_);
  std::swap(unmapped_, other.unmapped_);
  std::swap(source_, other.source_);
  std::swap(journal_, other.journal_);
  std::swap(journals_, other.journals_);
}

void SparseMemory::CopyFrames(const SparseMemory& other) {
  source_ = other.source_;
  for (std::size_t i = 0; i < other.used_; ++i) {
    Frame& frame = Insert(other.pool_[i]->pfn);
    const std::size_t slot = frame.slot;
    frame = *other.pool_[i];
    frame.slot = slot;
  }
}

void SparseMemory::Rehash(std::size_t slots) const {
  slots_.assign(slots, Slot{});
  mask_ = slots - 1;
  for (std::size_t i = 0; i < used_; ++i) Place(*pool_[i]);
}

void SparseMemory::Place(Frame& frame) const {
  std::uint64_t i = Hash(frame.pfn) & mask_;
  while (slots_[i].frame != nullptr) i = (i + 1) & mask_;
  slots_[i] = {frame.pfn, &frame};
  frame.slot = i;
}

/// A zeroed frame that is not in use yet.
SparseMemory::Frame& SparseMemory::Spare(std::uint64_t pfn) const {
  if (used_ * 2 >= slots_.size()) Rehash(slots_.size() * 2);
  if (used_ == pool_.size()) pool_.push_back(std::make_unique<Frame>());
  Frame& frame = *pool_[used_];
  for (; frame.written != 0; frame.written &= frame.written - 1) {
    const auto line = static_cast<std::size_t>(std::countr_zero(frame.written));
    std::fill_n(&frame.words[line * 8], 8, 0);
  }
  frame.present = 0;
  frame.pfn = pfn;
  return frame;
}

SparseMemory::Frame& SparseMemory::Insert(std::uint64_t pfn) const {
  Frame& frame = Spare(pfn);
  ++used_;
  Place(frame);
  return frame;
}

SparseMemory::Frame& SparseMemory::FindOrAdd(std::uint64_t pfn) {
  if (const Frame* f = FindOrLoad(pfn)) return const_cast<Frame&>(*f);
  return Insert(pfn);
}

SparseMemory::Frame SparseMemory::ReadSource(std::uint64_t pfn) const {
  Frame frame;
  frame.pfn = pfn;
  if (source_ != nullptr) frame.present = source_->Load(pfn, frame.words);
  return frame;
}

const SparseMemory::Frame* SparseMemory::LoadFrame(std::uint64_t pfn) const {
  Frame& frame = Spare(pfn);
  frame.present = source_->Load(pfn, frame.words);
  frame.written = NonZeroLines(frame.words);
  if (frame.present == 0) {
    frame.pfn = kNoFrame;
    return nullptr;
  }
  ++used_;
  Place(frame);
  return &frame;
}

bool SparseMemory::AllZero(std::uint64_t pa, std::uint64_t bytes) const {
  if (bytes == 0) return true;
  constexpr std::uint64_t kLines = kFrameBytes / kLineBytes;
  std::uint64_t bits = 0;
  const std::uint64_t last = (pa + bytes - 1) / kLineBytes;
  for (std::uint64_t line = pa / kLineBytes; line <= last && bits == 0;) {
    const std::uint64_t end = std::min(last, line | (kLines - 1));
    const Frame* const frame = FindOrLoad(line / kLines);
    std::uint64_t may = frame == nullptr ? 0 : frame->present & frame->written;
    may &= ~std::uint64_t{0} << line % kLines & ~std::uint64_t{0} >> (kLines - 1 - end % kLines);
    for (; may != 0; may &= may - 1) {
      const auto at = static_cast<std::size_t>(std::countr_zero(may));
      for (std::size_t i = 0; i < 8; ++i) bits |= frame->words[at * 8 + i];
    }
    line = end + 1;
  }
  return bits == 0;
}

std::uint64_t SparseMemory::CopyFrame(std::uint64_t pfn,
                                      std::span<std::uint64_t, 512> words) const {
  const Frame* const frame = FindOrLoad(pfn);
  if (frame == nullptr) return 0;
  for (unsigned line = 0; line < kFrameBytes / kLineBytes; ++line) {
    if ((frame->present >> line & 1) == 0) continue;
    std::copy_n(&frame->words[std::size_t{line} * 8], 8, words.begin() + line * 8);
  }
  return frame->present;
}

void SparseMemory::Map(std::uint64_t pa, std::uint64_t bytes) {
  if (bytes == 0) return;
  constexpr std::uint64_t kLines = kFrameBytes / kLineBytes;
  const std::uint64_t last = (pa + bytes - 1) / kLineBytes;
  for (std::uint64_t line = pa / kLineBytes; line <= last;) {
    Frame& frame = FindOrAdd(line / kLines);
    const std::uint64_t end = std::min(last, line | (kLines - 1));
    if (journals_) {
      for (; line <= end; ++line) SetPresent(line * kLineBytes, frame);
    } else {
      const std::uint64_t upwards = ~std::uint64_t{0} << line % kLines;
      frame.present |= upwards & ~std::uint64_t{0} >> (kLines - 1 - end % kLines);
      line = end + 1;
    }
  }
}

void SparseMemory::Write64(std::uint64_t pa, std::uint64_t value) {
  Frame& f = FindOrAdd(pa / kFrameBytes);
  SetPresent(pa, f);
  std::uint64_t& word = f.words[pa % kFrameBytes / 8];
  Note({pa, word, false});
  f.written |= std::uint64_t{1} << (pa % kFrameBytes / kLineBytes);
  word = value;
}

void SparseMemory::SetPresent(std::uint64_t pa, Frame& frame) {
  if (frame.Present(pa)) return;
  Note({pa, frame.present, true});
  frame.present |= std::uint64_t{1} << (pa % kFrameBytes / kLineBytes);
}

void SparseMemory::Undo() {
  for (; !journal_.empty(); journal_.pop_back()) {
    const Change& change = journal_.back();
    Frame& frame = const_cast<Frame&>(*Find(change.pa / kFrameBytes));
    if (change.presence) {
      frame.present = change.before;
    } else {
      frame.words[change.pa % kFrameBytes / 8] = change.before;
    }
  }
}

void SparseMemory::Clear() {
  for (std::size_t i = 0; i < used_; ++i) {
    slots_[pool_[i]->slot] = Slot{};
    pool_[i]->pfn = kNoFrame;
  }
  used_ = 0;
  source_.reset();
  journal_.clear();
  journals_ = false;
}

std::vector<std::uint64_t> SparseMemory::SortedFrames() const {
  std::vector<std::uint64_t> pfns;
  pfns.reserve(used_);
  for (std::size_t i = 0; i < used_; ++i) pfns.push_back(pool_[i]->pfn);
  std::sort(pfns.begin(), pfns.end());
  return pfns;
}

std::optional<std::uint64_t> SparseMemory::NextFrame(std::uint64_t pfn) const {
  const std::vector<std::uint64_t> loaded = SortedFrames();
  const auto at = std::lower_bound(loaded.begin(), loaded.end(), pfn);
  std::optional<std::uint64_t> next;
  if (at != loaded.end()) next = *at;
  for (const FrameRange& range : SourceFrames()) {
    if (range.last < pfn) continue;
    const std::uint64_t first = std::max(range.first, pfn);
    if (!next || first < *next) next = first;
  }
  return next;
}

bool SparseMemory::Holds(std::uint64_t pfn, const Frame& content) const {
  const Frame* loaded = Find(pfn);
  const Frame frame = loaded == nullptr ? ReadSource(pfn) : *loaded;
  return frame.present == content.present && frame.words == content.words;
}

bool operator==(const SparseMemory& a, const SparseMemory& b) {
  if (a.unmapped_ != b.unmapped_) return false;
  bool equal = true;
  std::size_t in_a = 0, in_b = 0;
  a.ForEachFrame([&](std::uint64_t pfn, const SparseMemory::Frame& frame) {
    if (frame.present == 0) return;  // left by Undo()
    equal = equal && b.Holds(pfn, frame);
    ++in_a;
  });
  b.ForEachFrame([&](std::uint64_t, const SparseMemory::Frame& frame) {
    if (frame.present != 0) ++in_b;
  });
  return equal && in_a == in_b;
}

}  // namespace quiesce
