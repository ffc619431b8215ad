// The same view, transaction and choices give the same outcome and the same trace, whatever was
// translated in between; and nothing in memory or registers changes.
#include <gtest/gtest.h>

#include "model/smmu/translate.h"
#include "properties/meta/drawn_world.h"
#include "properties/meta/random_choices.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kSeed = 0x51D0'0002;
constexpr unsigned kWorlds = 600;
constexpr unsigned kTransactions = 16;

struct Run {
  Outcome outcome;
  std::vector<TraceStep> steps;
};

bool operator==(const StageOutput& a, const StageOutput& b) {
  return a.stage == b.stage && a.input == b.input && a.output == b.output;
}
bool operator==(const WalkStep& a, const WalkStep& b) {
  return a.stage == b.stage && a.level == b.level && a.address == b.address &&
         a.descriptor == b.descriptor && a.kind == b.kind;
}
bool operator==(const DescriptorUpdate& a, const DescriptorUpdate& b) {
  return a.stage == b.stage && a.address == b.address && a.before == b.before && a.after == b.after;
}
template <class R>
bool operator==(const Fetched<R>& a, const Fetched<R>& b) {
  return a.address == b.address && RawWords(a.record) == RawWords(b.record);
}

bool SameStep(const TraceStep& a, const TraceStep& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&](const auto& x) { return x == std::get<std::remove_cvref_t<decltype(x)>>(b); }, a);
}

bool SameOutcome(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.address == b.address && a.attributes == b.attributes &&
         a.privileged == b.privileged && a.instruction == b.instruction &&
         a.permissions == b.permissions && a.event == b.event && a.decision.by == b.decision.by &&
         a.decision.rule == b.decision.rule && a.reason == b.reason;
}

bool Same(const Run& a, const Run& b) {
  return SameOutcome(a.outcome, b.outcome) &&
         std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(), SameStep);
}

template <class ChoicesOf>
Run Translated(const DrawnWorld& world, const Transaction& t, ChoicesOf&& choices_of) {
  TraceObserver trace;
  auto choices = choices_of();
  const Outcome outcome = Translate(world.view(), t, choices, trace);
  return {outcome, trace.steps()};
}

/// The transactions of one world, forwards and then backwards. Returns how many differed.
template <class ChoicesOf>
unsigned Differences(DrawnWorld& world, ChoicesOf&& choices_of) {
  std::vector<Transaction> transactions;
  std::vector<Run> runs;
  for (unsigned i = 0; i < kTransactions; ++i) {
    transactions.push_back(world.NextTransaction());
    runs.push_back(Translated(world, transactions.back(), choices_of));
  }
  unsigned differences = 0;
  for (unsigned i = kTransactions; i-- > 0;) {
    differences += !Same(runs[i], Translated(world, transactions[i], choices_of));
  }
  return differences;
}

class Determinism : public testing::TestWithParam<WorldFamily> {
 protected:
  DrawnWorld world_;
};

TEST_P(Determinism, ASecondRunIsTheSame) {
  for (unsigned i = 0; i < kWorlds; ++i) {
    const std::uint64_t seed = CaseSeed(kSeed, NameOf(GetParam()), i);
    world_.Draw(GetParam(), seed);
    const RegisterImage before = world_.registers();
    EXPECT_EQ(Differences(world_, [&] { return RandomChoices(seed); }), 0u) << seed;
    EXPECT_EQ(world_.registers(), before) << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Families, Determinism, testing::ValuesIn(kWorldFamilies),
                         [](const auto& info) { return std::string(NameOf(info.param)); });

TEST(DeterminismTest, ADrawIsTheSameFromTheSameSeed) {
  for (const WorldFamily family : kWorldFamilies) {
    DrawnWorld a;
    DrawnWorld b;
    a.Draw(family, kSeed);
    b.Draw(family, kSeed);
    EXPECT_EQ(a.registers(), b.registers());
    EXPECT_EQ(a.NextTransaction(), b.NextTransaction());
  }
}

TEST(DeterminismTest, ChoicesThatRememberOtherRunsAreSeen) {
  RandomChoices shared(kSeed);
  struct Remembering : Choices {
    explicit Remembering(RandomChoices& c) : all(c) {}
    unsigned Pick(ChoicePoint point, unsigned n) override { return all.Pick(point, n); }
    RandomChoices& all;
  };
  DrawnWorld world;
  unsigned differences = 0;
  for (unsigned i = 0; i < kWorlds; ++i) {
    world.Draw(WorldFamily::kNear, CaseSeed(kSeed, "Remembering", i));
    differences += Differences(world, [&] { return Remembering(shared); });
  }
  EXPECT_GT(differences, 0u);
}

}  // namespace
}  // namespace quiesce
