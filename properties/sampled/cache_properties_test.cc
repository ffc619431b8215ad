// The caches under drawn scenarios and drawn choices, and broken variants that must be found out.
#include "properties/sampled/cache_properties.h"

#include <gtest/gtest.h>

#include "generators/scenario.h"

namespace quiesce {
namespace {

constexpr ScenarioOptions kClean{.max_streams = 3};
constexpr ScenarioOptions kCorrupted{.max_streams = 3, .max_corruptions = 2};
constexpr std::uint64_t kCases = 1500;

/// How many of the drawn scenarios a statement does not hold for; the first of them is reported.
template <class Property>
unsigned Violations(const ScenarioOptions& options, Property&& property, std::string* first) {
  unsigned violations = 0;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    const std::string text = property(ExpandScenario(seed, options), seed);
    if (text.empty()) continue;
    if (violations++ == 0) *first = "seed " + std::to_string(seed) + ": " + text;
  }
  return violations;
}

template <class Property>
void ExpectHolds(const ScenarioOptions& options, Property&& property) {
  std::string first;
  EXPECT_EQ(Violations(options, property, &first), 0u) << first;
}

template <class Property>
void ExpectFoundOut(const ScenarioOptions& options, Property&& property) {
  std::string first;
  EXPECT_GT(Violations(options, property, &first), 0u);
}

std::unique_ptr<InvalidationSink> Sound(Caches& caches, Choices& choices) {
  return std::make_unique<CacheInvalidator>(caches, choices);
}

/// Does what the commands ask, but for what `Keep` copies back.
template <class Keep>
class Forgetful : public InvalidationSink {
 public:
  explicit Forgetful(Caches& caches) : caches_(caches) {}
  void Start(const Invalidation& invalidation) override {
    const Caches before = caches_;
    caches_.Invalidate(invalidation);
    Keep()(before, caches_);
  }
  void Complete() override {}

 private:
  Caches& caches_;
};
template <class Keep>
std::unique_ptr<InvalidationSink> MakeForgetful(Caches& caches, Choices&) {
  return std::make_unique<Forgetful<Keep>>(caches);
}

template <class Key>
struct KeepStructures {
  void operator()(Caches before, Caches& after) const { after.Of<Key>() = before.Of<Key>(); }
};
template <TlbKind kKind>
struct KeepTlb {
  void operator()(Caches before, Caches& after) const {
    before.tlb().DropIf([](const TlbEntry& e) { return e.scope.kind != kKind; });
    after.tlb() = before.tlb();
  }
};

/// Forgets that a command waits for the next SYNC.
class NeverCompletes : public CacheInvalidator {
 public:
  using CacheInvalidator::CacheInvalidator;
  void Complete() override {}
};

TEST(Caches, NeverCacheIsTranslate) {
  ExpectHolds(kCorrupted, [](const Scenario& s, std::uint64_t) { return NeverCacheDiffers(s); });
}

TEST(Caches, AgreeWithMemoryAfterFullInvalidation) {
  ExpectHolds(kCorrupted, [](const Scenario& s, std::uint64_t seed) {
    return StaleAfterFullInvalidation(s, seed, Sound);
  });
}

class BrokenSink : public testing::TestWithParam<SinkMaker> {};
TEST_P(BrokenSink, IsFoundOut) {
  ExpectFoundOut(kCorrupted, [](const Scenario& s, std::uint64_t seed) {
    return StaleAfterFullInvalidation(s, seed, GetParam());
  });
}
INSTANTIATE_TEST_SUITE_P(
    Forgets, BrokenSink,
    testing::Values(MakeForgetful<KeepStructures<L1StdKey>>, MakeForgetful<KeepStructures<SteKey>>,
                    MakeForgetful<KeepStructures<L1CdKey>>, MakeForgetful<KeepStructures<CdKey>>,
                    MakeForgetful<KeepTlb<TlbKind::kStage1>>,
                    MakeForgetful<KeepTlb<TlbKind::kStage2>>,
                    MakeForgetful<KeepTlb<TlbKind::kCombined>>,
                    [](Caches& caches, Choices& choices) -> std::unique_ptr<InvalidationSink> {
                      return std::make_unique<NeverCompletes>(caches, choices);
                    }));

TEST(Caches, OverInvalidationChangesNothing) {
  ExpectHolds(kClean, [](const Scenario& s, std::uint64_t seed) {
    return ChangesWithOverInvalidation(s, seed, Tags::kDistinct);
  });
}

TEST(Caches, SharedTagsAreFoundOut) {
  ExpectFoundOut(kClean, [](const Scenario& s, std::uint64_t seed) {
    return ChangesWithOverInvalidation(s, seed, Tags::kShared);
  });
}

TEST(Caches, SameChoicesSameAnswers) {
  ExpectHolds(kCorrupted, [](const Scenario& s, std::uint64_t seed) {
    return DiffersFromItself(s, seed, seed);
  });
}

TEST(Caches, OtherChoicesShowStaleness) {
  ExpectFoundOut(kCorrupted, [](const Scenario& s, std::uint64_t seed) {
    return DiffersFromItself(s, seed, seed + 1);
  });
}

}  // namespace
}  // namespace quiesce
