// The caches under drawn scenarios and drawn choices, and broken variants that must be found out.
#include "properties/sampled/cache_properties.h"

#include <gtest/gtest.h>

#include <cctype>
#include <ostream>

#include "generators/scenario.h"
#include "properties/sampled/broken_caches.h"

namespace quiesce {

void PrintTo(const Recipe& recipe, std::ostream* out) { *out << recipe.name; }

namespace {

constexpr ScenarioOptions kClean{.max_streams = 3};
constexpr ScenarioOptions kCorrupted{.max_streams = 3, .max_corruptions = 2};
constexpr std::uint64_t kCases = 1000;

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

/// A violation is found within the cases.
template <class Property>
void ExpectFoundOut(const ScenarioOptions& options, Property&& property) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    if (!property(ExpandScenario(seed, options), seed).empty()) return;
  }
  ADD_FAILURE() << "nothing was found out in " << kCases << " scenarios";
}

std::unique_ptr<InvalidationSink> Sound(Caches& caches, Choices& choices) {
  return std::make_unique<CacheInvalidator>(caches, choices);
}

template <class Keeps>
std::unique_ptr<InvalidationSink> Forgets(Caches& caches, Choices&) {
  return std::make_unique<ForgetfulSink<Keeps>>(caches);
}

/// Forgets that a command waits for the next SYNC.
class NeverCompletes : public CacheInvalidator {
 public:
  using CacheInvalidator::CacheInvalidator;
  void Complete() override {}
};

TEST(Caches, NeverCacheIsTranslate) {
  ExpectHolds(kCorrupted, [](const Scenario& s, std::uint64_t) { return NeverCacheDiffers(s); });
}

TEST(Caches, CachesThatAreNotNoneAreFoundOut) {
  ExpectFoundOut(kCorrupted,
                 [](const Scenario& s, std::uint64_t) { return FillingCacheDiffers(s); });
  ExpectFoundOut(kCorrupted,
                 [](const Scenario& s, std::uint64_t) { return HittingCacheDiffers(s); });
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
    testing::Values(Forgets<KeepsStructures<L1StdKey>>, Forgets<KeepsStructures<SteKey>>,
                    Forgets<KeepsStructures<L1CdKey>>, Forgets<KeepsStructures<CdKey>>,
                    Forgets<KeepsKind<TlbKind::kStage1>>, Forgets<KeepsKind<TlbKind::kStage2>>,
                    Forgets<KeepsKind<TlbKind::kCombined>>,
                    Forgets<KeepsKind<TlbKind::kStage1Table>>,
                    Forgets<KeepsKind<TlbKind::kStage2Table>>,
                    Forgets<KeepsKind<TlbKind::kCombinedTable>>,
                    [](Caches& caches, Choices& choices) -> std::unique_ptr<InvalidationSink> {
                      return std::make_unique<NeverCompletes>(caches, choices);
                    }));

std::string NameOf(std::string_view words) {
  std::string name;
  for (const char c : words) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

class EachRecipe : public testing::TestWithParam<Recipe> {};
TEST_P(EachRecipe, Suffices) {
  ExpectHolds(kClean, [](const Scenario& s, std::uint64_t seed) {
    return StaleAfterRecipe(s, seed, GetParam(), Sound);
  });
}
TEST_P(EachRecipe, IsNeeded) {
  ExpectFoundOut(kClean, [](const Scenario& s, std::uint64_t seed) {
    return StaleAfterRecipe(s, seed, GetParam(), Forgets<ForgetsAll>);
  });
}
INSTANTIATE_TEST_SUITE_P(Commands, EachRecipe, testing::ValuesIn(Recipes()),
                         [](const auto& info) { return NameOf(info.param.name); });

/// A cache that forgets one thing, and the commands by which that shows.
struct Twin {
  const char* name;
  std::string_view recipe;
  SinkMaker make_sink;
};
void PrintTo(const Twin& twin, std::ostream* out) { *out << twin.name; }

class BrokenTwin : public testing::TestWithParam<Twin> {};
TEST_P(BrokenTwin, IsFoundOut) {
  for (const Recipe& recipe : Recipes()) {
    if (recipe.name != GetParam().recipe) continue;
    return ExpectFoundOut(kClean, [&](const Scenario& s, std::uint64_t seed) {
      return StaleAfterRecipe(s, seed, recipe, GetParam().make_sink);
    });
  }
  FAIL() << "no recipe " << GetParam().recipe;
}
INSTANTIATE_TEST_SUITE_P(
    Forgets, BrokenTwin,
    testing::Values(
        Twin{"L1StdWithoutLeaf", "CFGI_STE", Forgets<KeepsStructures<L1StdKey>>},
        Twin{"SteRange", "CFGI_STE_RANGE", Forgets<ForgetsTheRange>},
        Twin{"CdOfSte", "CFGI_STE, leaf, for CDs", Forgets<KeepsStructures<CdKey>>},
        Twin{"L1CdWithoutLeaf", "CFGI_CD", Forgets<KeepsStructures<L1CdKey>>},
        Twin{"OtherCds", "CFGI_CD_ALL", Forgets<ForgetsOtherCds>},
        Twin{"AsidHigh", "TLBI_NH_ASID", Forgets<ForgetsAsidHigh>},
        Twin{"AsidHighByVa", "TLBI_NH_VA", Forgets<ForgetsAsidHigh>},
        Twin{"VmidHigh", "TLBI_S12_VMALL", Forgets<ForgetsVmidHigh>},
        Twin{"TablesByVa", "TLBI_NH_VA", Forgets<ForgetsTables>},
        Twin{"TablesByVaa", "TLBI_NH_VAA", Forgets<ForgetsTables>},
        Twin{"TablesByAsid", "TLBI_NH_ASID", Forgets<ForgetsTables>},
        Twin{"TablesByIpa", "TLBI_S2_IPA", Forgets<ForgetsTables>},
        Twin{"SizeByVa", "TLBI_NH_VA, leaf", Forgets<ForgetsTheSize>},
        Twin{"SizeByIpa", "TLBI_S2_IPA, leaf", Forgets<ForgetsTheSize>},
        Twin{"GlobalAtEl2", "TLBI_EL2_VA", Forgets<ForgetsGlobal>},
        Twin{"CombinedByVm", "TLBI_S12_VMALL, nested", Forgets<KeepsKind<TlbKind::kCombined>>},
        Twin{"CombinedTables", "TLBI_NH_ALL, nested", Forgets<KeepsKind<TlbKind::kCombinedTable>>},
        Twin{"Stage2ByVm", "TLBI_S12_VMALL", Forgets<KeepsKind<TlbKind::kStage2>>}),
    [](const auto& info) { return std::string(info.param.name); });

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
