#include "spec/registers.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

TEST(Registers, NamesAreExact) {
  EXPECT_EQ(RegisterNamed("STRTAB_BASE_CFG"), Reg::STRTAB_BASE_CFG);
  EXPECT_EQ(RegisterNamed("IDR6"), Reg::IDR6);
  EXPECT_EQ(RegisterNamed("cr0"), std::nullopt);
}

TEST(Registers, EnumAndTableAgree) {
  EXPECT_EQ(SpecOf(Reg::CR0).name(), "CR0");
  EXPECT_EQ(SpecOf(Reg::GERROR_IRQ_CFG2).name(), "GERROR_IRQ_CFG2");
  EXPECT_EQ(SpecOf(Reg::PRIQ_IRQ_CFG2).name(), "PRIQ_IRQ_CFG2");
  EXPECT_EQ(SpecOf(Reg::VATOS_SEL).name(), "VATOS_SEL");
}

TEST(Registers, OffsetsReachHalves) {
  const auto low = RegisterAt(0x80);
  const auto high = RegisterAt(0x84);
  ASSERT_TRUE(low && high);
  EXPECT_EQ(low->reg, Reg::STRTAB_BASE);
  EXPECT_FALSE(low->high);
  EXPECT_EQ(high->reg, Reg::STRTAB_BASE);
  EXPECT_TRUE(high->high);
  EXPECT_EQ(RegisterAt(0x100AC)->reg, Reg::EVENTQ_CONS);
  EXPECT_FALSE(RegisterAt(0x30));  // S2PII, SMMUv3.4
  EXPECT_FALSE(RegisterAt(0xA8));  // page 0 holds no queue indexes
}

TEST(Registers, OutputQueueIndexesAreInPage1) {
  for (const Reg r : {Reg::EVENTQ_PROD, Reg::EVENTQ_CONS, Reg::PRIQ_PROD, Reg::PRIQ_CONS}) {
    EXPECT_GE(SpecOf(r).offset, 0x10000u) << SpecOf(r).name();
  }
}

// Field positions against values that drivers write.
TEST(Registers, FieldsAreWhereDriversPutThem) {
  RegisterRecord<Concrete, Reg::CR1> cr1(Bits<Concrete, 32>(0xD75));  // ISH, WB, WB, twice
  EXPECT_TRUE(Get<"TABLE_SH">(cr1) == 3 && Get<"QUEUE_SH">(cr1) == 3);
  EXPECT_TRUE(Get<"TABLE_OC">(cr1) == 1 && Get<"QUEUE_IC">(cr1) == 1);
  RegisterRecord<Concrete, Reg::STRTAB_BASE_CFG> cfg(Bits<Concrete, 32>(0x10210));
  EXPECT_TRUE(Get<"FMT">(cfg) == 1 && Get<"SPLIT">(cfg) == 8 && Get<"LOG2SIZE">(cfg) == 16);
  RegisterRecord<Concrete, Reg::GBPA> gbpa(Bits<Concrete, 32>(1u << 31 | 1u << 20));
  EXPECT_TRUE(Is<"Update">(gbpa) && Is<"ABORT">(gbpa));
}

TEST(Registers, OnlyBaseRegistersArePreset) {
  EXPECT_EQ(SpecOf(Reg::STRTAB_BASE_CFG).preset, Preset::kTables);
  EXPECT_EQ(SpecOf(Reg::CMDQ_BASE).preset, Preset::kQueues);
  EXPECT_EQ(SpecOf(Reg::CMDQ_CONS).preset, Preset::kNever);
}

}  // namespace
}  // namespace quiesce
