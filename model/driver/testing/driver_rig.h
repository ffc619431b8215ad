// A driver on a recording port over an image with a complete SMMU.
#pragma once

#include "model/driver/adopt_fixture.h"
#include "model/driver/make_ste.h"
#include "model/driver/smmu_driver.h"
#include "model/driver/testing/recording_port.h"

namespace quiesce {

/// IDR0 and IDR1 of an SMMU with every option that the driver looks at, queues of 256 entries.
inline Image Complete(Image image) {
  auto& r = image.registers;
  auto idr0 = r.Get<Reg::IDR0>();
  idr0 = With<"PRI">(With<"ATS">(With<"Hyp">(With<"MSI">(idr0, 1), 1), 1), 1);
  idr0 = With<"TTENDIAN">(With<"TTF">(idr0, 2), 2);
  r.Put<Reg::IDR0>(With<"S1P">(With<"S2P">(With<"COHACC">(idr0, 1), 1), 1));
  r.Put<Reg::IDR5>(With<"GRAN4K">(r.Get<Reg::IDR5>(), 1));
  auto idr1 = r.Get<Reg::IDR1>();
  idr1 = With<"CMDQS">(With<"EVENTQS">(With<"PRIQS">(idr1, 8), 8), 8);
  r.Put<Reg::IDR1>(With<"ATTR_TYPES_OVR">(idr1, 1));
  return image;
}

/// The table, with a stage 1 STE for StreamID 0x110 whose CD has ASID 1.
inline constexpr std::uint64_t kTestCd = 0x6000'0000;
inline constexpr std::uint32_t kTestSid = 0x110;
inline Image CrashedImage() {
  Image image = Complete(TwoLevelImageWithL2());
  image.memory.Write64(kTestCd, RawWords(DmaCd(1, 0))[0]);
  Ste<Concrete> ste = WithAddr<"S1ContextPtr">(ValidSte(5), Bits<Concrete, 64>(kTestCd));
  PutSte(image, kTestL2 + 0x10 * 64, ste);
  return image;
}

struct DriverRig {
  explicit DriverRig(const Variant& variant = kNewestVariant, Image start = CrashedImage())
      : image(std::move(start)) {
    config.variant = variant;
  }
  DriverRig(const DriverRig&) = delete;
  DriverRig& operator=(const DriverRig&) = delete;

  Image image;
  DriverConfig config;
  RecordingPort port{image};
  SmmuDriver driver{port, config};
};

}  // namespace quiesce
