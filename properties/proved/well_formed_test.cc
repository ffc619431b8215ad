// What the lemmas call well formed, of words, is what the hand-overs call well formed, of
// scenarios.
#include <gtest/gtest.h>

#include "model/lemmas/table_questions.h"
#include "properties/handover/clean_crash.h"
#include "properties/handover/example.h"

namespace quiesce {
namespace {

using C = Concrete;

template <class R>
R WordsAt(const Image& image, std::uint64_t pa, R record, unsigned words) {
  for (unsigned i = 0; i < words; ++i) {
    record.word(i) = Bits<C, 64>(image.memory.Read64(pa + 8 * i).value);
  }
  return record;
}

/// What the driver reads for one stream; its first CD, of a linear table.
RuleInputs<C> InputsOf(const HandOver& h, std::uint32_t sid) {
  const Image image = CrashedImage(h);
  const RegisterImage& r = image.registers;
  RuleInputs<C> in;
  in.caps = MakeCaps<C>(r.Get<Reg::IDR0>(), r.Get<Reg::IDR1>(), r.Get<Reg::IDR3>(),
                        r.Get<Reg::IDR5>(), r.Get<Reg::AIDR>());
  in.strtab_base = r.Get<Reg::STRTAB_BASE>();
  in.strtab_cfg = r.Get<Reg::STRTAB_BASE_CFG>();
  in.sid = Bits<C, 32>(sid);
  const Places places = PlacesOf(h, sid);
  const bool two_level = bool(Get<"FMT">(in.strtab_cfg) == 1);
  if (two_level) in.l1std = WordsAt(image, places.l1std, in.l1std, 1);
  in.ste = WordsAt(image, places.ste, in.ste, 8);
  const bool linear = bool(Get<"Config">(in.ste) == 5 && Get<"S1Fmt">(in.ste) == 0);
  if (linear) in.cd = WordsAt(image, places.cd_table, in.cd, 8);
  return in;
}

TEST(WellFormed, SaysOfWordsWhatIsSaidOfScenarios) {
  unsigned streams = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const HandOver h = CleanCrash(seed);
    if (!IsWellFormed(h)) continue;
    for (const HandOverDevice& d : h.devices) {
      for (const std::uint32_t sid : d.sids) {
        const RuleInputs<C> in = InputsOf(h, sid);
        EXPECT_TRUE(TableLikeLinux(in).raw()) << seed;
        EXPECT_TRUE(L1StdLikeLinux(in.l1std).raw()) << seed << " " << sid;
        EXPECT_TRUE(SteLikeLinux(in).raw()) << seed << " " << sid;
        EXPECT_TRUE(CdLikeLinux(in).raw()) << seed << " " << sid;
        EXPECT_TRUE(WellFormedIsAccepted(kNewestVariant, in, true).claim.raw()) << seed;
        ++streams;
      }
    }
  }
  EXPECT_GT(streams, 40u);
}

}  // namespace
}  // namespace quiesce
