// An SMMU whose caches always hit, with a direct-mapped array of whole answers in front of them: a
// combined cache of configuration and translation (IHI 0070 G.b 16.2.1), so every invalidation that
// takes place empties it.
#pragma once

#include <cstdint>
#include <vector>

#include "model/smmu/cache/caches.h"
#include "model/smmu/outcome.h"
#include "model/smmu/transaction.h"
#include "model/smmu/view.h"

namespace quiesce {

/// Valid while the registers are those of the view; memory may change, as it may under a cache.
class WarmSmmu {
 public:
  WarmSmmu(const SmmuView& view, Caches& caches);

  Outcome Translate(const Transaction& t, Choices& choices) {
    if (caches_.epoch() != epoch_) Forget();
    const Line& line = lines_[IndexOf(t)];
    if (line.page == PageOf(t) && line.access == AccessOf(t) && line.input == t.attributes) {
      return Answer(line, t);
    }
    return TranslateAndKeep(t, choices);
  }

 private:
  struct Line {
    std::uint64_t page = kNone;
    std::uint64_t access = 0;
    std::uint64_t output_page = 0;
    MemoryAttributes input;
    MemoryAttributes output;
    bool privileged = false;
    bool instruction = false;
  };
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};  ///< no address has this page
  static constexpr unsigned kPageLog2 = 12;                  ///< no leaf is smaller
  static constexpr unsigned kLinesLog2 = 12;

  static std::uint64_t PageOf(const Transaction& t) { return t.address >> kPageLog2; }
  /// Everything about the transaction but its address and attributes.
  static std::uint64_t AccessOf(const Transaction& t) {
    const unsigned kind = static_cast<unsigned>(t.access) | static_cast<unsigned>(t.ats) << 2;
    const unsigned flags = (t.ssv ? 1u : 0u) | (t.privileged ? 2u : 0u) |
                           (t.instruction ? 4u : 0u) | (t.speculative ? 8u : 0u) |
                           (t.unsupported ? 16u : 0u);
    return std::uint64_t{flags << 4 | kind} << 52 | std::uint64_t{t.substream_id} << 32 |
           t.stream_id;
  }
  static std::uint64_t IndexOf(const Transaction& t) {
    const std::uint64_t stream = std::uint64_t{t.substream_id} << 32 | t.stream_id;
    return (PageOf(t) + stream * 0x9E3779B97F4A7C15u) & MaxValue(kLinesLog2);
  }
  static Outcome Answer(const Line& line, const Transaction& t) {
    Outcome out;
    out.verdict = Verdict::kComplete;
    out.address = line.output_page | (t.address & MaxValue(kPageLog2));
    out.attributes = line.output;
    out.privileged = line.privileged;
    out.instruction = line.instruction;
    return out;
  }

  void Forget();
  Outcome TranslateAndKeep(const Transaction& t, Choices& choices);

  SmmuView view_;
  Caches& caches_;
  std::uint64_t epoch_;
  std::vector<Line> lines_;
};

}  // namespace quiesce
