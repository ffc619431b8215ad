#include "reports/case/image_items.h"

#include <algorithm>
#include <map>

#include "spec/stream_formats.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kLine = SparseMemory::kLineBytes;

/// Which lines hold which structures. The first claim of a line stays.
class Claims {
 public:
  explicit Claims(const Image& image) : image_(image) { ClaimStreamTable(); }

  const FormatSpec* Of(std::uint64_t line) const {
    const auto found = claims_.find(line);
    return found == claims_.end() ? nullptr : found->second;
  }

 private:
  /// Calls visit(pa) for each structure of `size` bytes in the range that lies in a present line.
  template <class Visit>
  void Claim(std::uint64_t first, std::uint64_t bytes, std::uint64_t size, const FormatSpec& format,
             Visit visit) {
    first &= ~(size - 1);
    const std::uint64_t end = std::min(bytes, kMaxTableBytes);
    for (std::uint64_t at = 0; at < end; at += size) {
      const std::uint64_t pa = first + at;
      if (!image_.memory.Present(pa)) continue;
      if (claims_.emplace(pa & ~(kLine - 1), &format).first->second == &format) visit(pa);
    }
  }

  void ClaimStreamTable() {
    const std::uint64_t base = Addr<"ADDR">(image_.registers.Get<Reg::STRTAB_BASE>()).raw();
    const auto cfg = image_.registers.Get<Reg::STRTAB_BASE_CFG>();
    const std::uint64_t log2 = std::min<std::uint64_t>(Get<"LOG2SIZE">(cfg).raw(), 32);
    const std::uint64_t split = Get<"SPLIT">(cfg).raw();
    if (Get<"FMT">(cfg).raw() != 1) {
      ClaimStes(base, (std::uint64_t{1} << log2) * 64);
      return;
    }
    const std::uint64_t l1stds = std::uint64_t{1} << (log2 > split ? log2 - split : 0);
    Claim(base, l1stds * 8, 8, kL1StdFormat, [&](std::uint64_t pa) {
      const L1Std<Concrete> l1{Bits<Concrete, 64>(Word(pa))};
      const std::uint64_t span = Get<"Span">(l1).raw();
      if (span != 0) ClaimStes(Addr<"L2Ptr">(l1).raw(), std::uint64_t{64} << (span - 1));
    });
  }

  void ClaimStes(std::uint64_t first, std::uint64_t bytes) {
    Claim(first, bytes, 64, kSteFormat, [&](std::uint64_t pa) {
      Ste<Concrete> ste;
      for (std::size_t i = 0; i < 8; ++i) ste.word(i) = Bits<Concrete, 64>(Word(pa + i * 8));
      const bool stage1 = (Get<"Config">(ste).raw() & 5) == 5;
      if (Get<"V">(ste).raw() != 0 && stage1) ClaimCds(ste);
    });
  }

  void ClaimCds(const Ste<Concrete>& ste) {
    const std::uint64_t table = Addr<"S1ContextPtr">(ste).raw();
    const std::uint64_t log2 = Get<"S1CDMax">(ste).raw();
    const std::uint64_t format = Get<"S1Fmt">(ste).raw();
    if (log2 == 0 || format == 0) {
      Claim(table, std::uint64_t{64} << log2, 64, kCdFormat, [](std::uint64_t) {});
      return;
    }
    const std::uint64_t leaf = format == 2 ? 0x1'0000 : 0x1000;
    const std::uint64_t l1cds = std::max<std::uint64_t>((std::uint64_t{64} << log2) / leaf, 1);
    Claim(table, l1cds * 8, 8, kL1CdFormat, [&](std::uint64_t pa) {
      const L1Cd<Concrete> l1{Bits<Concrete, 64>(Word(pa))};
      if (Get<"V">(l1).raw() != 0) {
        Claim(Addr<"L2Ptr">(l1).raw(), leaf, 64, kCdFormat, [](std::uint64_t) {});
      }
    });
  }

  std::uint64_t Word(std::uint64_t pa) const { return image_.memory.Read64(pa).value; }

  /// No table that a case can hold is larger.
  static constexpr std::uint64_t kMaxTableBytes = std::uint64_t{1} << 24;
  const Image& image_;
  std::map<std::uint64_t, const FormatSpec*> claims_;
};

bool AllZero(std::span<const std::uint64_t> words) {
  return std::ranges::all_of(words, [](std::uint64_t w) { return w == 0; });
}

std::uint64_t EndOf(const MemoryItem& item) {
  return item.address + item.words.size() * 8 * item.count;
}

class Items {
 public:
  void Zeros(std::uint64_t pa) {
    if (zeros_.empty() || zeros_.back().address + zeros_.back().zero_bytes != pa) {
      zeros_.push_back(ZerosAt(pa, 0));
    }
    zeros_.back().zero_bytes += kLine;
  }

  void Line(std::uint64_t pa, std::span<const std::uint64_t, 8> words, const FormatSpec* format) {
    if (format == nullptr) return Add(pa, words, nullptr);
    const std::size_t size = format->bits / 64;
    for (std::size_t i = 0; i < 8; i += size) {
      Structure(pa + i * 8, words.subspan(i, size), *format);
    }
  }

  std::vector<MemoryItem> Take() && {
    for (MemoryItem& item : rest_) {
      if (item.format == nullptr && item.count == 1) Trim(item);
    }
    zeros_.insert(zeros_.end(), rest_.begin(), rest_.end());
    return std::move(zeros_);
  }

 private:
  void Structure(std::uint64_t pa, std::span<const std::uint64_t> words, const FormatSpec& format) {
    if (!AllZero(words)) Add(pa, words, &format);
  }

  void Add(std::uint64_t pa, std::span<const std::uint64_t> words, const FormatSpec* format) {
    if (!rest_.empty()) {
      MemoryItem& last = rest_.back();
      if (last.format == format && EndOf(last) == pa && std::ranges::equal(last.words, words)) {
        ++last.count;
        return;
      }
    }
    rest_.push_back({format, pa, {words.begin(), words.end()}});
  }

  /// From the first word that is not zero to the last.
  static void Trim(MemoryItem& item) {
    auto& words = item.words;
    const auto is_zero = [](std::uint64_t w) { return w == 0; };
    const auto first = std::ranges::find_if_not(words, is_zero);
    item.address += static_cast<std::uint64_t>(first - words.begin()) * 8;
    words.erase(words.begin(), first);
    while (words.back() == 0) words.pop_back();
  }

  std::vector<MemoryItem> zeros_;
  std::vector<MemoryItem> rest_;
};

}  // namespace

std::vector<MemoryItem> MemoryItemsOf(const Image& image) {
  const Claims claims(image);
  Items items;
  image.memory.ForEachLine([&](std::uint64_t pa, const std::uint64_t* line) {
    items.Zeros(pa);
    const std::span<const std::uint64_t, 8> words(line, 8);
    if (!AllZero(words)) items.Line(pa, words, claims.Of(pa));
  });
  return std::move(items).Take();
}

}  // namespace quiesce
