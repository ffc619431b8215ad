#include "model/smmu/cache/prefetch.h"

#include <gtest/gtest.h>

#include "model/smmu/cache/testing/cached_smmu.h"

namespace quiesce {
namespace {

using testing::kSid;
using testing::kVa;
using testing::Rig;

class PrefetchTest : public testing::CachedSmmu {
 protected:
  void Hint(const Prefetch& prefetch, unsigned picked) {
    rig.choices.Set(ChoicePoint::kPrefetch, picked);
    PrefetchInto(caches, policy, View(rig.image()), prefetch, rig.choices, rig.trace);
  }
  std::size_t Events() const {
    std::size_t n = 0;
    for (const TraceStep& s : rig.trace.steps()) n += std::holds_alternative<Event>(s);
    return n;
  }
};

constexpr Prefetch kPage{.stream_id = kSid, .substream_id = {}, .address = AddressRange{kVa, kVa}};

TEST_F(PrefetchTest, MayDoNothing) {
  rig.MapStage1();
  Hint(kPage, 0);
  EXPECT_EQ(caches.size(), 0u);
}

TEST_F(PrefetchTest, MayKeepWhatIsThenStale) {
  rig.MapStage1(testing::kStage1Page | kNotGlobal);
  Hint(kPage, 1);
  Remap();
  EXPECT_EQ(Read(), kFirst);
}

TEST_F(PrefetchTest, KeepsAnInvalidSte) {
  rig.PutSte(kSid, Ste<Concrete>());
  Hint({.stream_id = kSid, .substream_id = {}, .address = {}}, 1);
  rig.MapStage1();
  EXPECT_EQ(Read(), "abort C_BAD_STE");
}

TEST_F(PrefetchTest, IsSilent) {
  Hint(kPage, 1);
  rig.MapStage1();
  Hint({.stream_id = kSid, .substream_id = {}, .address = AddressRange{0, 0xFFFF'FFFF}}, 8);
  EXPECT_EQ(Events(), 0u);
}

TEST_F(PrefetchTest, NeedsSmmuen) {
  rig.MapStage1();
  rig.Set<Reg::CR0, "SMMUEN">(0);
  Hint(kPage, 1);
  EXPECT_EQ(caches.size(), 0u);
}

TEST_F(PrefetchTest, IsLimited) {
  rig.MapStage1();
  for (unsigned i = 1; i < 12; ++i) {
    rig.Map(Rig::kStage1Tables,
            {.input = kVa + i * 0x1000, .output = kOtherPa, .attributes = testing::kStage1Page});
  }
  Hint({.stream_id = kSid, .substream_id = {}, .address = AddressRange{kVa, kVa + 0xFFFF}}, 100);
  EXPECT_EQ(caches.tlb().size(), kMostPrefetched);
}

}  // namespace
}  // namespace quiesce
