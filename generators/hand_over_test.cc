#include "generators/hand_over.h"

#include <gtest/gtest.h>

#include <set>

namespace quiesce {
namespace {

constexpr std::uint64_t kCases = 1500;

HandOver Drawn(std::uint64_t index, const HandOverOptions& options) {
  return DrawHandOverCase(CaseSeed(1, "hand-over", index), options).hand_over;
}

const Scenario& CrashOf(const HandOver& h) { return std::get<Scenario>(h.crashed); }

TEST(DrawHandOver, IsAFunctionOfTheSeed) {
  EXPECT_EQ(DrawHandOverCase(7, kWildHandOvers), DrawHandOverCase(7, kWildHandOvers));
  EXPECT_NE(DrawHandOverCase(7, kWildHandOvers), DrawHandOverCase(8, kWildHandOvers));
}

TEST(DrawHandOver, IsCleanByDefault) {
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const HandOver h = Drawn(i, {});
    const Scenario& s = CrashOf(h);
    EXPECT_TRUE(s.corruptions.empty());
    EXPECT_TRUE(h.schedule == Schedule());
    EXPECT_EQ(h.devices.size(), s.streams.size());
    for (const WarmEntry& w : h.caches) EXPECT_TRUE(w.then.empty());
    EXPECT_TRUE(IsWellFormed(h));
  }
}

std::size_t PartsOf(const HandOver& h) {
  const Scenario& s = CrashOf(h);
  std::size_t parts = s.streams.size() + s.corruptions.size() + h.devices.size();
  for (const Stream& stream : s.streams) {
    for (const Substream& sub : stream.substreams) parts += sub.table.mappings.size();
  }
  return parts;
}

std::size_t PartsOfAll(unsigned size) {
  HandOverOptions options = kWildHandOvers;
  options.size = size;
  std::size_t parts = 0;
  for (std::uint64_t i = 0; i < kCases; ++i) parts += PartsOf(Drawn(i, options));
  return parts;
}

TEST(DrawHandOver, GrowsWithTheSize) {
  const std::size_t tiny = PartsOfAll(0);
  const std::size_t usual = PartsOfAll(40);
  const std::size_t large = PartsOfAll(100);
  EXPECT_LT(tiny, usual * 9 / 10);
  EXPECT_LT(usual, large * 9 / 10);
}

TEST(DrawHandOver, ActionsAscendAndNameWhatIsThere) {
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const HandOver h = Drawn(i, kWildHandOvers);
    const auto& actions = h.schedule.actions;
    for (std::size_t a = 0; a < actions.size(); ++a) {
      EXPECT_TRUE(a == 0 || actions[a - 1].when <= actions[a].when);
      if (actions[a].kind != ActionKind::kDma) continue;
      ASSERT_LT(actions[a].device, h.devices.size());
      EXPECT_LT(actions[a].n, h.devices[actions[a].device].in_flight.size());
    }
    for (const DriverCall& call : h.calls) {
      const bool of_device = call.kind != CallKind::kProbe && call.kind < CallKind::kIrq;
      EXPECT_TRUE(!of_device || call.device < h.devices.size());
    }
  }
}

TEST(DrawHandOver, WildOnesReachEverything) {
  std::set<std::size_t> corruptions;
  std::set<ActionKind> actions;
  std::set<FaultPoint> faults;
  std::set<CallKind> calls;
  std::uint64_t stale = 0;
  std::uint64_t clean = 0;
  for (std::uint64_t i = 0; i < 3 * kCases; ++i) {
    const HandOver h = Drawn(i, kWildHandOvers);
    for (const Corruption& c : CrashOf(h).corruptions) corruptions.insert(c.index());
    for (const Action& a : h.schedule.actions) actions.insert(a.kind);
    for (const InjectedFault& f : h.schedule.faults) faults.insert(f.point);
    for (const DriverCall& c : h.calls) calls.insert(c.kind);
    for (const WarmEntry& w : h.caches) stale += !w.then.empty();
    clean += IsWellFormed(h);
  }
  EXPECT_EQ(corruptions.size(), kCorruptionKinds);
  EXPECT_EQ(faults.size(), kFaultPointCount);
  EXPECT_GE(actions.size(), 5u);
  EXPECT_GE(calls.size(), 7u);
  EXPECT_GE(stale, 100u);
  EXPECT_GE(clean, 3 * kCases / 20);
}

}  // namespace
}  // namespace quiesce
