#include "reports/decode/kinds.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

TEST(Kinds, NamesMatchWithoutCaseAndPrefix) {
  EXPECT_EQ(KindNamed("ste")->name, "STE");
  EXPECT_EQ(KindNamed("SMMU_cr0")->name, "CR0");
  EXPECT_EQ(KindNamed("CMD_SYNC")->name, "CMD_SYNC");
  EXPECT_EQ(KindNamed("sync")->name, "CMD_SYNC");
  EXPECT_EQ(KindNamed("f_translation")->bits, 256u);
  EXPECT_FALSE(KindNamed("0x2"));
  EXPECT_FALSE(KindNamed(""));
}

TEST(Kinds, AtosResultIsReadByItsFaultBit) {
  const DecodeKind par = *KindNamed("GATOS_PAR");
  const std::uint64_t good[] = {0xFF00'0000'4321'0B00};
  const std::uint64_t fault[] = {0x0000'0000'4321'0101};
  EXPECT_EQ(par(good).fields.back().spec.name, "ATTR");
  EXPECT_EQ(par(fault).fields[2].spec.name, "FAULTCODE");
  EXPECT_EQ(par(fault).fields[2].value, 0x10u);
}

TEST(Kinds, EveryFormatIsReachableByName) {
  for (const FormatSpec* f : AllFormats()) EXPECT_TRUE(KindNamed(f->name)) << f->name;
}

}  // namespace
}  // namespace quiesce
