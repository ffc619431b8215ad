// Every place where the driver can fail, alone: what it holds afterwards, and what it does instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/driver/testing/driver_rig.h"

namespace quiesce {
namespace {

std::vector<FaultPoint> AllFaultPoints() {
  std::vector<FaultPoint> points;
  for (std::size_t i = 0; i < kFaultPointCount; ++i) points.push_back(static_cast<FaultPoint>(i));
  return points;
}

/// A life from probe to removal in which everything is used once.
struct Life {
  bool probed = false;
  bool balanced = false;
  std::vector<std::string> misuse;
  std::map<FaultPoint, unsigned> asked;
};

Life Live(const Variant& variant, std::set<FaultPoint> failing, bool combined = false,
          Image start = CrashedImage()) {
  DriverRig rig(variant, std::move(start));
  rig.config.platform.combined_irq = combined;
  rig.config.platform.msi_domain = true;
  rig.port.failing = std::move(failing);
  Life life;
  life.probed = !rig.driver.Probe();
  if (life.probed) {
    for (const std::uint32_t sid : {kTestSid, 0x205u}) {
      const auto probe = rig.driver.ProbeDevice(std::span(&sid, 1));
      if (probe.rejected) continue;
      static_cast<void>(rig.driver.FirstUse(probe.master));
      static_cast<void>(rig.driver.Attach(probe.master, DomainKind::kStage2));
      static_cast<void>(rig.driver.ReleaseDevice(probe.master));
    }
    rig.driver.Remove();
  }
  life.balanced = rig.port.Balanced();
  life.misuse = rig.port.misuse;
  life.asked = rig.port.asked;
  return life;
}

class EveryFault : public testing::TestWithParam<FaultPoint> {};

TEST_P(EveryFault, TheNewestGivesEverythingBack) {
  for (const bool combined : {false, true}) {
    const Life life = Live(kNewestVariant, {GetParam()}, combined);
    EXPECT_TRUE(life.balanced);
    EXPECT_THAT(life.misuse, testing::IsEmpty());
  }
}

TEST_P(EveryFault, SoDoesTheStatusQuo) {
  const Life life = Live(variants::kStatusQuo, {GetParam()});
  EXPECT_TRUE(life.balanced);
  EXPECT_THAT(life.misuse, testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Points, EveryFault, testing::ValuesIn(AllFaultPoints()),
                         [](const auto& test) {
                           std::string name(NameOf(test.param));
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(FaultPoints, EachIsPassedInSomeLife) {
  std::map<FaultPoint, unsigned> asked;
  const auto add = [&](const Life& life) {
    for (const auto& [point, n] : life.asked) asked[point] += n;
  };
  Image two_level_cds = CrashedImage();
  two_level_cds.memory.Write64(0x7000'0000, 0x7010'0001);
  two_level_cds.memory.Map(0x7010'0000, 0x1'0000);
  two_level_cds.registers.Put<Reg::IDR1>(
      With<"SSIDSIZE">(two_level_cds.registers.Get<Reg::IDR1>(), 16));
  PutSte(
      two_level_cds, kTestL2,
      With<"S1Fmt">(With<"S1CDMax">(
                        WithAddr<"S1ContextPtr">(ValidSte(5), Bits<Concrete, 64>(0x7000'0000)), 10),
                    2));
  add(Live(kNewestVariant, {}, false, two_level_cds));
  add(Live(variants::kStatusQuo, {}));
  add(Live(variants::kStatusQuo, {}, true));
  for (const FaultPoint point : AllFaultPoints()) EXPECT_GT(asked[point], 0u) << NameOf(point);
}

TEST(FaultPoints, NamesAreFound) {
  for (const FaultPoint point : AllFaultPoints()) {
    EXPECT_EQ(FaultPointNamed(NameOf(point)), point);
  }
  EXPECT_FALSE(FaultPointNamed("map"));
}

// --- what a failing adoption does instead ---

TEST(Fallback, TheNewestResetsInFull) {
  for (const FaultPoint point : {FaultPoint::kMapStreamTable, FaultPoint::kHeapL2Pointers,
                                 FaultPoint::kHeapDevres, FaultPoint::kMapScanL2}) {
    DriverRig rig;
    rig.port.failing = {point};
    const auto stop = rig.driver.Probe();
    if (point == FaultPoint::kHeapL2Pointers) {  // the fresh table needs the array too
      EXPECT_TRUE(stop);
      continue;
    }
    EXPECT_FALSE(stop) << NameOf(point);
    EXPECT_FALSE(rig.driver.state().adopt_option);
    EXPECT_EQ(rig.driver.state().adopt_stop->fault, point);
    EXPECT_EQ(rig.port.Writes(Reg::GBPA).size(), 1u);
    EXPECT_EQ(rig.port.LiveMappings(), 0u);
    rig.driver.Remove();
    EXPECT_TRUE(rig.port.Balanced());
    EXPECT_THAT(rig.port.misuse, testing::IsEmpty());
  }
}

TEST(Fallback, V2LosesTheSmmuWithItsTableLive) {
  Image image = CrashedImage();
  image.registers.Put<Reg::STRTAB_BASE_CFG>(
      With<"SPLIT">(image.registers.Get<Reg::STRTAB_BASE_CFG>(), 6));
  DriverRig rig(variants::kV2, image);
  EXPECT_TRUE(rig.driver.Probe());
  EXPECT_EQ(rig.image.registers.Read(Reg::CR0), 0x1Fu);
}

TEST(Fallback, V3KeepsTheMappingsOfATossedTable) {
  Image image = CrashedImage();
  PutL1(image, 3, 5, kTestL2);
  DriverRig rig(variants::kV3, image);
  EXPECT_FALSE(rig.driver.Probe());
  EXPECT_GT(rig.port.LiveMappings(), 0u);
  rig.driver.Remove();
  EXPECT_TRUE(rig.port.Balanced());
}

TEST(Fallback, V3KeepsTheOptionIfTheFeatureIsMissing) {
  Image image = CrashedImage();
  image.registers.Put<Reg::IDR0>(With<"ST_LEVEL">(image.registers.Get<Reg::IDR0>(), 0));
  DriverRig rig(variants::kV3, image);
  EXPECT_FALSE(rig.driver.Probe());
  EXPECT_TRUE(rig.driver.state().adopt_option);
  EXPECT_TRUE(rig.port.Writes(Reg::STRTAB_BASE).empty());
  EXPECT_NE(rig.driver.state().strtab.table.base.raw(), kTestTable);
}

TEST(Fallback, V3BuildsALinearTableOnTwoLevelHardware) {
  Image image = Complete(LinearImage());
  image.registers.Write(Reg::STRTAB_BASE_CFG, 30);
  for (const Variant& v : {variants::kV3, kNewestVariant}) {
    DriverRig rig(v, image);
    EXPECT_FALSE(rig.driver.Probe());
    EXPECT_EQ(bool(rig.driver.state().strtab.table.two_level), v.name != "v3");
  }
}

TEST(Fallback, V6DoesNotRestoreTheFeatureIfTheActionFails) {
  for (const Variant& v : {variants::kV6, variants::kV7}) {
    DriverRig rig(v, Complete(LinearImage()));
    rig.port.failing = {FaultPoint::kHeapDevres};
    EXPECT_FALSE(rig.driver.Probe());
    EXPECT_EQ(bool(rig.driver.state().strtab.table.two_level), v.name == "v7");
  }
}

TEST(Cleanup, MutantsReleaseTwiceOrNotAtAll) {
  Variant twice = kNewestVariant;
  twice.cleanup_runs_twice = true;
  EXPECT_FALSE(Live(twice, {FaultPoint::kHeapDevres}).misuse.empty());
  Variant l2 = kNewestVariant;
  l2.cleanup_unmaps_l2 = true;
  EXPECT_FALSE(Live(l2, {}).misuse.empty());
  Variant scan = kNewestVariant;
  scan.scan_unmaps_on_error = false;
  EXPECT_FALSE(Live(scan, {FaultPoint::kMapScanCds}).balanced);
  Variant wild = kNewestVariant;
  wild.map_failure_detected = false;
  EXPECT_FALSE(Live(wild, {FaultPoint::kMapStreamTable}).probed);
}

// The cleanup of v6 asks a register that may be gone, and keeps the array.
TEST(Cleanup, V6LeaksIfTheRegisterDoesNotAnswer) {
  DriverRig rig(variants::kV6);
  ASSERT_FALSE(rig.driver.Probe());
  rig.image.registers.Write(Reg::STRTAB_BASE_CFG, 0);
  rig.driver.Remove();
  EXPECT_FALSE(rig.port.Balanced());
}

// In the driver both arms of the union start with the table, and a linear table's DMA address lies
// where the array's pointer is: 0 after adoption. Taking the 2-level arm for a linear table is
// then harmless.
TEST(Cleanup, RestoringTheFeatureFirstIsHarmlessForALinearTable) {
  Variant v = kNewestVariant;
  v.two_level_restore = TwoLevelRestore::kBeforeCleanup;
  const Life life = Live(v, {FaultPoint::kHeapDevres}, false, Complete(LinearImage()));
  EXPECT_TRUE(life.balanced);
  EXPECT_TRUE(life.misuse.empty());
}

}  // namespace
}  // namespace quiesce
