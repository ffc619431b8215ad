#include "properties/sampled/cache_properties.h"

#include <vector>

#include "generators/prng.h"
#include "model/smmu/cache/cached_translate.h"
#include "model/smmu/fixed_choices.h"
#include "model/world/render.h"
#include "properties/sampled/ask.h"
#include "properties/sampled/cache_rig.h"
#include "properties/sampled/probes.h"

namespace quiesce {
namespace {

/// Asks everything once; the caches fill on the way.
std::vector<Outcome> Run(Caches& caches, const SmmuView& smmu, const Probes& probes,
                         Choices& choices) {
  std::vector<Outcome> out;
  for (const Transaction& t : probes.transactions) out.push_back(Cached(caches, smmu, t, choices));
  return out;
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

/// Not quite no cache.
struct OnlyFills : NeverCache {
  bool Fill() const { return true; }
};

/// Observed step by step.
template <CachePolicy Policy>
std::string DiffersFromTranslate(const Scenario& scenario) {
  const Image image = Render(scenario);
  const SmmuView smmu = View(image);
  Caches caches(kSmallCaches);
  Policy policy;
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

}  // namespace

std::string NeverCacheDiffers(const Scenario& scenario) {
  return DiffersFromTranslate<NeverCache>(scenario);
}
std::string FillingCacheDiffers(const Scenario& scenario) {
  return DiffersFromTranslate<OnlyFills>(scenario);
}
std::string HittingCacheDiffers(const Scenario& scenario) {
  return DiffersFromTranslate<AlwaysHitAndFill>(scenario);
}

std::string StaleAfterFullInvalidation(const Scenario& scenario, std::uint64_t seed,
                                       const SinkMaker& make_sink) {
  Image image = Render(scenario);
  const SmmuView smmu = View(image);
  const Probes probes = ProbesOf(scenario);
  Caches caches(kSmallCaches);
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
  Caches caches(kSmallCaches);
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
    Caches caches(kSmallCaches);
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
