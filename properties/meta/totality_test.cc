// Translate() has an answer for every image, transaction and choice, and its answers and events are
// consistent. Also shown: each of the judges refuses what it is there to refuse.
#include <gtest/gtest.h>

#include <array>
#include <iostream>
#include <sstream>

#include "model/smmu/coverage.h"
#include "model/smmu/testing/rig.h"
#include "model/smmu/translate.h"
#include "properties/meta/drawn_world.h"
#include "properties/meta/outcome_rules.h"
#include "properties/meta/random_choices.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kSeed = 0x51D0'0001;
constexpr unsigned kTransactionsPerWorld = 16;

/// Draws and how many must translate, so that the family is worth drawing.
struct Plan {
  WorldFamily family;
  unsigned worlds;
  unsigned least_per_mille_translating;  ///< complete, or fault in stage 1 or 2
};

bool ReachesTables(const Outcome& o, const Seen& seen) {
  return seen.descriptors > 0 || o.decision.by == DecidedBy::kStage1;
}

std::string Text(const Transaction& t) {
  std::ostringstream s;
  s << std::hex << "StreamID 0x" << t.stream_id << " ssv " << t.ssv << " 0x" << t.substream_id
    << " address 0x" << t.address << " access " << static_cast<int>(t.access) << " ats "
    << static_cast<int>(t.ats) << " privileged " << t.privileged << " instruction " << t.instruction
    << " speculative " << t.speculative << " unsupported " << t.unsupported;
  return s.str();
}

class Totality : public ::testing::TestWithParam<Plan> {
 protected:
  void RunWorld(std::uint64_t seed) {
    world_.Draw(GetParam().family, seed);
    const SmmuView smmu = world_.view();
    RandomChoices choices(seed);
    for (unsigned i = 0; i < kTransactionsPerWorld; ++i) {
      const Transaction t = world_.NextTransaction();
      Seen seen;
      const Outcome o = Translate(smmu, t, choices, seen);
      Judge(smmu, t, seen, o, seed);
    }
  }

  void Judge(const SmmuView& smmu, const Transaction& t, const Seen& seen, const Outcome& o,
             std::uint64_t seed) {
    EXPECT_EQ(WhyNotClosed(smmu, t, seen, o), "") << seed << ": " << Text(t);
    EXPECT_EQ(WhyEventIsWrong(t, seen, o), "") << seed << ": " << Text(t);
    EXPECT_EQ(WhySilenceIsWrong(smmu, t, seen, o), "") << seed << ": " << Text(t);
    ++verdicts_[static_cast<std::size_t>(o.verdict) % kVerdictCount];
    reached_tables_ += ReachesTables(o, seen);
  }

  DrawnWorld world_;
  std::array<unsigned, kVerdictCount> verdicts_{};
  unsigned reached_tables_ = 0;
};

TEST_P(Totality, EveryDrawHasAConsistentAnswer) {
  const Plan& plan = GetParam();
  for (unsigned i = 0; i < plan.worlds && !HasFailure(); ++i) {
    RunWorld(CaseSeed(kSeed, NameOf(plan.family), i));
  }
  const unsigned draws = plan.worlds * kTransactionsPerWorld;
  EXPECT_GE(reached_tables_, draws / 1000 * plan.least_per_mille_translating);
  for (std::size_t v = 0; v < kVerdictCount; ++v) {
    RecordProperty("verdict" + std::to_string(v), std::to_string(verdicts_[v]));
  }
  RecordProperty("draws", std::to_string(draws));
  RecordProperty("reached_tables", std::to_string(reached_tables_));
  std::cout << NameOf(plan.family) << ": " << draws << " draws, " << reached_tables_
            << " reached tables\n";
}

INSTANTIATE_TEST_SUITE_P(Families, Totality,
                         ::testing::Values(Plan{WorldFamily::kRaw, 4000, 0},
                                           Plan{WorldFamily::kCorner, 4000, 0},
                                           Plan{WorldFamily::kNear, 20000, 40},
                                           Plan{WorldFamily::kTables, 4000, 300},
                                           Plan{WorldFamily::kScenario, 4000, 100}),
                         [](const auto& info) { return std::string(NameOf(info.param.family)); });

/// A stage 1 stream with one page, to make wrong outcomes from right ones.
class Judges : public ::testing::Test {
 protected:
  Judges() { rig_.MapStage1(); }

  Outcome Run(const Transaction& t) {
    seen_ = Seen();
    return Translate(view(), t, rig_.choices, seen_);
  }
  SmmuView view() { return View(rig_.image()); }

  testing::Rig rig_;
  Seen seen_;
};

TEST_F(Judges, RefuseAnOutcomeThatIsNotClosed) {
  const Transaction read = testing::Read();
  const Outcome good = Run(read);
  ASSERT_EQ(good.verdict, Verdict::kComplete);
  EXPECT_EQ(WhyNotClosed(view(), read, seen_, good), "");
  Outcome beyond = good;
  beyond.address = std::uint64_t{1} << 48;
  EXPECT_NE(WhyNotClosed(view(), read, seen_, beyond), "");
  Outcome reasoned = good;
  reasoned.reason = "none";
  EXPECT_NE(WhyNotClosed(view(), read, seen_, reasoned), "");
  Outcome completion = good;
  completion.verdict = Verdict::kAtsSuccess;
  EXPECT_NE(WhyNotClosed(view(), read, seen_, completion), "");
  seen_.descriptors = 2000;
  EXPECT_NE(WhyNotClosed(view(), read, seen_, good), "");
}

TEST_F(Judges, RefuseAnEventThatDoesNotFitItsTransaction) {
  Transaction t = testing::Read();
  t.address += 0x1000;
  const Outcome good = Run(t);
  ASSERT_TRUE(good.event);
  EXPECT_EQ(WhyEventIsWrong(t, seen_, good), "");
  Transaction other = t;
  ++other.stream_id;
  EXPECT_NE(WhyEventIsWrong(other, seen_, good), "");
  Outcome elsewhere = good;
  elsewhere.decision.by = DecidedBy::kStage2;
  EXPECT_NE(WhyEventIsWrong(t, seen_, elsewhere), "");
  Outcome completed = good;
  completed.verdict = Verdict::kComplete;
  EXPECT_NE(WhyEventIsWrong(t, seen_, completed), "");
  Outcome lost = good;
  lost.event.reset();
  EXPECT_NE(WhyEventIsWrong(t, seen_, lost), "");
  seen_.events.push_back(*good.event);
  EXPECT_NE(WhyEventIsWrong(t, seen_, good), "");
}

TEST_F(Judges, RefuseASilentFaultThatShouldHaveBeenRecorded) {
  Transaction t = testing::Read();
  t.address += 0x1000;
  Outcome silent = Run(t);
  silent.event.reset();
  EXPECT_NE(WhySilenceIsWrong(view(), t, seen_, silent), "");
  seen_.cd = With<"R">(*seen_.cd, 0);
  EXPECT_EQ(WhySilenceIsWrong(view(), t, seen_, silent), "");
}

}  // namespace
}  // namespace quiesce
