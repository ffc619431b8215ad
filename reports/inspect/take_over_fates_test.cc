#include "reports/inspect/take_over_fates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/driver/policy.h"
#include "model/driver/variant.h"
#include "model/image/load.h"
#include "spec/registers.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t kSmmuEn = 1;

Image Idle() {
  const auto loaded = LoadImage(QUIESCE_CORPUS_DIR "/captures/linux-6.1-idle.image", std::nullopt);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return loaded.ok() ? loaded->image : Image();
}

/// What the take-over of that name leaves; the whole of it, since a name is not of both kinds.
TakeOverFates Under(const std::vector<TakeOverFates>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &TakeOverFates::name);
  EXPECT_NE(found, all.end()) << name;
  return found == all.end() ? TakeOverFates() : *found;
}

// 11 streams of the image translate; the rest has no STE, or one that aborts.
TEST(TakeOverFates, OfAHealthyImage) {
  const std::vector<TakeOverFates> all = FatesOf(Idle(), {});
  EXPECT_EQ(all.size(), kNamedVariants.size() + kPolicies.size());
  for (const char* name : {"T4", "adopt"}) {
    EXPECT_EQ(Under(all, name).outcome, "adopted");
    EXPECT_EQ(SummaryOf(Under(all, name).reset), "11 as before") << name;
    EXPECT_EQ(SummaryOf(Under(all, name).probed), "11 as before") << name;
  }
  EXPECT_EQ(SummaryOf(Under(all, "full-reset-abort").reset), "11 aborts");
  EXPECT_EQ(SummaryOf(Under(all, "full-reset-bypass").reset), "11 aborts")
      << "a fresh 2-level table has no STE of a device that is not probed";
  EXPECT_THAT(FatesText(all), HasSubstr("\n  variant T4                11 as before; adopted\n"));
  EXPECT_THAT(FatesText(all),
              HasSubstr("\n  policy  full-reset-abort  11 aborts, 11 other tables once "
                        "devices are probed; full reset\n"));
  EXPECT_EQ(SummaryOf(Under(all, "leave-alone").probed), "11 as before");
  EXPECT_EQ(SummaryOf(Under(all, "by-signal").reset), "11 aborts") << "none is marked quiesced";
  EXPECT_EQ(SummaryOf(Under(all, "reset-devices").reset), "11 device silenced");
  EXPECT_THAT(SummaryOf(Under(all, "full-reset-abort").probed), HasSubstr("other tables"))
      << "a device's new domain";
}

TEST(TakeOverFates, OfAnSmmuThatIsOff) {
  Image image = Idle();
  image.registers.Write(Reg::CR0, image.registers.Read(Reg::CR0) & ~kSmmuEn);
  image.registers.Write(Reg::CR0ACK, image.registers.Read(Reg::CR0ACK) & ~kSmmuEn);
  const TakeOverFates newest = Under(FatesOf(image, {}), "T4");
  EXPECT_THAT(newest.outcome, HasSubstr("full reset: "));
  EXPECT_EQ(SummaryOf(newest.reset), "65536 aborts") << "all bypassed, by GBPA";
}

TEST(TakeOverFates, NamesTheStreamsWhereTheyDiffer) {
  const Fates fates = {{1, 2, Fate::kAsBefore, "x"}, {5, 5, Fate::kAborts, "y"}};
  EXPECT_EQ(SummaryOf(fates), "2 as before: 0x0001-0x0002; 1 aborts: 0x0005");
  EXPECT_EQ(SummaryOf({}), "none lets DMA through");
}

}  // namespace
}  // namespace quiesce
