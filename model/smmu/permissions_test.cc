#include "model/smmu/permissions.h"

#include <gtest/gtest.h>

#include <string>

namespace quiesce {
namespace {

constexpr std::uint64_t kPxn = std::uint64_t{1} << 53;
constexpr std::uint64_t kUxn = std::uint64_t{1} << 54;
constexpr std::uint64_t kDbm = std::uint64_t{1} << 51;

constexpr std::uint64_t Ap(std::uint64_t ap21) { return ap21 << 6; }

std::string Text(const Permissions& p) {
  return std::string(p.read() ? "r" : "-") + (p.write() ? "w" : "-") + (p.execute() ? "x" : "-");
}

struct Stage1Row {
  const char* what;
  std::uint64_t descriptor, tables;
  Stage1Controls controls;
  const char* privileged;
  const char* unprivileged;
};

constexpr Stage1Controls kPan{.pan = true};
constexpr Stage1Controls kWxn{.wxn = true};
constexpr Stage1Controls kHd{.hardware_dirty = true};
constexpr Stage1Controls kEl2{.single_privilege = true};
constexpr Stage1Controls kEl2Wxn{.single_privilege = true, .wxn = true};

const Stage1Row kStage1Rows[] = {
    {"AP 00", Ap(0), 0, {}, "rwx", "--x"},
    {"AP 01: unprivileged write removes privileged execute", Ap(1), 0, {}, "rw-", "rwx"},
    {"AP 10", Ap(2), 0, {}, "r-x", "--x"},
    {"AP 11", Ap(3), 0, {}, "r-x", "r-x"},
    {"PXN", Ap(3) | kPxn, 0, {}, "r--", "r-x"},
    {"UXN", Ap(3) | kUxn, 0, {}, "r-x", "r--"},
    {"APTable 01 removes unprivileged access", Ap(1), kApTableNoUnprivileged, {}, "rwx", "--x"},
    {"APTable 10 removes write", Ap(1), kApTableReadOnly, {}, "r-x", "r-x"},
    {"APTable 11", Ap(1), kApTableNoUnprivileged | kApTableReadOnly, {}, "r-x", "--x"},
    {"PXNTable", Ap(3), kPxnTable, {}, "r--", "r-x"},
    {"UXNTable", Ap(3), kXnTable, {}, "r-x", "r--"},
    {"PAN bars privileged data", Ap(3), 0, kPan, "--x", "r-x"},
    {"PAN leaves pages without unprivileged access", Ap(0), 0, kPan, "rwx", "--x"},
    {"PAN after APTable", Ap(3), kApTableNoUnprivileged, kPan, "r-x", "--x"},
    {"WXN", Ap(0), 0, kWxn, "rw-", "--x"},
    {"WXN, unprivileged", Ap(1), 0, kWxn, "rw-", "rw-"},
    {"WXN leaves read-only pages", Ap(3), 0, kWxn, "r-x", "r-x"},
    {"DBM without HD", Ap(3) | kDbm, 0, {}, "r-x", "r-x"},
    {"writable-clean counts as writable", Ap(3) | kDbm, 0, kHd, "rw-", "rwx"},
    {"APTable beats DBM", Ap(3) | kDbm, kApTableReadOnly, kHd, "r-x", "r-x"},
    {"EL2 ignores AP[1]", Ap(0), 0, kEl2, "rwx", "rwx"},
    {"EL2 read-only", Ap(2), 0, kEl2, "r-x", "r-x"},
    {"EL2 XN is bit 54", Ap(1) | kUxn, 0, kEl2, "rw-", "rw-"},
    {"EL2 ignores bit 53", Ap(1) | kPxn, 0, kEl2, "rwx", "rwx"},
    {"EL2 ignores APTable[0] and PXNTable", Ap(1), kApTableNoUnprivileged | kPxnTable, kEl2, "rwx",
     "rwx"},
    {"EL2 XNTable, APTable[1]", Ap(1), kApTableReadOnly | kXnTable, kEl2, "r--", "r--"},
    {"EL2 WXN", Ap(1), 0, kEl2Wxn, "rw-", "rw-"},
};

TEST(PermissionsTest, Stage1) {
  for (const Stage1Row& r : kStage1Rows) {
    EXPECT_EQ(Text(Stage1Permissions(r.descriptor, r.tables, r.controls, true)), r.privileged)
        << r.what;
    EXPECT_EQ(Text(Stage1Permissions(r.descriptor, r.tables, r.controls, false)), r.unprivileged)
        << r.what;
  }
}

struct Stage2Row {
  std::uint64_t s2ap, xn;
  const char* plain;         // without XNX
  const char* privileged;    // with XNX
  const char* unprivileged;  // with XNX
};

const Stage2Row kStage2Rows[] = {
    {0, 0, "--x", "--x", "--x"}, {1, 0, "r-x", "r-x", "r-x"}, {2, 0, "-wx", "-wx", "-wx"},
    {3, 0, "rwx", "rwx", "rwx"}, {3, 1, "rwx", "rw-", "rwx"}, {3, 2, "rw-", "rw-", "rw-"},
    {3, 3, "rw-", "rwx", "rw-"},
};

TEST(PermissionsTest, Stage2) {
  for (const Stage2Row& r : kStage2Rows) {
    const std::uint64_t d = r.s2ap << 6 | r.xn << 53;
    EXPECT_EQ(Text(Stage2Permissions(d, false, false, true)), r.plain) << r.s2ap << r.xn;
    EXPECT_EQ(Text(Stage2Permissions(d, false, false, false)), r.plain) << r.s2ap << r.xn;
    EXPECT_EQ(Text(Stage2Permissions(d, true, false, true)), r.privileged) << r.s2ap << r.xn;
    EXPECT_EQ(Text(Stage2Permissions(d, true, false, false)), r.unprivileged) << r.s2ap << r.xn;
  }
}

TEST(PermissionsTest, Stage2WritableCleanIsWritableOnlyWithHardwareDirty) {
  const std::uint64_t clean = 1 << 6 | kDbm;
  EXPECT_EQ(Text(Stage2Permissions(clean, false, false, false)), "r-x");
  EXPECT_EQ(Text(Stage2Permissions(clean, false, true, false)), "rwx");
}

TEST(PermissionsTest, AnAtomicNeedsReadAndWrite) {
  const Demand atomic{.read = true, .write = true};
  EXPECT_FALSE(Covers({true, false, true}, atomic));
  EXPECT_FALSE(Covers({false, true, true}, atomic));
  EXPECT_TRUE(Covers({true, true, false}, atomic));
}

TEST(PermissionsTest, AnInstructionReadNeedsExecuteOnly) {
  EXPECT_TRUE(Covers({false, false, true}, {.execute = true}));
  EXPECT_FALSE(Covers({true, true, false}, {.execute = true}));
}

}  // namespace
}  // namespace quiesce
