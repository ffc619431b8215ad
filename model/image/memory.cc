#include "model/image/memory.h"

#include <algorithm>
#include <bit>

namespace quiesce {

void SparseMemory::Rehash(std::size_t slots) {
  std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots));
  mask_ = slots - 1;
  shift_ = 64 - static_cast<unsigned>(std::countr_zero(slots));
  for (const Slot& s : old) {
    if (s.frame == kEmpty) continue;
    std::uint64_t i = Hash(s.pfn) >> shift_;
    while (slots_[i].frame != kEmpty) i = (i + 1) & mask_;
    slots_[i] = s;
  }
}

SparseMemory::Frame& SparseMemory::FindOrAdd(std::uint64_t pfn) {
  if (const Frame* f = Find(pfn)) return const_cast<Frame&>(*f);
  if (std::size_t{used_} * 2 >= slots_.size()) Rehash(slots_.size() * 2);
  std::uint64_t i = Hash(pfn) >> shift_;
  while (slots_[i].frame != kEmpty) i = (i + 1) & mask_;
  if (used_ == frames_.size()) frames_.emplace_back();
  frames_[used_] = Frame{};
  slots_[i] = {pfn, used_};
  return frames_[used_++];
}

void SparseMemory::Map(std::uint64_t pa, std::uint64_t bytes) {
  if (bytes == 0) return;
  const std::uint64_t last = (pa + bytes - 1) / kLineBytes;
  for (std::uint64_t line = pa / kLineBytes; line <= last; ++line) {
    const std::uint64_t at = line * kLineBytes;
    FindOrAdd(at / kFrameBytes).present |= std::uint64_t{1} << (at % kFrameBytes / kLineBytes);
  }
}

void SparseMemory::Write64(std::uint64_t pa, std::uint64_t value) {
  Frame& f = FindOrAdd(pa / kFrameBytes);
  f.present |= std::uint64_t{1} << (pa % kFrameBytes / kLineBytes);
  f.words[pa % kFrameBytes / 8] = value;
}

void SparseMemory::Clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  used_ = 0;
}

std::vector<std::uint64_t> SparseMemory::SortedFrames() const {
  std::vector<std::uint64_t> pfns;
  pfns.reserve(used_);
  for (const Slot& s : slots_) {
    if (s.frame != kEmpty) pfns.push_back(s.pfn);
  }
  std::sort(pfns.begin(), pfns.end());
  return pfns;
}

bool operator==(const SparseMemory& a, const SparseMemory& b) {
  const std::vector<std::uint64_t> pfns = a.SortedFrames();
  if (a.unmapped_ != b.unmapped_ || pfns != b.SortedFrames()) return false;
  return std::all_of(pfns.begin(), pfns.end(), [&](std::uint64_t pfn) {
    const auto *x = a.Find(pfn), *y = b.Find(pfn);
    return x->present == y->present && x->words == y->words;
  });
}

}  // namespace quiesce
