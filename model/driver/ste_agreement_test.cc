#include "model/driver/ste_agreement.h"

#include <gtest/gtest.h>

#include <random>

#include "model/driver/adopt_fixture.h"
#include "model/smmu/fixed_choices.h"

namespace quiesce {
namespace {

FixedChoices AboveOas(bool truncates) {
  return {{ChoicePoint::kSteAddressAboveOas, truncates ? 1u : 0u}};
}

/// The hardware side as the proofs compose it.
TableFetch<Concrete> AsProved(const Image& image, std::uint32_t sid, bool truncates) {
  const Caps<Concrete> caps = CapsOf(image.registers);
  const auto t = DecodeStrtab<Concrete>(image.registers.Get<Reg::STRTAB_BASE>(),
                                        image.registers.Get<Reg::STRTAB_BASE_CFG>(), caps);
  const Bits<Concrete, 32> id(sid);
  const Bool<Concrete> cut(truncates);
  if (!t.two_level) return FetchLinearSte(t, id, caps, cut);
  const TableFetch<Concrete> l1 = FetchL1Std(t, id, caps, cut);
  if (!l1.made) return l1;
  const L1Std<Concrete> l1std{Bits<Concrete, 64>(image.memory.Read64(l1.address.raw()).value)};
  return FetchL2Ste(t, l1std, id, caps, cut);
}

/// Registers and one L1 descriptor with every field free, small values more often.
Image RandomImage(std::mt19937_64& random, std::uint32_t sid) {
  const auto below = [&](std::uint64_t n) { return random() % n; };
  Image image = BareImage();
  RegisterImage& r = image.registers;
  r.Put<Reg::AIDR>(With<"ArchMinorRev">(r.Get<Reg::AIDR>(), Bits<Concrete, 4>(below(3))));
  r.Put<Reg::IDR0>(With<"ST_LEVEL">(r.Get<Reg::IDR0>(), Bits<Concrete, 2>(below(3))));
  r.Put<Reg::IDR1>(With<"SIDSIZE">(r.Get<Reg::IDR1>(), Bits<Concrete, 6>(below(33))));
  r.Put<Reg::IDR5>(With<"OAS">(r.Get<Reg::IDR5>(), Bits<Concrete, 3>(below(8))));
  r.Write(Reg::STRTAB_BASE, random() >> below(32));
  r.Write(Reg::STRTAB_BASE_CFG, below(33) | below(32) << 6 | below(3) << 16);
  const Caps<Concrete> caps = CapsOf(r);
  const auto t =
      DecodeStrtab<Concrete>(r.Get<Reg::STRTAB_BASE>(), r.Get<Reg::STRTAB_BASE_CFG>(), caps);
  const auto l1 = FetchL1Std(t, Bits<Concrete, 32>(sid), caps, Bool<Concrete>(true)).address.raw();
  image.memory.Write64(l1, below(13) | (random() >> below(32) & ~std::uint64_t{63}));
  return image;
}

TEST(SteAgreement, ProofsAndTheSmmuModelFindTheSameSte) {
  std::mt19937_64 random(9);
  int found = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto sid = static_cast<std::uint32_t>(random() >> 32 >> random() % 32);
    const Image image = RandomImage(random, sid);
    const bool truncates = random() % 2 == 0;
    FixedChoices choices = AboveOas(truncates);
    const SteLocation smmu = FindSte(image, sid, choices);
    const TableFetch<Concrete> proved = AsProved(image, sid, truncates);
    ASSERT_EQ(smmu.address.has_value(), proved.made.raw()) << "image " << i;
    if (smmu.address) {
      ASSERT_EQ(*smmu.address, proved.address.raw()) << "image " << i;
      ++found;
    }
  }
  EXPECT_GT(found, 1000);
}

TEST(SteAgreement, HoldsOnlyAtTheSmmusAddressAndWithoutMovingALiveSte) {
  const SteLocation here{0x1000, std::nullopt, {}};
  const SteLocation there{0x2000, std::nullopt, {}};
  const SteLocation none{};
  EXPECT_TRUE((SteAgreement{0x1000, here, here}.holds()));
  EXPECT_TRUE((SteAgreement{0x1000, none, here}.holds()));
  EXPECT_FALSE((SteAgreement{0x1000, there, here}.holds()));
  EXPECT_FALSE((SteAgreement{0x1000, here, there}.holds()));
  EXPECT_FALSE((SteAgreement{0x1000, here, none}.holds()));
}

TEST(SteAgreement, UncapturedDescriptorIsUndecided) {
  Image image = TwoLevelImage();
  image.memory.Clear();
  image.memory.set_unmapped(BusStatus::kNotCaptured);
  FixedChoices choices;
  const SteAgreement a = CompareSte(image, image, 0x110, 0x1000, choices);
  EXPECT_FALSE(a.decided());
  EXPECT_EQ(Describe(a.now), "unknown: memory at 0x40000008 was not captured");
}

}  // namespace
}  // namespace quiesce
