// Whatever is done to a whole SMMU, each step has an answer, and no transaction leaves more traces
// than it may. And: once every cache is invalidated, a SYNC later, nothing stale is used.
#include <gtest/gtest.h>

#include <iostream>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/translate.h"
#include "properties/meta/smmu_history.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kSeed = 0x51D0'0002;
constexpr unsigned kStepsPerHistory = 200;

struct Plan {
  WorldFamily family;
  unsigned histories;
};

class WholeSmmu : public ::testing::TestWithParam<Plan> {
 protected:
  std::uint64_t SeedOf(unsigned i) const { return CaseSeed(kSeed, NameOf(GetParam().family), i); }
};

TEST_P(WholeSmmu, HasAnAnswerToEveryHistory) {
  unsigned transactions = 0, records = 0, commands = 0, syncs = 0, stalls = 0, finished = 0;
  for (unsigned i = 0; i < GetParam().histories && !HasFailure(); ++i) {
    SmmuHistory history(GetParam().family, SeedOf(i));
    for (unsigned step = 0; step < kStepsPerHistory; ++step) {
      ASSERT_EQ(history.Step(), "") << "history " << i << " step " << step;
    }
    transactions += history.transactions;
    records += history.records;
    commands += history.commands;
    syncs += history.syncs;
    stalls += history.stalls;
    finished += history.finished_stalls;
  }
  std::cout << transactions << " transactions, " << records << " records, " << commands
            << " commands, " << syncs << " SYNCs, " << stalls << " stalls, " << finished
            << " finished\n";
  EXPECT_GT(records, GetParam().histories / 4);
  EXPECT_GT(syncs, GetParam().histories / 4);
}

INSTANTIATE_TEST_SUITE_P(Families, WholeSmmu,
                         ::testing::Values(Plan{WorldFamily::kRaw, 300},
                                           Plan{WorldFamily::kNear, 1500},
                                           Plan{WorldFamily::kTables, 300},
                                           Plan{WorldFamily::kScenario, 500}),
                         [](const auto& info) { return std::string(NameOf(info.param.family)); });

/// Where a translation read.
struct Fetches : NoObserver {
  std::vector<std::uint64_t> at;
  void FetchSte(std::uint64_t pa, const Ste<Concrete>&) { at.push_back(pa); }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>&) { at.push_back(pa); }
  void Walked(const WalkStep& step) { at.push_back(step.address); }
};

/// A stall beyond STALL_MAX has no event yet.
std::string Text(const Outcome& o) {
  std::string text = std::to_string(static_cast<int>(o.verdict)) + " " + std::to_string(o.address);
  if (o.event && o.verdict != Verdict::kStall)
    text += " " + std::to_string(static_cast<int>(o.event->type));
  return text;
}

struct AlwaysHitNeverFill : AlwaysHitAndFill {
  bool Fill() const { return false; }
};

/// An SMMU whose caches hold a few translations that memory has meanwhile changed.
class StaleSmmu {
 public:
  StaleSmmu(WorldFamily family, std::uint64_t seed) : history_(family, seed), prng_(seed) {
    for (unsigned i = 0; i < 4; ++i) {
      transactions_.push_back(history_.world().NextTransaction());
      transactions_.back().speculative = false;
      Cached(transactions_.back());
    }
    for (const Transaction& t : transactions_) Damage(t);
  }

  /// Commands can be submitted, and those of SubmitInvalidation() are legal.
  bool Usable() {
    const ProgrammingInterface& r = smmu().registers();
    const QueueState queue = StateOf(QueueId::kCommand, r.effective());
    return r.EffectiveCmdqen() && !r.InServiceFailureMode() && !r.IsActive(GlobalError::CMDQ_ERR) &&
           bool(Is<"Hyp">(r.Visible<Reg::IDR0>())) && queue.Empty() && queue.qs.raw() >= 2 &&
           history_.memory().Present(queue.base);
  }

  /// How many transactions fare otherwise than memory says. They leave nothing in the caches that
  /// the next could use: members of a contiguous group that disagree would count (CU-25).
  unsigned Stale() {
    unsigned stale = 0;
    for (const Transaction& t : transactions_) {
      FixedChoices choices;
      NoObserver nobody;
      AlwaysHitNeverFill policy;
      const Outcome fresh = Translate(smmu().view(), t, choices, nobody);
      stale += Text(smmu().Dma(t, policy, choices, nobody).outcome) != Text(fresh);
    }
    return stale;
  }

