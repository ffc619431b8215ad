#include "model/smmu/queue/command_decode.h"

#include <gtest/gtest.h>

#include "model/smmu/queue/testing/queue_fixture.h"

namespace quiesce {
namespace {

struct Decoding : QueueFixture {
  using QueueFixture::QueueFixture;
  template <const FormatSpec& F>
  Command operator()(const Record<Concrete, F>& record) {
    return Decode(RawWords(record), regs, choices);
  }
  Command Raw(std::uint64_t low, std::uint64_t high = 0) {
    return Decode({low, high}, regs, choices);
  }
};

template <FieldName Option>
RegisterImage Without(RegisterImage ids = UsualSmmu(2)) {
  ids.Put<Reg::IDR0>(With<Option>(ids.Get<Reg::IDR0>(), 0));
  return ids;
}

const Command kIll = IllegalCommand{};
const Command kIgnored = IgnoredCommand{};

TEST(Decode, ReservedAndForeignOpcodesAreIllegal) {
  Decoding decode;
  for (const unsigned op :
       {0x00u, 0x08u, 0x14u, 0x18u, 0x1Au, 0x24u, 0x31u, 0x42u, 0x47u, 0x50u, 0x51u,
        0x52u, 0x53u, 0x58u, 0x5Au, 0x60u, 0x70u, 0x73u, 0x80u, 0x90u, 0xFFu, 0x07u}) {
    EXPECT_EQ(decode.Raw(op), kIll) << std::hex << op;
  }
}

TEST(Decode, CommandsOfAbsentOptionsAreIllegal) {
  Decoding no_s1(Without<"S1P">());
  for (const unsigned op : {0x05u, 0x06u, 0x10u, 0x11u, 0x12u, 0x13u}) {
    EXPECT_EQ(no_s1.Raw(op), kIll) << std::hex << op;
  }
  Decoding no_s2(Without<"S2P">());
  EXPECT_EQ(no_s2.Raw(0x28), kIll);
  EXPECT_EQ(no_s2.Raw(0x2A), kIll);
  Decoding no_hyp(Without<"Hyp">());
  for (const unsigned op : {0x20u, 0x21u, 0x22u, 0x23u}) EXPECT_EQ(no_hyp.Raw(op), kIll);
  EXPECT_EQ(Decoding(Without<"ATS">()).Raw(0x40), kIll);
  EXPECT_EQ(Decoding(Without<"PRI">()).Raw(0x41), kIll);
  EXPECT_NE(no_s1.Raw(0x30), kIll);
  EXPECT_NE(no_s2.Raw(0x30), kIll);
}

TEST(Decode, StallCommandsNeedTheStallModel) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR0>(With<"STALL_MODEL">(ids.Get<Reg::IDR0>(), 1));
  Decoding terminate_only(ids);
  EXPECT_EQ(terminate_only.Raw(0x44), kIll);
  EXPECT_EQ(terminate_only.Raw(0x45), kIll);
}

TEST(Decode, SecureStreamsAreIllegal) {
  Decoding decode;
  for (const unsigned op : {0x01u, 0x02u, 0x03u, 0x04u, 0x05u, 0x06u, 0x44u, 0x45u}) {
    EXPECT_EQ(decode.Raw(op | 1u << 10), kIll) << std::hex << op;
  }
}

TEST(Decode, ReservedBitsAreIgnoredOrIllegal) {
  Decoding decode;
  EXPECT_NE(decode.Raw(0x30 | 1u << 9), kIll);
  decode.choices = {{ChoicePoint::kReservedBits, 1}};
  EXPECT_EQ(decode.Raw(0x30 | 1u << 9), kIll);
  EXPECT_NE(decode.Raw(0x30), kIll);
}

TEST(Decode, RangeFieldsAreReservedWithoutRil) {
  Decoding v3p1(UsualSmmu(1));
  auto c = With<"NUM">(With<"TG">(NewCommand<Concrete, Opcode::TLBI_NH_VA>(), 1), 3);
  const Command command = v3p1(c);
  EXPECT_EQ(v3p1.choices.asked(ChoicePoint::kReservedBits), 1u);
  const auto& inv = std::get<Invalidation>(command);
  EXPECT_EQ(inv.address, (AddressRange{0, 0}));
  EXPECT_EQ(
      v3p1(With<"TG">(NewCommand<Concrete, Opcode::TLBI_NH_VA>(), 1)),
      Command(Invalidation{
          .opcode = Opcode::TLBI_NH_VA, .vmid = 0, .asid = 0, .address = AddressRange{0, 0}}));
}

TEST(Decode, GranuleWithoutRangeOrLevelIsIllegal) {
  Decoding decode;
  auto va = NewCommand<Concrete, Opcode::TLBI_NH_VA>();
  EXPECT_EQ(decode(With<"TG">(va, 1)), kIll);
  EXPECT_NE(decode(With<"TG">(With<"TTL">(va, 3), 1)), kIll);
  EXPECT_NE(decode(With<"TG">(With<"NUM">(va, 1), 1)), kIll);
  EXPECT_NE(decode(With<"TG">(With<"SCALE">(va, 1), 1)), kIll);
  EXPECT_EQ(decode(With<"TG">(With<"TTL">(va, 1), 2)), kIll);  // 16KB: TTL 1 acts as 0
}

TEST(Decode, RangeIsNumPlusOneTimesTwoToTheScale) {
  Decoding decode;
  auto va = NewCommand<Concrete, Opcode::TLBI_NH_VAA>();
  va = With<"TG">(With<"NUM">(With<"SCALE">(va, 4), 2), 3);  // 3 * 16 * 64 KiB
  va = WithAddr<"Address">(va, Bits<Concrete, 64>(0x7'0000'0000));
  EXPECT_EQ(std::get<Invalidation>(decode(va)).address,
            (AddressRange{0x7'0000'0000, 0x7'002F'FFFF, 16, 0, false}));
  va = WithAddr<"Address">(va, Bits<Concrete, 64>(0x7'0000'1000));
  EXPECT_TRUE(std::get<Invalidation>(decode(va)).address->unpredictable);
}

TEST(Decode, RangeEndsAtTheTopOfTheAddressSpace) {
  Decoding decode;
  auto va = NewCommand<Concrete, Opcode::TLBI_NH_VAA>();
  va = With<"TG">(With<"NUM">(With<"SCALE">(va, 31), 31), 1);
  va = WithAddr<"Address">(va, Bits<Concrete, 64>(0xFFFF'FFFF'FFFF'F000));
  EXPECT_EQ(std::get<Invalidation>(decode(va)).address->last, ~std::uint64_t{0});
}

TEST(Decode, VmidIsMatchedOnlyWithStage2) {
  Decoding decode;
  const auto c = With<"VMID">(NewCommand<Concrete, Opcode::TLBI_NH_ALL>(), 5);
  EXPECT_EQ(decode(c), Command(Invalidation{.opcode = Opcode::TLBI_NH_ALL, .vmid = 5}));
  Decoding no_s2(Without<"S2P">());
  EXPECT_EQ(no_s2(c), kIgnored);  // CU-35
  no_s2.choices = {{ChoicePoint::kTlbiReservedId, 1}};
  EXPECT_EQ(no_s2(c), Command(Invalidation{.opcode = Opcode::TLBI_NH_ALL}));
}

TEST(Decode, El2CommandsFollowE2h) {
  Decoding decode;
  decode.SetCr0(0);
  const auto c = With<"ASID">(NewCommand<Concrete, Opcode::TLBI_EL2_VA>(), 5);
  EXPECT_EQ(std::get<Invalidation>(decode(c)).asid, std::nullopt);
  decode.WriteAndComplete(0x2C, 1);
  EXPECT_TRUE(std::get<Invalidation>(decode(c)).e2h);
  EXPECT_EQ(std::get<Invalidation>(decode(c)).asid, 5);
}

TEST(Decode, SteRangeDropsLowStreamIdBits) {
  Decoding decode;
  auto c = With<"StreamID">(NewCommand<Concrete, Opcode::CFGI_STE_RANGE>(), 0x1237);
  EXPECT_EQ(decode(With<"Range">(c, 3)),
            Command(Invalidation{
                .opcode = Opcode::CFGI_STE_RANGE, .stream_id = 0x1230, .stream_log2 = 4}));
  EXPECT_EQ(decode(With<"Range">(With<"StreamID">(c, 0xFFFFFFFF), 31)),
            Command(Invalidation{.opcode = Opcode::CFGI_STE_RANGE, .stream_log2 = 32}));
}

TEST(Decode, OutOfRangeStreamIdHasNoEffectOrAnyEffect) {
  Decoding decode;
  const auto c = With<"StreamID">(NewCommand<Concrete, Opcode::CFGI_STE>(), 0x10000);
  EXPECT_EQ(decode(c), kIgnored);
  decode.choices = {{ChoicePoint::kCommandOutOfRange, 1}, {ChoicePoint::kCommandOutOfRange, 0x42}};
  EXPECT_EQ(decode(c), Command(Invalidation{.opcode = Opcode::CFGI_STE, .stream_id = 0x42}));
}

TEST(Decode, AtcInvalidationIsAlignedToItsSpan) {
  Decoding decode;
  auto c = With<"StreamID">(NewCommand<Concrete, Opcode::ATC_INV>(), 7);
  c = WithAddr<"Address">(With<"Size">(c, 2), Bits<Concrete, 64>(0x7000));
  EXPECT_EQ(decode(c), Command(AtcInvalidation{7, std::nullopt, false, 0x4000, 0x7FFF}));
  EXPECT_EQ(decode(With<"Size">(c, 52)),
            Command(AtcInvalidation{7, std::nullopt, false, 0, ~std::uint64_t{0}}));
  EXPECT_EQ(decode(With<"Size">(c, 53)), kIll);
  decode.SetCr0(kCr0Cmdqen);
  EXPECT_EQ(decode(c), kIgnored);
}

TEST(Decode, IllegalGoesBeforeIgnored) {
  Decoding decode;
  decode.SetCr0(kCr0Cmdqen);
  const auto c = With<"Resp">(NewCommand<Concrete, Opcode::PRI_RESP>(), 3);
  EXPECT_EQ(decode(c), kIll);
  EXPECT_EQ(decode(With<"Resp">(c, 2)), kIgnored);
}

TEST(Decode, PriResponseCodes) {
  Decoding decode;
  auto c = With<"PRGIndex">(NewCommand<Concrete, Opcode::PRI_RESP>(), 0x1FF);
  EXPECT_EQ(decode(With<"Resp">(c, 0)),
            Command(PrgResponse{0, std::nullopt, 0x1FF, PrgResponseCode::kFailure}));
  EXPECT_EQ(decode(With<"Resp">(c, 1)),
            Command(PrgResponse{0, std::nullopt, 0x1FF, PrgResponseCode::kInvalidRequest}));
  EXPECT_EQ(decode(With<"Resp">(c, 2)),
            Command(PrgResponse{0, std::nullopt, 0x1FF, PrgResponseCode::kSuccess}));
}

TEST(Decode, TermModelForcesAbort) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR0>(With<"TERM_MODEL">(ids.Get<Reg::IDR0>(), 1));
  const auto c = With<"STAG">(NewCommand<Concrete, Opcode::RESUME>(), 5);
  EXPECT_EQ(Decoding()(c), Command(Resume{0, 5, false, false}));
  EXPECT_EQ(Decoding(ids)(c), Command(Resume{0, 5, false, true}));
}

TEST(Decode, SyncSignals) {
  Decoding decode;
  auto c = WithAddr<"MSIAddress">(NewCommand<Concrete, Opcode::SYNC>(), Bits<Concrete, 64>(0x100));
  EXPECT_EQ(decode(c), Command(Sync{Sync::Signal::kNone, 0, 0}));
  EXPECT_EQ(decode(With<"CS">(c, 1)), Command(Sync{Sync::Signal::kInterrupt, 0x100, 0}));
  EXPECT_EQ(decode(With<"CS">(c, 2)), Command(Sync{Sync::Signal::kNone, 0, 0}));  // no IDR0.SEV
  EXPECT_EQ(decode(With<"CS">(c, 3)), kIll);
}

}  // namespace
}  // namespace quiesce
