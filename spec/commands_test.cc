#include "spec/commands.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

using Words = std::array<std::uint64_t, 2>;

TEST(Commands, ConfigurationInvalidation) {
  auto ste = With<"StreamID">(NewCommand<Concrete, Opcode::CFGI_STE>(), 0x100);
  EXPECT_EQ(RawWords(With<"Leaf">(ste, 1)), (Words{0x0000'0100'0000'0003, 1}));
  const auto all = With<"Range">(NewCommand<Concrete, Opcode::CFGI_STE_RANGE>(), 31);
  EXPECT_EQ(RawWords(all), (Words{4, 31}));
}

TEST(Commands, RangeInvalidation) {
  auto c = NewCommand<Concrete, Opcode::TLBI_NH_VA>();
  c = With<"VMID">(With<"ASID">(c, 0x22), 0x11);
  c = With<"NUM">(With<"SCALE">(c, 3), 31);
  c = With<"TG">(With<"TTL">(With<"Leaf">(c, 1), 3), 1);
  c = WithAddr<"Address">(c, Bits<Concrete, 64>(0xFFFF'0000'0020'0000));
  EXPECT_EQ(RawWords(c), (Words{0x0022'0011'0031'F012, 0xFFFF'0000'0020'0701}));
}

TEST(Commands, SyncWithMsi) {
  auto c = With<"CS">(NewCommand<Concrete, Opcode::SYNC>(), 1);
  c = With<"MSH">(With<"MSIAttr">(c, 0xF), 3);
  c = With<"MSIData">(c, 0xDEAD'BEEF);
  c = WithAddr<"MSIAddress">(c, Bits<Concrete, 64>(0x4000'1004));
  EXPECT_EQ(RawWords(c), (Words{0xDEAD'BEEF'0FC0'1046, 0x4000'1004}));
}

TEST(Commands, StallAndAts) {
  auto resume = With<"StreamID">(NewCommand<Concrete, Opcode::RESUME>(), 7);
  resume = With<"STAG">(With<"Ac">(resume, 1), 0x8001);
  EXPECT_EQ(RawWords(resume), (Words{0x0000'0007'0000'1044, 0x8001}));
  const auto inv = With<"Size">(NewCommand<Concrete, Opcode::ATC_INV>(), 52);
  EXPECT_EQ(RawWords(inv), (Words{0x40, 52}));
  const auto resp = With<"Resp">(NewCommand<Concrete, Opcode::PRI_RESP>(), 2);
  EXPECT_EQ(RawWords(With<"PRGIndex">(resp, 0x1FF)), (Words{0x41, 0x21FF}));
}

TEST(Commands, OptionsThatCommandsNeed) {
  EXPECT_EQ(SpecOf(Opcode::TLBI_S12_VMALL).needs, Needs::kStage2);
  EXPECT_EQ(SpecOf(Opcode::TLBI_NSNH_ALL).needs, Needs::kNothing);
  EXPECT_EQ(SpecOf(Opcode::CFGI_CD).needs, Needs::kStage1);
  EXPECT_EQ(SpecOf(Opcode::CFGI_STE).needs, Needs::kNothing);
  EXPECT_EQ(SpecOf(Opcode::TLBI_SNH_ALL).needs, Needs::kSecureQueue);
  EXPECT_EQ(FindCommand(0x00), nullptr);
  EXPECT_EQ(FindCommand(0x47), nullptr);
}

}  // namespace
}  // namespace quiesce
