#include "reports/inspect/hazards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "reports/case/case_text.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

Image ImageOfCase(const std::string& name) {
  const auto c = LoadCase(QUIESCE_CORPUS_DIR "/cases/" + name + ".case");
  EXPECT_TRUE(c.ok()) << c.status();
  return c.ok() ? ImageOf(*c) : Image();
}

/// Where the hazard is, or "" if it was not found.
std::string Where(const std::vector<Hazard>& hazards, HazardKind kind) {
  const auto h = std::ranges::find(hazards, kind, &Hazard::kind);
  return h == hazards.end() ? "" : h->where;
}

TEST(Hazards, AreInTheOrderOfTheirRanks) {
  EXPECT_TRUE(std::ranges::is_sorted(kHazards, {}, &HazardSpec::rank));
}

TEST(Hazards, TablesInTheNextKernelsMemoryOnlyIfItIsKnown) {
  const Image image = ImageOfCase("bug-17");
  EXPECT_EQ(Where(FindHazards(image, std::nullopt), HazardKind::kTableInNextKernel), "");
  const auto told = FindHazards(image, PhysicalRange{0x9000'0000, 0x400'0000});
  EXPECT_EQ(Where(told, HazardKind::kTableInNextKernel),
            "the stream table at 0x93800000-0x9380001f");
  EXPECT_EQ(
      Where(FindHazards(image, PhysicalRange{0x1000, 0x1000}), HazardKind::kTableInNextKernel), "");
}

TEST(Hazards, ALevel2ArrayInsideTheLevel1Table) {
  EXPECT_THAT(Where(FindHazards(ImageOfCase("newest-l2ptr-into-l1"), std::nullopt),
                    HazardKind::kLevel2InLevel1),
              HasSubstr("L1STD 0xf9 leads to 0x40000000-"));
}

TEST(Hazards, TwoL1StdsThatShareALevel2Array) {
  EXPECT_THAT(Where(FindHazards(ImageOfCase("bug-41"), std::nullopt), HazardKind::kLevel2Overlap),
              HasSubstr("L1STD 0x1 and 0x2"));
  EXPECT_EQ(Where(FindHazards(ImageOfCase("bug-17"), std::nullopt), HazardKind::kLevel2Overlap),
            "");
}

TEST(Hazards, Modes) {
  EXPECT_THAT(Where(FindHazards(ImageOfCase("bug-51"), std::nullopt), HazardKind::kStalls),
              HasSubstr("StreamID 0x"));
  EXPECT_NE(Where(FindHazards(ImageOfCase("bug-49"), std::nullopt), HazardKind::kGbpaBypass), "");
  EXPECT_NE(Where(FindHazards(ImageOfCase("bug-2"), std::nullopt), HazardKind::kGlobalError), "");
  EXPECT_NE(Where(FindHazards(ImageOfCase("bug-17"), std::nullopt), HazardKind::kLiveAsids), "");
}

TEST(Hazards, AnSmmuThatIsOffHasNoTables) {
  const std::vector<Hazard> hazards = FindHazards(Image(), std::nullopt);
  ASSERT_EQ(hazards.size(), 1u);
  EXPECT_EQ(hazards[0].where, "CR0.SMMUEN is 0: all DMA bypasses now");
}

TEST(Hazards, CountsWhatItDoesNotList) {
  EXPECT_EQ(Where(FindHazards(ImageOfCase("bug-68"), std::nullopt), HazardKind::kLiveAsids), "1, 2")
      << "those behind SubstreamIDs are not looked at";
  const Image image = ImageOfCase("bug-17");
  const auto few = FindHazards(image, PhysicalRange{0x9000'0000, 0x400'0000}, 2);
  EXPECT_EQ(std::ranges::count(few, HazardKind::kTableInNextKernel, &Hazard::kind), 3);
  EXPECT_THAT(few[2].where, testing::EndsWith(" more"));
}

TEST(HazardsText, NamesTheRank) {
  EXPECT_EQ(HazardsText({}), "  none\n");
  EXPECT_EQ(HazardsText({{HazardKind::kLiveVmids, "7"}, {HazardKind::kLiveVmids, "8"}}),
            "  note   LIVE-VMIDS           VMIDs in use, not to be given out\n"
            "                              7\n                              8\n");
}

}  // namespace
}  // namespace quiesce
