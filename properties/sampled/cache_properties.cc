#include "properties/sampled/cache_properties.h"

#include <vector>

#include "generators/prng.h"
#include "model/smmu/cache/cached_translate.h"
#include "model/smmu/fixed_choices.h"
#include "model/world/render.h"
#include "properties/sampled/ask.h"
#include "properties/sampled/probes.h"

namespace quiesce {
namespace {

/// Draws what caches do; everything else is the first alternative, so that answers can be compared.
class DrawnCaches : public Choices {
 public:
  explicit DrawnCaches(std::uint64_t seed) : prng_(seed) {}

  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    switch (point) {
      case ChoicePoint::kCacheEviction:
        return prng_.OneIn(8) ? Below(alternatives) : 0;
      case ChoicePoint::kOverInvalidation:
        return prng_.OneIn(8) ? Below(alternatives) : 0;
      case ChoicePoint::kCacheHit:
        return prng_.OneIn(8) ? 0 : 1 + Below(alternatives - 1);
      case ChoicePoint::kCacheFill:
        return prng_.OneIn(4) ? 0 : 1;
      case ChoicePoint::kInvalidationInstant:
        return Below(alternatives);
      default:
        return 0;
    }
  }

 private:
  unsigned Below(unsigned n) { return static_cast<unsigned>(prng_.Below(n)); }
  Prng prng_;
};

bool SameAnswer(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.address == b.address && a.attributes == b.attributes &&
         a.privileged == b.privileged && a.instruction == b.instruction &&
         a.permissions == b.permissions && a.event == b.event;
}

std::string Difference(const Transaction& t, const Outcome& expected, const Outcome& got) {
  if (SameAnswer(expected, got)) return "";
  return Describe(t) + ": " + Describe(got) + " instead of " + Describe(expected);
}

/// What the SMMU without caches says.
Outcome Expected(const SmmuView& smmu, const Transaction& t) {
  FixedChoices first;
  NoObserver none;
  return Translate(smmu, t, first, none);
}

Outcome Cached(Caches& caches, const SmmuView& smmu, const Transaction& t, Choices& choices) {
  ChoicePolicy policy(choices);
  NoObserver none;
  return TranslateCached(caches, policy, smmu, t, choices, none);
}

constexpr CacheSizes kSmall{.structures = 8, .tlb = 16};

/// Goes on after a hole in the caches' contents: fills from every transaction, twice over.
void Fill(Caches& caches, const SmmuView& smmu, const std::vector<Transaction>& transactions,
          Choices& choices) {
  for (const Transaction& t : transactions) Cached(caches, smmu, t, choices);
}

/// Tags as the architecture wants them: no two address spaces share one.
Scenario WithDistinctTags(Scenario s) {
  unsigned id = 1;
  for (Stream& stream : s.streams) {
    stream.el2 = false;
    stream.vmid = id++;
    for (Substream& sub : stream.substreams) sub.asid = id++;
  }
  return s;
}

/// Every leaf and structure loses what makes it valid: the lowest bit of each word of memory that
/// is in a table, whatever it is.
void Wipe(SparseMemory& memory) {
  std::vector<std::uint64_t> lines;
  memory.ForEachLine([&](std::uint64_t pa, const std::uint64_t*) { lines.push_back(pa); });
  for (const std::uint64_t pa : lines) {
    for (unsigned i = 0; i < 8; ++i) {
      memory.Write64(pa + 8 * i, memory.Read64(pa + 8 * i).value & ~std::uint64_t{1});
    }
  }
}

void InvalidateEverything(Caches& caches, const Invalidate& invalidate) {
  invalidate(caches, {.opcode = Opcode::CFGI_STE_RANGE, .stream_log2 = 32});
  invalidate(caches, {.opcode = Opcode::TLBI_NSNH_ALL});
  invalidate(caches, {.opcode = Opcode::TLBI_EL2_ALL});
}

}  // namespace

void InvalidateAsNamed(Caches& caches, const Invalidation& command) { caches.Invalidate(command); }

}  // namespace quiesce
