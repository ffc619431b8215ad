// The registers that a probe writes, in order.
#include "model/driver/reset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_format.h"
#include "model/driver/testing/driver_rig.h"

namespace quiesce {
namespace {

using testing::ElementsAre;
using testing::IsSupersetOf;
using namespace variants;

std::string At(const char* name, std::uint64_t address, unsigned extra) {
  return absl::StrFormat("%s=0x%x", name, (std::uint64_t{1} << 62) | address | extra);
}

/// Where the rig's allocator puts things: each queue aligned to its own size.
constexpr std::uint64_t kCmdq = 0x9000'0000;
constexpr std::uint64_t kEventq = 0x9000'2000;
constexpr std::uint64_t kPriq = 0x9000'4000;
constexpr std::uint64_t kTable = 0x9000'5000;

// The numbered sequence of the driver before the series.
TEST(Reset, StatusQuoWritesEveryRegisterInOrder) {
  DriverRig rig(kStatusQuo);
  ASSERT_FALSE(rig.driver.Probe());
  EXPECT_THAT(rig.port.RegisterWrites(),
              ElementsAre("GBPA=0x80100000", "CR0=0x0", "CR1=0xd75", "CR2=0x6",
                          At("STRTAB_BASE", kTable, 0), "STRTAB_BASE_CFG=0x10210",
                          At("CMDQ_BASE", kCmdq, 8), "CMDQ_PROD=0x0", "CMDQ_CONS=0x0", "CR0=0x8",
                          At("EVENTQ_BASE", kEventq, 8), "EVENTQ_PROD=0x0", "EVENTQ_CONS=0x0",
                          "CR0=0xc", At("PRIQ_BASE", kPriq, 8), "PRIQ_PROD=0x0", "PRIQ_CONS=0x0",
                          "CR0=0xe", "CR0=0x1e", "IRQ_CTRL=0x0", "GERROR_IRQ_CFG0=0x0",
                          "EVENTQ_IRQ_CFG0=0x0", "PRIQ_IRQ_CFG0=0x0", "IRQ_CTRL=0x7", "CR0=0x19"));
  EXPECT_THAT(rig.port.Commands(), ElementsAre(0x04, 0x20, 0x30));
  EXPECT_EQ(rig.port.misuse, std::vector<std::string>());
}

TEST(Reset, OutsideKdumpTheOutputQueuesStayOn) {
  DriverRig rig(kNewestVariant);
  rig.config.kdump = false;
  ASSERT_FALSE(rig.driver.Probe());
  EXPECT_EQ(rig.image.registers.Read(Reg::CR0), 0x1Fu);
  EXPECT_EQ(rig.image.registers.Read(Reg::IRQ_CTRL), 7u);
}

TEST(Reset, TheNewestKeepsTheTableAndProgramsOneQueue) {
  DriverRig rig;
  ASSERT_FALSE(rig.driver.Probe());
  ASSERT_TRUE(rig.driver.state().adopt_option);
  EXPECT_THAT(rig.port.RegisterWrites(),
              ElementsAre("CR0=0x11", At("CMDQ_BASE", kCmdq, 8), "CMDQ_PROD=0x0", "CMDQ_CONS=0x0",
                          "CR0=0x19", "IRQ_CTRL=0x0", "GERROR_IRQ_CFG0=0x0", "EVENTQ_IRQ_CFG0=0x0",
                          "IRQ_CTRL=0x1", "CR0=0x19"));
  EXPECT_THAT(rig.port.Commands(), ElementsAre(0x04, 0x20, 0x30));
}

struct Trace {
  Variant variant;
  std::uint64_t crashed;
  std::vector<std::uint64_t> cr0;
};

class AdoptCr0 : public testing::TestWithParam<Trace> {};

TEST_P(AdoptCr0, OfEachVersion) {
  DriverRig rig(GetParam().variant);
  rig.image.registers.Write(Reg::CR0, GetParam().crashed);
  ASSERT_FALSE(rig.driver.Probe());
  ASSERT_TRUE(rig.driver.state().adopt_option);
  EXPECT_EQ(rig.port.Writes(Reg::CR0), GetParam().cr0);
  for (const Reg never : {Reg::GBPA, Reg::CR1, Reg::CR2, Reg::STRTAB_BASE, Reg::STRTAB_BASE_CFG}) {
    EXPECT_TRUE(rig.port.Writes(never).empty()) << SpecOf(never).name();
  }
  EXPECT_EQ(rig.port.misuse, std::vector<std::string>());
}

INSTANTIATE_TEST_SUITE_P(
    Versions, AdoptCr0,
    testing::Values(
        Trace{kV1, 0x1F, {0x01, 0x09, 0x0D, 0x0F, 0x1F, 0x19}},
        Trace{kV2, 0x1F, {0x01, 0x09, 0x19, 0x19}}, Trace{kV3, 0x1F, {0x11, 0x19, 0x19, 0x19}},
        Trace{kV4, 0x1F, {0x11, 0x19, 0x19, 0x19}}, Trace{kV5, 0x1F, {0x11, 0x19, 0x19, 0x19}},
        Trace{kV6, 0x1F, {0x11, 0x19, 0x19, 0x19}}, Trace{kV7, 0x1F, {0x11, 0x19, 0x19}},
        Trace{kT3, 0x1F, {0x11, 0x19, 0x19}}, Trace{kV6, 0x0F, {0x01, 0x09, 0x19, 0x19}},
        Trace{kV7, 0x0F, {0x01, 0x09, 0x09}}, Trace{kV7, 0x5F, {0x11, 0x19, 0x19}},
        Trace{kT4, 0x5F, {0x51, 0x59, 0x59}}),
    [](const auto& test) {
      return absl::StrFormat("%s_%x", test.param.variant.name, test.param.crashed);
    });

TEST(Reset, GerrorIsAcknowledgedAfterTheQueuesAreOffAndBeforeTheNewOne) {
  DriverRig rig;
  rig.image.registers.Write(Reg::GERROR, 0x5);
  rig.image.registers.Write(Reg::GERRORN, 0x4);
  ASSERT_FALSE(rig.driver.Probe());
  const auto writes = rig.port.RegisterWrites();
  EXPECT_EQ(writes[0], "CR0=0x11");
  EXPECT_EQ(writes[1], "GERRORN=0x5");
}

TEST(Reset, GerrorMutants) {
  const auto acknowledged = [](GerrorAck ack, bool adopts) {
    Variant v = kNewestVariant;
    v.gerror_ack = ack;
    v.adopts = adopts;
    DriverRig rig(v);
    rig.image.registers.Write(Reg::GERROR, 0x5);
    rig.image.registers.Write(Reg::GERRORN, 0x4);
    EXPECT_FALSE(rig.driver.Probe());
    return rig.port.Writes(Reg::GERRORN);
  };
  EXPECT_THAT(acknowledged(GerrorAck::kNever, true), ElementsAre());
  EXPECT_THAT(acknowledged(GerrorAck::kOnlyAdopted, false), ElementsAre());
  EXPECT_THAT(acknowledged(GerrorAck::kOnlyAdopted, true), ElementsAre(5u));
  EXPECT_THAT(acknowledged(GerrorAck::kActiveBits, true), ElementsAre(1u));
  EXPECT_THAT(acknowledged(GerrorAck::kBeforeQueuesOff, false), ElementsAre(5u));
}

TEST(Reset, MutantsWriteWhatAdoptModeMustNot) {
  Variant v = kNewestVariant;
  v.adopt_writes_gbpa = v.adopt_writes_cr1 = v.adopt_writes_cr2 = v.adopt_writes_strtab = true;
  v.adopt_drops_smmuen = true;
  DriverRig rig(v);
  ASSERT_FALSE(rig.driver.Probe());
  EXPECT_THAT(rig.port.RegisterWrites(),
              IsSupersetOf({"GBPA=0x80100000", "CR0=0x10", "CR1=0xd75", "CR2=0x6"}));
  EXPECT_EQ(rig.port.Writes(Reg::STRTAB_BASE).size(), 1u);
}

TEST(Reset, MsisAreProgrammedPerSource) {
  DriverRig rig(kStatusQuo);
  rig.config.platform.msi_domain = true;
  ASSERT_FALSE(rig.driver.Probe());
  EXPECT_EQ(rig.port.Writes(Reg::GERROR_IRQ_CFG0).size(), 2u);
  EXPECT_EQ(rig.port.Writes(Reg::PRIQ_IRQ_CFG1).size(), 1u);
  EXPECT_THAT(rig.port.Writes(Reg::EVENTQ_IRQ_CFG2), ElementsAre(1u));
}

TEST(Reset, V1RunsTheFullResetOnAnAdoptedTableIfSmmuenIsGone) {
  Variant v = kV1;
  v.gate_needs_smmuen = false;
  DriverRig rig(v);
  rig.image.registers.Write(Reg::CR0, 0);
  ASSERT_FALSE(rig.driver.Probe());
  ASSERT_EQ(rig.port.Writes(Reg::STRTAB_BASE).size(), 1u);
  EXPECT_EQ(rig.port.Writes(Reg::STRTAB_BASE)[0] & 0xFFFF'FFFF'FFFF, kTestTable);
}

TEST(Reset, ASyncThatNeverCompletesIsOnlyCounted) {
  DriverRig rig;
  rig.port.sync_hangs = true;
  EXPECT_FALSE(rig.driver.Probe());
  EXPECT_EQ(rig.driver.state().sync_timeouts, 3u);
}

TEST(Reset, BypassPolicyClearsAbortAndFillsTheTableWithBypass) {
  DriverRig rig;
  rig.config.policy = policies::kFullResetBypass;
  rig.image.registers.Put<Reg::GBPA>(With<"ABORT">(rig.image.registers.Get<Reg::GBPA>(), 1));
  ASSERT_FALSE(rig.driver.Probe());
  EXPECT_THAT(rig.port.Writes(Reg::GBPA), ElementsAre(0x8000'0000u));
}

TEST(Policies, LeaveAloneTouchesNothing) {
  DriverRig rig;
  rig.config.policy = policies::kLeaveAlone;
  const Image before = rig.image;
  EXPECT_FALSE(rig.driver.Probe());
  EXPECT_EQ(rig.image, before);
  EXPECT_FALSE(rig.driver.probed());
}

TEST(Policies, DevicesAreQuiescedBeforeTheFirstWrite) {
  DriverRig rig;
  rig.config.policy = policies::kResetDevices;
  rig.config.platform.devices = {kTestSid};
  EXPECT_FALSE(rig.driver.Probe());
  EXPECT_THAT(rig.port.device_actions,
              ElementsAre(std::pair(kTestSid, DeviceAction::kFunctionLevelReset)));
  EXPECT_EQ(rig.port.Writes(Reg::GBPA).size(), 1u);
}

TEST(Policies, BySignalAbortsWhatIsNotMarked) {
  for (const bool marked : {false, true}) {
    DriverRig rig;
    rig.config.policy = policies::kBySignal;
    rig.config.platform.devices = {kTestSid};
    if (marked) rig.port.quiesced = {kTestSid};
    EXPECT_FALSE(rig.driver.Probe());
    const std::uint64_t word = rig.image.memory.Read64(kTestL2 + 0x10 * 64).value;
    EXPECT_EQ(word == 1, !marked);
  }
}

}  // namespace
}  // namespace quiesce