  /// CMD_CFGI_ALL, CMD_TLBI_NSNH_ALL, CMD_TLBI_EL2_ALL, CMD_SYNC.
  void SubmitInvalidation() {
    constexpr std::uint64_t kCommands[][2] = {{0x04, 31}, {0x30, 0}, {0x20, 0}, {0x46, 0}};
    FixedChoices choices;
    QueueState queue = StateOf(QueueId::kCommand, smmu().registers().effective());
    for (const auto& command : kCommands) {
      history_.memory().Write64(queue.AddressOf(queue.prod), command[0]);
      history_.memory().Write64(queue.AddressOf(queue.prod) + 8, command[1]);
      queue.prod = Next(queue.prod, queue.qs);
    }
    smmu().Write32(SpecOf(Reg::CMDQ_PROD).offset, static_cast<std::uint32_t>(queue.prod.raw()),
                   choices);
  }

  Smmu& smmu() { return history_.smmu(); }

 private:
  Outcome Cached(const Transaction& t) {
    FixedChoices choices;
    AlwaysHitAndFill policy;
    NoObserver nobody;
    return smmu().Dma(t, policy, choices, nobody).outcome;
  }
  /// Flips a bit of something that the transaction was translated by.
  void Damage(const Transaction& t) {
    FixedChoices choices;
    Fetches fetches;
    Translate(smmu().view(), t, choices, fetches);
    if (fetches.at.empty()) return;
    const std::uint64_t at = fetches.at[prng_.Below(fetches.at.size())];
    SparseMemory& memory = history_.memory();
    memory.Write64(at, memory.Read64(at).value ^ std::uint64_t{1} << prng_.Below(64));
  }

  SmmuHistory history_;
  Prng prng_;
  std::vector<Transaction> transactions_;
};

/// With every invalidation as late as it may be: what is stale before the SYNC is gone after it.
TEST(WholeSmmuCaches, NothingStaleIsUsedAfterFullInvalidationAndSync) {
  FixedChoices late({{ChoicePoint::kInvalidationInstant, 1}});
  unsigned usable = 0, stale_before = 0;
  for (unsigned i = 0; i < 1000; ++i) {
    StaleSmmu stale(i % 2 == 0 ? WorldFamily::kTables : WorldFamily::kScenario,
                    CaseSeed(kSeed, "stale", i));
    if (!stale.Usable()) continue;
    ++usable;
    stale.SubmitInvalidation();
    for (unsigned command = 0; command < 3; ++command) {
      ASSERT_EQ(stale.smmu().ConsumeCommand(late).status, CommandStatus::kConsumed);
    }
    stale_before += stale.Stale();
    ASSERT_TRUE(stale.smmu().ConsumeCommand(late).sync);
    ASSERT_EQ(stale.Stale(), 0u) << i;
  }
  std::cout << usable << " usable, " << stale_before << " stale before the SYNC\n";
  EXPECT_GT(usable, 200u);
  EXPECT_GT(stale_before, 20u) << "else the SYNC had nothing to do";
}

TEST(WhyDmaIsWrong, RefusesWhatNoTransactionMayLeave) {
  const Surface before{.recorded = 3, .inside = 1, .held = 0};
  DmaResult aborted;
  aborted.outcome.event = Event{};
  aborted.fate = EventFate::kRecorded;
  EXPECT_EQ(WhyDmaIsWrong(before, {4, 1, 0}, aborted), "");
  EXPECT_NE(WhyDmaIsWrong(before, {5, 1, 0}, aborted), "") << "two records";
  EXPECT_NE(WhyDmaIsWrong(before, {4, 2, 0}, aborted), "") << "still inside";
  EXPECT_NE(WhyDmaIsWrong(before, {3, 1, 1}, aborted), "") << "held without stall";
  DmaResult silent = aborted;
  silent.outcome.event.reset();
  EXPECT_NE(WhyDmaIsWrong(before, {3, 1, 0}, silent), "") << "a fate without event";
  silent.fate.reset();
  EXPECT_EQ(WhyDmaIsWrong(before, {3, 1, 0}, silent), "");
  EXPECT_NE(WhyDmaIsWrong(before, {4, 1, 0}, silent), "") << "a record of nothing";
  DmaResult stalled = aborted;
  stalled.outcome.verdict = Verdict::kStall;
  stalled.stag = 0;
  EXPECT_EQ(WhyDmaIsWrong(before, {4, 2, 0}, stalled), "");
  EXPECT_NE(WhyDmaIsWrong(before, {4, 1, 0}, stalled), "") << "a stall that left";
  stalled.outcome.verdict = Verdict::kAbort;
  EXPECT_NE(WhyDmaIsWrong(before, {4, 1, 0}, stalled), "") << "a STAG without stall";
}

}  // namespace
}  // namespace quiesce
