// The permission tables of DDI 0487 D8.4, written out as printed and compared exhaustively.
#include "oracles/naive/permissions.h"

#include <gtest/gtest.h>

#include <string_view>

namespace quiesce::naive {
namespace {

constexpr std::uint64_t kXn = std::uint64_t{1} << 54;  // UXN with two levels
constexpr std::uint64_t kPxn = std::uint64_t{1} << 53;
constexpr std::uint64_t kDbm = std::uint64_t{1} << 51;
constexpr std::uint64_t kAp2 = 1 << 7;
constexpr std::uint64_t kAp1 = 1 << 6;

// R, W, X: privileged; r, w, x: unprivileged. A WXN permission is an absent X or x.
std::string Letters(const Stage1Permissions& p) {
  std::string s;
  if (p.priv_read) s += 'R';
  if (p.priv_write) s += 'W';
  if (p.priv_execute) s += 'X';
  if (p.unpriv_read) s += 'r';
  if (p.unpriv_write) s += 'w';
  if (p.unpriv_execute) s += 'x';
  return s;
}

struct Row {
  int uxn;
  int pxn;
  int ap;   ///< AP[2:1]
  int wxn;  ///< 2 is x: either
  std::string_view permissions;
};

// Table D8-65.
constexpr Row kTwoLevels[] = {
    {0, 0, 0, 0, "RWXx"}, {0, 0, 0, 1, "RWx"},  {0, 0, 1, 0, "RWrwx"}, {0, 0, 1, 1, "RWrw"},
    {0, 0, 2, 2, "RXx"},  {0, 0, 3, 2, "RXrx"}, {0, 1, 0, 2, "RWx"},   {0, 1, 1, 0, "RWrwx"},
    {0, 1, 1, 1, "RWrw"}, {0, 1, 2, 2, "Rx"},   {0, 1, 3, 2, "Rrx"},   {1, 0, 0, 0, "RWX"},
    {1, 0, 0, 1, "RW"},   {1, 0, 1, 2, "RWrw"}, {1, 0, 2, 2, "RX"},    {1, 0, 3, 2, "RXr"},
    {1, 1, 0, 2, "RW"},   {1, 1, 1, 2, "RWrw"}, {1, 1, 2, 2, "R"},     {1, 1, 3, 2, "Rr"},
};

std::uint64_t Leaf(int uxn, int pxn, int ap) {
  return (uxn != 0 ? kXn : 0) | (pxn != 0 ? kPxn : 0) | static_cast<std::uint64_t>(ap) << 6;
}

TEST(Stage1Permitted, IsTableD865WithTwoLevels) {
  int checked = 0;
  for (const Row& row : kTwoLevels) {
    for (int wxn = 0; wxn < 2; ++wxn) {
      if (row.wxn != 2 && row.wxn != wxn) continue;
      ++checked;
      for (const Regime regime : {Regime::kEl1, Regime::kEl2E2h}) {
        EXPECT_EQ(
            Letters(Stage1Permitted(regime, Leaf(row.uxn, row.pxn, row.ap), {}, wxn != 0, false)),
            row.permissions)
            << row.uxn << row.pxn << row.ap << wxn;
      }
    }
  }
  EXPECT_EQ(checked, 32);
}

// Table D8-66: XN, AP[2], WXN.
constexpr Row kOneLevel[] = {
    {0, 0, 0, 0, "RWX"}, {0, 0, 0, 1, "RW"}, {0, 0, 2, 2, "RX"},
    {1, 0, 0, 2, "RW"},  {1, 0, 2, 2, "R"},
};

TEST(Stage1Permitted, IsTableD866WithOneLevelWhateverAp1AndPxn) {
  int checked = 0;
  for (const Row& row : kOneLevel) {
    for (int rest = 0; rest < 8; ++rest) {
      const int wxn = rest & 1;
      if (row.wxn != 2 && row.wxn != wxn) continue;
      ++checked;
      const std::uint64_t leaf = Leaf(row.uxn, rest & 2, row.ap | (rest >> 2));
      EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl2, leaf, {}, wxn != 0, false)), row.permissions);
    }
  }
  EXPECT_EQ(checked, 32);
}

