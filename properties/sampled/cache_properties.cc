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

/// Asks everything once; the caches fill on the way.
std::vector<Outcome> Run(Caches& caches, const SmmuView& smmu, const Probes& probes,
                         Choices& choices) {
  std::vector<Outcome> out;
  for (const Transaction& t : probes.transactions) out.push_back(Cached(caches, smmu, t, choices));
  return out;
}

/// Rendered leaves are global, so only the VMID tells address spaces apart: one for each stream,
/// and one substream in each.
void SetTags(Scenario& s, Tags tags) {
  unsigned id = 1;
  if (tags == Tags::kDistinct) s.smmu.stage2 = true;
  for (Stream& stream : s.streams) {
    stream.el2 = false;
    stream.vmid = tags == Tags::kDistinct ? id++ : 1;
    if (tags == Tags::kDistinct && stream.substreams.size() > 1) stream.substreams.resize(1);
  }
}

/// A quarter of the lines lose bits 0 and 31 of each word: V of an STE, a CD and an L1CD, Span[0]
/// of an L1STD, and what makes a translation table descriptor valid are among them.
void Damage(SparseMemory& memory, std::uint64_t seed) {
  Prng prng(seed);
  std::vector<std::uint64_t> lines;
  memory.ForEachLine([&](std::uint64_t pa, const std::uint64_t*) {
    if (prng.OneIn(4)) lines.push_back(pa);
  });
  for (const std::uint64_t pa : lines) {
    for (unsigned i = 0; i < 8; ++i) {
      memory.Write64(pa + 8 * i, memory.Read64(pa + 8 * i).value & ~std::uint64_t{0x8000'0001});
    }
  }
}

/// The first answer that is not the one from memory.
std::string DiffersFromMemory(Caches& caches, const SmmuView& smmu, const Probes& probes,
                              Choices& choices) {
  for (const Transaction& t : probes.transactions) {
    const Outcome expected = Expected(smmu, t);
    std::string text = Difference(t, expected, Cached(caches, smmu, t, choices));
    if (!text.empty()) return text;
  }
  return "";
}

const Invalidation kCfgiAll{.opcode = Opcode::CFGI_STE_RANGE, .stream_log2 = 32};
const Invalidation kNsnhAll{.opcode = Opcode::TLBI_NSNH_ALL};
const Invalidation kEl2All{.opcode = Opcode::TLBI_EL2_ALL};

}  // namespace

std::string NeverCacheDiffers(const Scenario& scenario) {
  const Image image = Render(scenario);
  const SmmuView smmu = View(image);
  Caches caches(kSmall);
  NeverCache policy;
  FixedChoices first;
  for (const Transaction& t : ProbesOf(scenario).transactions) {
    TraceObserver plain, through;
    const Outcome expected = Translate(smmu, t, first, plain);
    const Outcome got = TranslateCached(caches, policy, smmu, t, first, through);
    std::string text = Difference(t, expected, got);
    if (!text.empty()) return text;
    if (plain.steps().size() != through.steps().size()) return Describe(t) + ": other steps";
  }
  return caches.size() == 0 ? "" : "something was cached";
}

std::string StaleAfterFullInvalidation(const Scenario& scenario, std::uint64_t seed,
                                       const SinkMaker& make_sink) {
  Image image = Render(scenario);
  const SmmuView smmu = View(image);
  const Probes probes = ProbesOf(scenario);
  Caches caches(kSmall);
  DrawnCaches choices(seed);
  Run(caches, smmu, probes, choices);
  Damage(image.memory, seed);
  const std::unique_ptr<InvalidationSink> sink = make_sink(caches, choices);
  for (const Invalidation& command : {kCfgiAll, kNsnhAll, kEl2All}) sink->Start(command);
  sink->Complete();
  // Nothing may be left, so what is asked first must not hide it by filling the caches anew.
  for (const Transaction& t : probes.transactions) {
    Caches as_left = caches;
    std::string text = Difference(t, Expected(smmu, t), Cached(as_left, smmu, t, choices));
    if (!text.empty()) return text;
  }
  return "";
}

std::string ChangesWithOverInvalidation(Scenario scenario, std::uint64_t seed, Tags tags) {
  SetTags(scenario, tags);
  const Image image = Render(scenario);
  const SmmuView smmu = View(image);
  const Probes probes = ProbesOf(scenario);
  Caches caches(kSmall);
  DrawnCaches choices(seed);
  CacheInvalidator sink(caches, choices);
  for (const Invalidation& needless : {kCfgiAll, kNsnhAll, kEl2All}) {
    std::string text = DiffersFromMemory(caches, smmu, probes, choices);
    if (!text.empty()) return text;
    sink.Start(needless);
  }
  sink.Complete();
  return DiffersFromMemory(caches, smmu, probes, choices);
}

std::string DiffersFromItself(const Scenario& scenario, std::uint64_t seed,
                              std::uint64_t second_seed) {
  const Probes probes = ProbesOf(scenario);
  const auto run = [&](std::uint64_t choice_seed) {
    Image image = Render(scenario);
    Caches caches(kSmall);
    DrawnCaches choices(choice_seed);
    Run(caches, View(image), probes, choices);
    Damage(image.memory, seed);
    return Run(caches, View(image), probes, choices);
  };
  const std::vector<Outcome> first = run(seed);
  const std::vector<Outcome> second = run(second_seed);
  for (std::size_t i = 0; i < first.size(); ++i) {
    std::string text = Difference(probes.transactions[i], first[i], second[i]);
    if (!text.empty()) return text;
  }
  return "";
}

}  // namespace quiesce
