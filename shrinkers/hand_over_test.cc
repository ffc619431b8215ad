// Planted bugs: each is a condition on the hand-over, and the exact minimum is known.
#include "shrinkers/hand_over.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "shrinkers/scenario.h"
#include "shrinkers/search.h"

namespace quiesce {
namespace {

const Scenario& CrashOf(const HandOverCase& c) { return std::get<Scenario>(c.hand_over.crashed); }

template <class C>
bool Corrupted(const HandOverCase& c) {
  return std::ranges::any_of(CrashOf(c).corruptions,
                             [](const Corruption& k) { return std::holds_alternative<C>(k); });
}
bool Acts(const HandOverCase& c, ActionKind kind) {
  return std::ranges::find(c.hand_over.schedule.actions, kind, &Action::kind) !=
         c.hand_over.schedule.actions.end();
}
bool Calls(const HandOverCase& c, CallKind kind) {
  return std::ranges::find(c.hand_over.calls, kind, &DriverCall::kind) != c.hand_over.calls.end();
}

struct Planted {
  const char* name;
  bool (*fails)(const HandOverCase&);
  HandOverSize size;        ///< of the minimum
  std::size_t devices = 0;  ///< of the minimum
  std::size_t cuts = 0;     ///< left in its scenario
};

constexpr Planted kPlanted[] = {
    {"a Span that lies", Corrupted<LieSpan>, {1, 1}, 0, 1},
    {"two corruptions together",
     [](const HandOverCase& c) { return Corrupted<FlipSteBit>(c) && Corrupted<LieLog2Size>(c); },
     {2, 1},
     0,
     2},
    {"an injected fault",
     [](const HandOverCase& c) { return !c.hand_over.schedule.faults.empty(); },
     {0, 2}},
    {"service failure",
     [](const HandOverCase& c) { return Acts(c, ActionKind::kFailService); },
     {0, 2}},
    {"a store by another, and a map",
     [](const HandOverCase& c) {
       return Acts(c, ActionKind::kCorrupt) && Calls(c, CallKind::kMap);
     },
     {1, 3},
     1},
    {"a store by another while a device is first used",
     [](const HandOverCase& c) {
       const auto& calls = c.hand_over.calls;
       return std::ranges::any_of(c.hand_over.schedule.actions, [&](const Action& a) {
         return a.kind == ActionKind::kCorrupt && a.when.call < calls.size() &&
                calls[a.when.call].kind == CallKind::kFirstUse;
       });
     },
     {1, 3},
     1},
    {"two transactions of one device",
     [](const HandOverCase& c) {
       return std::ranges::any_of(c.hand_over.devices,
                                  [](const HandOverDevice& d) { return d.in_flight.size() >= 2; });
     },
     {0, 1},
     1},
    {"two devices, the second used first",
     [](const HandOverCase& c) {
       const auto& calls = c.hand_over.calls;
       const auto use = std::ranges::find(calls, CallKind::kFirstUse, &DriverCall::kind);
       return use != calls.end() && use->device == 1;
     },
     {0, 2},
     2},
    {"a stale cache entry",
     [](const HandOverCase& c) {
       return std::ranges::any_of(c.hand_over.caches,
                                  [](const WarmEntry& w) { return !w.then.empty(); });
     },
     {1, 1}},
    {"a shutdown with a bypass stream",
     [](const HandOverCase& c) {
       return Calls(c, CallKind::kShutdown) &&
              std::ranges::find(CrashOf(c).streams, SteKind::kBypass, &Stream::kind) !=
                  CrashOf(c).streams.end();
     },
     {0, 2},
     0,
     1},
    {"torn fetches", [](const HandOverCase& c) { return c.choices.timing_seed != 0; }, {0, 1}},
};

HandOverCase FirstWith(const Planted& planted) {
  for (std::uint64_t seed = 0;; ++seed) {
    HandOverCase c = DrawHandOverCase(seed, kWildHandOvers);
    if (planted.fails(c)) return c;
  }
}

TEST(ShrinkHandOver, ReachesTheExactMinimumWithin500Executions) {
  for (const Planted& planted : kPlanted) {
    const auto shrunk = Shrink(FirstWith(planted), {.executions = 500}, SmallerHandOvers,
                               planted.fails, [](const HandOverCase&) {});
    EXPECT_FALSE(shrunk.exhausted) << planted.name;
    EXPECT_TRUE(planted.fails(shrunk.value)) << planted.name;
    EXPECT_EQ(SizeOf(shrunk.value.hand_over), planted.size) << planted.name;
    EXPECT_EQ(shrunk.value.hand_over.devices.size(), planted.devices) << planted.name;
    EXPECT_EQ(CutsLeft(CrashOf(shrunk.value)), planted.cuts) << planted.name;
  }
}

TEST(SmallerHandOvers, NoneIsTheCaseItselfAndAllCanRun) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const HandOverCase c = DrawHandOverCase(seed, kWildHandOvers);
    for (const HandOverCase& smaller : SmallerHandOvers(c)) {
      EXPECT_NE(smaller, c);
      const HandOver& h = smaller.hand_over;
      ASSERT_FALSE(h.calls.empty());
      EXPECT_EQ(h.calls[0].kind, CallKind::kProbe);
      for (const Action& a : h.schedule.actions) {
        if (a.kind != ActionKind::kDma) continue;
        ASSERT_LT(a.device, h.devices.size());
        ASSERT_LT(a.n, h.devices[a.device].in_flight.size());
      }
    }
  }
}

}  // namespace
}  // namespace quiesce
