#include "model/smmu/cache/warm.h"

#include <algorithm>

#include "model/smmu/cache/cached_translate.h"

namespace quiesce {
namespace {

/// A hardware update has to reach memory each time it is due, so such an answer is not kept.
struct UpdateObserver : NoObserver {
  void Updated(const DescriptorUpdate&) { updated = true; }
  bool updated = false;
};

}  // namespace

WarmSmmu::WarmSmmu(const SmmuView& view, Caches& caches)
    : view_(view), caches_(caches), epoch_(caches.epoch()), lines_(std::size_t{1} << kLinesLog2) {}

void WarmSmmu::Forget() {
  std::fill(lines_.begin(), lines_.end(), Line());
  epoch_ = caches_.epoch();
}

/// Only completed accesses are kept; one that wraps SubstreamIDs beyond their 20 bits is not.
Outcome WarmSmmu::TranslateAndKeep(const Transaction& t, Choices& choices) {
  AlwaysHitAndFill policy;
  UpdateObserver updates;
  const Outcome out = TranslateCached(caches_, policy, view_, t, choices, updates);
  const bool kept =
      out.verdict == Verdict::kComplete && !updates.updated && t.substream_id <= MaxValue(20);
  if (kept) {
    lines_[IndexOf(t)] = {.page = PageOf(t),
                          .access = AccessOf(t),
                          .output_page = out.address & ~MaxValue(kPageLog2),
                          .input = t.attributes,
                          .output = out.attributes,
                          .privileged = out.privileged,
                          .instruction = out.instruction};
  }
  return out;
}

}  // namespace quiesce
