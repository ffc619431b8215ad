// A view that has translated before answers as a new one does, whatever changed in memory.
#include "model/smmu/view.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/testing/rig.h"
#include "model/smmu/translate.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

std::string Ask(const SmmuView& view, const Transaction& t) {
  FixedChoices choices;
  NoObserver nobody;
  return Summary(Translate(view, t, choices, nobody));
}

/// The words that a translation of this rig depends on.
std::vector<std::uint64_t> WordsOf(Rig& rig) {
  std::vector<std::uint64_t> words;
  rig.image().memory.ForEachLine([&](std::uint64_t pa, const std::uint64_t* line) {
    for (unsigned i = 0; i < 8; ++i) {
      if (line[i] != 0) words.push_back(pa + 8 * i);
    }
  });
  return words;
}

/// Every bit of every word that is not zero, one at a time, then set back. How many answers
/// changed.
unsigned FlipEveryBit(Rig& rig) {
  const SmmuView used = View(rig.image());
  const std::string whole = Ask(used, Read());
  unsigned changed = 0;
  for (const std::uint64_t pa : WordsOf(rig)) {
    const std::uint64_t word = rig.memory().Read64(pa).value;
    for (unsigned bit = 0; bit < 64; ++bit) {
      rig.memory().Write64(pa, word ^ std::uint64_t{1} << bit);
      const std::string answer = Ask(used, Read());
      EXPECT_EQ(answer, Ask(View(rig.image()), Read())) << std::hex << pa << " bit " << bit;
      changed += answer != whole;
    }
    rig.memory().Write64(pa, word);
    EXPECT_EQ(Ask(used, Read()), whole);
  }
  return changed;
}

TEST(View, SeesEveryChangeOfAStage1Stream) {
  Rig rig;
  rig.MapStage1();
  EXPECT_GT(FlipEveryBit(rig), 150u);
}

TEST(View, SeesEveryChangeOfANestedStream) {
  Rig rig;
  rig.MapNested();
  EXPECT_GT(FlipEveryBit(rig), 300u);
}

TEST(View, SeesAStructureBecomeZero) {
  Rig rig;
  rig.MapStage1();
  const SmmuView view = View(rig.image());
  EXPECT_EQ(Ask(view, Read()).substr(0, 8), "complete");
  rig.PutCd(kCdTable, Cd<Concrete>());
  EXPECT_EQ(Ask(view, Read()), "abort C_BAD_CD");
  rig.PutRecord(kStreamTable + 64 * std::uint64_t{Read().stream_id}, Ste<Concrete>());
  EXPECT_EQ(Ask(view, Read()), "abort C_BAD_STE");
}

TEST(View, SeesAnL1StdOfZeros) {
  Rig rig;
  rig.Set<Reg::STRTAB_BASE_CFG, "FMT">(1);
  rig.Set<Reg::STRTAB_BASE_CFG, "SPLIT">(8);
  rig.Set<Reg::STRTAB_BASE_CFG, "LOG2SIZE">(16);
  rig.memory().Map(kStreamTable, 0x800);
  const SmmuView view = View(rig.image());
  for (std::uint32_t sid : {0u, 0x100u, 0u}) {
    Transaction t = Read();
    t.stream_id = sid;
    EXPECT_EQ(Ask(view, t), "abort C_BAD_STREAMID") << sid;
  }
}

/// One CD is legal behind one STE and not behind the other: S with S1STALLD.
TEST(View, HoldsACdAgainstTheSteBeforeIt) {
  Rig rig;
  rig.MapStage1(kStage1Page, With<"S">(DefaultCd(), 1));
  const SmmuView view = View(rig.image());
  EXPECT_EQ(Ask(view, Read()).substr(0, 8), "complete");
  rig.MapStage1(kStage1Page, With<"S">(DefaultCd(), 1), With<"S1STALLD">(Stage1Ste(), 1));
  EXPECT_EQ(Ask(view, Read()), "abort C_BAD_CD");
}

/// Takes every CD for one whose half is not walked.
struct WithoutHalves : NoObserver {
  bool Decide(DecisionId id, bool value) const {
    return id == DecisionNamed("S1-EPD-CLEAR") ? false : value;
  }
};

TEST(View, KeepsNothingFromAnObserverThatDecides) {
  Rig rig;
  rig.MapStage1();
  const SmmuView view = View(rig.image());
  FixedChoices choices;
  WithoutHalves observer;
  EXPECT_EQ(Translate(view, Read(), choices, observer).verdict, Verdict::kAbort);
  EXPECT_EQ(Ask(view, Read()).substr(0, 8), "complete");
  EXPECT_EQ(Translate(view, Read(), choices, observer).verdict, Verdict::kAbort);
}

}  // namespace
}  // namespace quiesce
