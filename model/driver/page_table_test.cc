// What the SMMU makes of the STEs, CDs and page tables that the driver writes.
#include "model/driver/page_table.h"

#include <gtest/gtest.h>

#include "model/driver/testing/driver_rig.h"
#include "model/smmu/fixed_choices.h"
#include "model/smmu/observer.h"
#include "model/smmu/translate.h"
#include "model/smmu/view.h"

namespace quiesce {
namespace {

Outcome Write(const Image& image, std::uint32_t sid, std::uint64_t iova) {
  Transaction t;
  t.stream_id = sid;
  t.address = iova;
  t.access = AccessKind::kWrite;
  FixedChoices choices;
  NoObserver observer;
  return Translate(View(image), t, choices, observer);
}

class DriverDomain : public testing::TestWithParam<DomainKind> {};

TEST_P(DriverDomain, TranslatesWhatIsMappedAndNothingElse) {
  for (const bool vhe : {false, true}) {
    DriverRig rig;
    rig.config.platform.vhe = vhe;
    ASSERT_FALSE(rig.driver.Probe());
    rig.image.registers.Write(Reg::CR2, vhe ? 7 : 6);  // as the crashed kernel had it
    const auto probe = rig.driver.ProbeDevice(std::span(&kTestSid, 1));
    ASSERT_FALSE(rig.driver.Attach(probe.master, GetParam()));
    ASSERT_FALSE(rig.driver.Map(probe.master, 0x7F'1234'5000, 0x8'8765'4000));

    const Outcome mapped = Write(rig.image, kTestSid, 0x7F'1234'5678);
    EXPECT_EQ(mapped.verdict, Verdict::kComplete);
    EXPECT_EQ(mapped.address, 0x8'8765'4678u);
    EXPECT_NE(Write(rig.image, kTestSid, 0x7F'1234'6678).verdict, Verdict::kComplete);
    ASSERT_FALSE(rig.driver.Unmap(probe.master, 0x7F'1234'5000));
    EXPECT_NE(Write(rig.image, kTestSid, 0x7F'1234'5678).verdict, Verdict::kComplete);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, DriverDomain,
                         testing::Values(DomainKind::kDma, DomainKind::kStage2));

TEST(DriverDomain, IdentityBypassesAndBlockedAborts) {
  DriverRig rig;
  ASSERT_FALSE(rig.driver.Probe());
  const auto probe = rig.driver.ProbeDevice(std::span(&kTestSid, 1));
  ASSERT_FALSE(rig.driver.Attach(probe.master, DomainKind::kIdentity));
  EXPECT_EQ(Write(rig.image, kTestSid, 0x1234).address, 0x1234u);
  ASSERT_FALSE(rig.driver.Attach(probe.master, DomainKind::kBlocked));
  EXPECT_NE(Write(rig.image, kTestSid, 0x1234).verdict, Verdict::kComplete);
}

TEST(DriverDomain, AtsIsSwitchedWithTranslation) {
  DriverRig rig;
  rig.config.platform.ats_devices = true;
  ASSERT_FALSE(rig.driver.Probe());
  const auto probe = rig.driver.ProbeDevice(std::span(&kTestSid, 1));
  rig.port.device_actions.clear();
  ASSERT_FALSE(rig.driver.Attach(probe.master, DomainKind::kDma));
  ASSERT_FALSE(rig.driver.Attach(probe.master, DomainKind::kIdentity));
  ASSERT_EQ(rig.port.device_actions.size(), 2u);
  EXPECT_EQ(rig.port.device_actions[0].second, DeviceAction::kAtsEnable);
  EXPECT_EQ(rig.port.device_actions[1].second, DeviceAction::kAtsDisable);
}

}  // namespace
}  // namespace quiesce
