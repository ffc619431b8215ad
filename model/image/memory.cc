#include "model/image/memory.h"

#include <algorithm>
#include <bit>

namespace quiesce {

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
  for (std::size_t i = 0; i < other.used_; ++i) Insert(other.pool_[i]->pfn) = *other.pool_[i];
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
}

SparseMemory::Frame& SparseMemory::Insert(std::uint64_t pfn) const {
  if (used_ * 2 >= slots_.size()) Rehash(slots_.size() * 2);
  if (used_ == pool_.size()) pool_.push_back(std::make_unique<Frame>());
  Frame& frame = *pool_[used_++];
  frame = Frame{};
  frame.pfn = pfn;
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
  const Frame frame = ReadSource(pfn);
  if (frame.present == 0) return nullptr;
  return &(Insert(pfn) = frame);
}

void SparseMemory::Map(std::uint64_t pa, std::uint64_t bytes) {
  if (bytes == 0) return;
  const std::uint64_t last = (pa + bytes - 1) / kLineBytes;
  for (std::uint64_t line = pa / kLineBytes; line <= last; ++line) {
    const std::uint64_t at = line * kLineBytes;
    SetPresent(at, FindOrAdd(at / kFrameBytes));
  }
}

void SparseMemory::Write64(std::uint64_t pa, std::uint64_t value) {
  Frame& f = FindOrAdd(pa / kFrameBytes);
  SetPresent(pa, f);
  std::uint64_t& word = f.words[pa % kFrameBytes / 8];
  Note({pa, word, false});
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
  std::fill(slots_.begin(), slots_.end(), Slot{});
  for (std::size_t i = 0; i < used_; ++i) pool_[i]->pfn = kNoFrame;
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