TEST(Stage1Permitted, AppliesApTableAsTableD864) {
  // RW at both levels, never executable.
  constexpr std::uint64_t leaf = kAp1 | kXn | kPxn;
  const auto with = [&](bool bit1, bool bit0) {
    return Letters(Stage1Permitted(Regime::kEl1, leaf, {bit0, bit1, false, false}, false, false));
  };
  EXPECT_EQ(with(false, false), "RWrw");
  EXPECT_EQ(with(false, true), "RW");
  EXPECT_EQ(with(true, false), "Rr");
  EXPECT_EQ(with(true, true), "R");
}

TEST(Stage1Permitted, AppliesTheExecuteNeverTableBits) {
  const auto with = [](Regime regime, bool uxn, bool pxn) {
    return Letters(Stage1Permitted(regime, kAp2, {false, false, uxn, pxn}, false, false));
  };
  EXPECT_EQ(with(Regime::kEl1, false, false), "RXx");
  EXPECT_EQ(with(Regime::kEl1, true, false), "RX");
  EXPECT_EQ(with(Regime::kEl1, false, true), "Rx");
  EXPECT_EQ(with(Regime::kEl2, true, false), "R");
  EXPECT_EQ(with(Regime::kEl2, false, true), "RX");  // PXNTable is RES0
}

TEST(Stage1Permitted, IgnoresApTable0InEl2) {
  EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl2, 0, {true, false, false, false}, false, false)),
            "RWX");
}

TEST(Stage1Permitted, RemovingUnprivilegedWriteGivesBackPrivilegedExecute) {
  EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl1, kAp1, {}, false, false)), "RWrwx");
  EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl1, kAp1, {true, false, false, false}, false, false)),
            "RWXx");
}

TEST(Stage1Permitted, TreatsWritableCleanAsWritable) {
  constexpr std::uint64_t clean = kDbm | kAp2 | kAp1;
  EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl1, clean, {}, false, false)), "RXrx");
  EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl1, clean, {}, false, true)), "RWrwx");  // R_NKLQN
  EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl1, clean, {}, true, true)), "RWrw");    // R_RTTLCV
  EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl2, clean, {}, true, true)), "RW");
  // APTable removed the write: not writable-clean.
  EXPECT_EQ(Letters(Stage1Permitted(Regime::kEl1, clean, {false, true, false, false}, true, true)),
            "RXrx");
}

Access Make(Direction direction, bool privileged, bool instruction = false) {
  return {0, direction, privileged, instruction};
}

TEST(CheckStage1, SelectsThePermissionByDirectionAndPrivilege) {
  const Stage1Permissions p{true, true, false, true, false, true};  // RW-r-x
  const auto permits = [&](const Access& a) {
    return CheckStage1(Regime::kEl1, p, false, a).permitted;
  };
  EXPECT_TRUE(permits(Make(Direction::kRead, true)));
  EXPECT_TRUE(permits(Make(Direction::kWrite, true)));
  EXPECT_TRUE(permits(Make(Direction::kAtomic, true)));
  EXPECT_FALSE(permits(Make(Direction::kRead, true, true)));
  EXPECT_TRUE(permits(Make(Direction::kRead, false)));
  EXPECT_FALSE(permits(Make(Direction::kWrite, false)));
  EXPECT_FALSE(permits(Make(Direction::kAtomic, false)));
  EXPECT_TRUE(permits(Make(Direction::kRead, false, true)));
}

TEST(CheckStage1, TreatsWritesAndAtomicsAsData) {
  const Stage1Permissions p{false, false, true, false, false, true};  // execute only
  EXPECT_TRUE(CheckStage1(Regime::kEl1, p, false, Make(Direction::kRead, true, true)).permitted);
  EXPECT_FALSE(CheckStage1(Regime::kEl1, p, false, Make(Direction::kWrite, true, true)).permitted);
  EXPECT_FALSE(CheckStage1(Regime::kEl1, p, false, Make(Direction::kAtomic, true, true)).permitted);
}

