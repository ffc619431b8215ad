#include "model/driver/master.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/driver/testing/driver_rig.h"

namespace quiesce {
namespace {

using testing::ElementsAre;

Ste<Concrete> SteAt(const Image& image, std::uint64_t pa) {
  return FromRaw<Ste<Concrete>>(std::span(image.memory.Line(pa), 8));
}
constexpr std::uint64_t kSteAddress = kTestL2 + 0x10 * 64;

TEST(Master, AdoptedStreamIsDeferredUntilFirstUse) {
  DriverRig rig;
  ASSERT_FALSE(rig.driver.Probe());
  const auto probe = rig.driver.ProbeDevice(std::span(&kTestSid, 1));
  ASSERT_FALSE(probe.rejected);
  EXPECT_TRUE(rig.driver.master(probe.master).deferred);
  EXPECT_EQ(Addr<"S1ContextPtr">(SteAt(rig.image, kSteAddress)).raw(), kTestCd);

  EXPECT_FALSE(rig.driver.FirstUse(probe.master));
  EXPECT_FALSE(rig.driver.master(probe.master).deferred);
  EXPECT_NE(Addr<"S1ContextPtr">(SteAt(rig.image, kSteAddress)).raw(), kTestCd);
  // ASID 1 is the crashed kernel's.
  EXPECT_EQ(rig.driver.master(probe.master).attached->asid, 2u);
}

TEST(Master, WithoutReservationTheLiveAsidIsHandedOutAgain) {
  DriverRig rig(variants::kV7);
  ASSERT_FALSE(rig.driver.Probe());
  const auto probe = rig.driver.ProbeDevice(std::span(&kTestSid, 1));
  EXPECT_FALSE(rig.driver.FirstUse(probe.master));
  EXPECT_EQ(rig.driver.master(probe.master).attached->asid, 1u);
}

TEST(Master, IdentityNeverAsksForTheDeferredAttach) {
  DriverRig rig;
  ASSERT_FALSE(rig.driver.Probe());
  const auto probe = rig.driver.ProbeDevice(std::span(&kTestSid, 1), DomainKind::kIdentity);
  EXPECT_FALSE(rig.driver.FirstUse(probe.master));
  EXPECT_TRUE(rig.driver.master(probe.master).deferred);
  EXPECT_EQ(Get<"Config">(SteAt(rig.image, kSteAddress)).raw(), 5u);
}

TEST(Master, ReleaseOfADeferredDeviceKeepsItsSte) {
  DriverRig rig;
  ASSERT_FALSE(rig.driver.Probe());
  const auto probe = rig.driver.ProbeDevice(std::span(&kTestSid, 1));
  EXPECT_FALSE(rig.driver.ReleaseDevice(probe.master));
  EXPECT_EQ(Get<"Config">(SteAt(rig.image, kSteAddress)).raw(), 5u);
}

TEST(Master, DeferralMutants) {
  const std::uint32_t sids[] = {0x101, kTestSid};
  const auto deferred = [&](auto change) {
    Variant v = kNewestVariant;
    change(v);
    DriverRig rig(v);
    EXPECT_FALSE(rig.driver.Probe());
    return rig.driver.master(rig.driver.ProbeDevice(sids).master).deferred;
  };
  EXPECT_TRUE(deferred([](Variant&) {}));
  EXPECT_FALSE(deferred([](Variant& v) { v.deferral_over = DeferralOver::kAllStreams; }));
  EXPECT_FALSE(deferred([](Variant& v) { v.deferral_over = DeferralOver::kFirstStream; }));
  EXPECT_FALSE(deferred([](Variant& v) { v.deferral = Deferral::kNever; }));
}

TEST(Master, ARejectedDeviceErasesStreamsThatWereNeverIn) {
  const std::uint32_t sids[] = {0x101, 0x1'0000};
  for (const StreamUnwind unwind : {StreamUnwind::kAllListed, StreamUnwind::kOnlyInserted}) {
    Variant v = kNewestVariant;
    v.stream_unwind = unwind;
    DriverRig rig(v);
    ASSERT_FALSE(rig.driver.Probe());
    const auto probe = rig.driver.ProbeDevice(sids);
    EXPECT_EQ(probe.rejected->rule, AdoptRule::kInsertSidOutOfRange);
    EXPECT_EQ(rig.driver.state().stray_erases, unwind == StreamUnwind::kAllListed ? 1u : 0u);
    EXPECT_TRUE(rig.driver.state().streams.empty());
  }
}

TEST(Master, DoubleFetchUsesAPointerThatWasNotChecked) {
  for (const bool once : {true, false}) {
    Variant v = kNewestVariant;
    v.insert_reads_l1_once = once;
    DriverRig rig(v);
    ASSERT_FALSE(rig.driver.Probe());
    unsigned reads = 0;
    rig.port.before_read = [&](std::uint64_t pa) {
      if (pa == kTestTable + 8 && ++reads == 2) PutL1(rig.image, 1, 9, 0x40);
    };
    const auto probe = rig.driver.ProbeDevice(std::span(&kTestSid, 1));
    EXPECT_EQ(rig.driver.state().strtab.l2.at(1), once ? kTestL2 : 0x40);
    static_cast<void>(probe);
  }
}

TEST(Rmr, BypassOnALiveTableOrOnlyAfterAFallback) {
  for (const Variant& v : {variants::kV5, variants::kV6}) {
    DriverRig rig(v);
    rig.config.platform.rmr_sids = {kTestSid};
    ASSERT_FALSE(rig.driver.Probe());
    EXPECT_EQ(Get<"Config">(SteAt(rig.image, kSteAddress)).raw(), v.name == "v5" ? 4u : 5u);
  }
}

TEST(Disable, LeavesBypassUnlessAbortIsSetFirst) {
  for (const bool aborts : {false, true}) {
    Variant v = kNewestVariant;
    v.aborts_before_disable = aborts;
    DriverRig rig(v);
    ASSERT_FALSE(rig.driver.Probe());
    rig.driver.Shutdown();
    EXPECT_EQ(rig.image.registers.Read(Reg::CR0), 0u);
    EXPECT_EQ(bool(Is<"ABORT">(rig.image.registers.Get<Reg::GBPA>())), aborts);
  }
}

// --- interrupts ---

std::size_t EventqConsWrites(const Variant& v, IrqAnswer answer) {
  DriverRig rig(v);
  rig.config.platform.combined_irq = true;
  EXPECT_FALSE(rig.driver.Probe());
  const std::size_t before = rig.port.Writes(Reg::EVENTQ_CONS).size();
  rig.image.registers.Write(Reg::EVENTQ_PROD, 3);
  EXPECT_EQ(rig.driver.OnIrq(IrqLine::kCombined), answer) << v.name;
  return rig.port.Writes(Reg::EVENTQ_CONS).size() - before;
}

TEST(Irq, ACombinedInterruptDrainsAQueueThatIsOff) {
  EXPECT_EQ(EventqConsWrites(variants::kStatusQuo, IrqAnswer::kHandled), 1u);
  EXPECT_EQ(EventqConsWrites(variants::kV2, IrqAnswer::kHandled), 1u);
  EXPECT_EQ(EventqConsWrites(variants::kV3, IrqAnswer::kHandled), 0u);
  EXPECT_EQ(EventqConsWrites(variants::kV6, IrqAnswer::kNone), 0u);
  EXPECT_EQ(EventqConsWrites(kNewestVariant, IrqAnswer::kNone), 0u);
}

TEST(Irq, HandlersThatAreRequested) {
  DriverRig v6(variants::kV6);
  ASSERT_FALSE(v6.driver.Probe());
  EXPECT_THAT(v6.port.requested, ElementsAre(std::pair(IrqLine::kGerror, IrqStyle::kPlain)));
  DriverRig base(variants::kStatusQuo);
  ASSERT_FALSE(base.driver.Probe());
  EXPECT_THAT(base.port.requested, ElementsAre(std::pair(IrqLine::kEventq, IrqStyle::kThreaded),
                                               std::pair(IrqLine::kGerror, IrqStyle::kPlain),
                                               std::pair(IrqLine::kPriq, IrqStyle::kThreaded)));
}

TEST(Irq, ServiceFailureSwitchesTheSmmuOff) {
  DriverRig rig;
  ASSERT_FALSE(rig.driver.Probe());
  rig.image.registers.Write(Reg::GERROR, 0x100);
  EXPECT_EQ(rig.driver.OnIrq(IrqLine::kGerror), IrqAnswer::kHandled);
  EXPECT_EQ(rig.image.registers.Read(Reg::CR0), 0u);
  EXPECT_EQ(rig.image.registers.Read(Reg::GERRORN), 0x100u);
  EXPECT_EQ(rig.driver.OnIrq(IrqLine::kGerror), IrqAnswer::kNone);
}

}  // namespace
}  // namespace quiesce