TEST(CheckStage1, PanStopsPrivilegedDataOnly) {
  const Stage1Permissions user{true, false, true, true, false, true};
  const auto permits = [&](Regime regime, const Access& a) {
    return CheckStage1(regime, user, true, a).permitted;
  };
  EXPECT_FALSE(permits(Regime::kEl1, Make(Direction::kRead, true)));
  EXPECT_FALSE(permits(Regime::kEl2E2h, Make(Direction::kRead, true)));
  EXPECT_TRUE(permits(Regime::kEl2, Make(Direction::kRead, true)));
  EXPECT_TRUE(permits(Regime::kEl1, Make(Direction::kRead, true, true)));
  EXPECT_TRUE(permits(Regime::kEl1, Make(Direction::kRead, false)));
  const Stage1Permissions kernel{true, true, true, false, false, false};
  EXPECT_TRUE(CheckStage1(Regime::kEl1, kernel, true, Make(Direction::kWrite, true)).permitted);
}

TEST(CheckStage1, El2HasNoUnprivilegedAccess) {
  const Stage1Permissions p{true, true, true, false, false, false};
  EXPECT_TRUE(CheckStage1(Regime::kEl2, p, false, Make(Direction::kWrite, false)).permitted);
  EXPECT_TRUE(CheckStage1(Regime::kEl2, p, false, Make(Direction::kRead, false, true)).permitted);
}

// Table D8-76: none, RO, WO, RW.
TEST(Stage2Permitted, IsTableD876) {
  for (std::uint64_t s2ap = 0; s2ap < 4; ++s2ap) {
    const Stage2Permissions p = Stage2Permitted(s2ap << 6, true, false);
    EXPECT_EQ(p.read, s2ap == 1 || s2ap == 3);
    EXPECT_EQ(p.write, s2ap == 2 || s2ap == 3);
  }
}

TEST(Stage2Permitted, WritableCleanNeedsDbmAndManagement) {
  EXPECT_FALSE(Stage2Permitted(kDbm, true, false).write);
  EXPECT_TRUE(Stage2Permitted(kDbm, true, true).write);
  EXPECT_FALSE(Stage2Permitted(0, true, true).write);
}

// Tables D8-77 and D8-78, columns EL1 and EL0.
TEST(Stage2Permitted, IsTablesD877AndD878) {
  const auto execute = [](bool xn1, bool xn0, bool xnx) {
    const Stage2Permissions p = Stage2Permitted((xn1 ? kXn : 0) | (xn0 ? kPxn : 0), xnx, false);
    return std::pair(p.priv_execute, p.unpriv_execute);
  };
  EXPECT_EQ(execute(false, false, true), std::pair(true, true));
  EXPECT_EQ(execute(false, true, true), std::pair(false, true));
  EXPECT_EQ(execute(true, false, true), std::pair(false, false));
  EXPECT_EQ(execute(true, true, true), std::pair(true, false));
  for (const bool xn0 : {false, true}) {
    EXPECT_EQ(execute(false, xn0, false), std::pair(true, true));
    EXPECT_EQ(execute(true, xn0, false), std::pair(false, false));
  }
}

TEST(CheckStage2, AnAtomicThatMayOnlyWriteMissesTheRead) {
  Stage2Permissions p;
  p.write = true;
  const Verdict write_only = CheckStage2(p, Make(Direction::kAtomic, true));
  EXPECT_FALSE(write_only.permitted);
  EXPECT_TRUE(write_only.only_read_missing);
  p.read = true;
  EXPECT_TRUE(CheckStage2(p, Make(Direction::kAtomic, true)).permitted);
  p.write = false;
  EXPECT_FALSE(CheckStage2(p, Make(Direction::kAtomic, true)).only_read_missing);
}

TEST(CheckStage2, ExecuteOnlyNeedsNoRead) {
  Stage2Permissions p;
  p.priv_execute = true;
  EXPECT_TRUE(CheckStage2(p, Make(Direction::kRead, true, true)).permitted);
  EXPECT_FALSE(CheckStage2(p, Make(Direction::kRead, false, true)).permitted);
  EXPECT_FALSE(CheckStage2(p, Make(Direction::kRead, true)).permitted);
}

}  // namespace
}  // namespace quiesce::naive
