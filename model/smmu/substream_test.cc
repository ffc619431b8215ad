#include "model/smmu/substream.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

// What happens to a transaction; "cd N" is the index of the CD it uses.
struct Row {
  unsigned config, s1cdmax, s1dss;
  bool ssv;
  std::uint32_t ssid;
  const char* result;
};

const Row kRows[] = {
    {4, 0, 0, false, 0, "bypass"},
    {4, 0, 0, true, 0, "C_BAD_SUBSTREAMID"},
    {6, 0, 0, false, 0, "bypass"},
    {6, 4, 2, true, 1, "C_BAD_SUBSTREAMID"},
    {5, 0, 0, false, 0, "cd 0"},  // a single CD: S1DSS is ignored
    {5, 0, 1, false, 0, "cd 0"},
    {5, 0, 2, true, 0, "C_BAD_SUBSTREAMID"},
    {5, 4, 0, false, 0, "F_STREAM_DISABLED"},
    {5, 4, 3, false, 0, "F_STREAM_DISABLED"},  // reserved, as 0
    {5, 4, 1, false, 0, "bypass"},
    {5, 4, 2, false, 0, "cd 0"},
    {5, 4, 0, true, 0, "cd 0"},
    {5, 4, 1, true, 0, "cd 0"},
    {5, 4, 2, true, 0, "F_STREAM_DISABLED"},  // CD 0 is for traffic without SubstreamID
    {5, 4, 2, true, 1, "cd 1"},
    {5, 4, 0, true, 15, "cd 15"},
    {5, 4, 0, true, 16, "C_BAD_SUBSTREAMID"},
    {5, 4, 2, true, 16, "C_BAD_SUBSTREAMID"},
    {7, 4, 1, false, 0, "bypass"},
    {7, 4, 0, true, 9, "cd 9"},
};

std::string Text(const OrStop<CdSelection>& selection) {
  if (!selection.ok()) {
    return std::string(SpecOf(std::get<Fault>(selection.stop()).type).name());
  }
  return *selection ? "cd " + std::to_string(**selection) : "bypass";
}

std::string Select(const Row& row, const Caps<Concrete>& caps) {
  Ste<Concrete> ste = With<"Config">(NestedSte(), Bits<Concrete, 3>(row.config));
  ste = With<"S1CDMax">(ste, Bits<Concrete, 5>(row.s1cdmax));
  ste = With<"S1DSS">(ste, Bits<Concrete, 2>(row.s1dss));
  return Text(SelectCd(ste, DecodeCdTable(ste, caps), row.ssv, row.ssid));
}

TEST(SubstreamTest, SelectsTheCd) {
  const Caps<Concrete> caps = CapsOf(DefaultRegisters());
  for (const Row& row : kRows) {
    EXPECT_EQ(Select(row, caps), row.result)
        << row.config << " " << row.s1cdmax << " " << row.s1dss << " " << row.ssv << row.ssid;
  }
}

TEST(SubstreamTest, WithoutSubstreamSupportThereIsOneCd) {
  RegisterImage registers = DefaultRegisters();
  registers.Put<Reg::IDR1>(With<"SSIDSIZE">(registers.Get<Reg::IDR1>(), 0));
  const Caps<Concrete> caps = CapsOf(registers);
  EXPECT_EQ(Select({5, 4, 0, false, 0, ""}, caps), "cd 0");
  EXPECT_EQ(Select({5, 4, 0, true, 1, ""}, caps), "C_BAD_SUBSTREAMID");
}

TEST(SubstreamTest, BypassedStage1IsAFullBypassWithoutStage2) {
  Rig rig;
  rig.PutSte(kSid, With<"S1DSS">(With<"S1CDMax">(Stage1Ste(), 4), 1));
  EXPECT_EQ(rig.Summary(Read()), "complete 0x123456789000");
  Transaction t = Read();
  t.address = std::uint64_t{1} << 50;
  EXPECT_EQ(rig.Summary(t), "abort F_ADDR_SIZE r S1 IN");
}

TEST(SubstreamTest, RecordsCarryTheSubstreamOnlyWhereTheyHaveOne) {
  Rig rig;
  rig.PutSte(kSid, With<"S1DSS">(With<"S1CDMax">(Stage1Ste(), 4), 2));
  Transaction t = Read();
  t.ssv = true;
  t.substream_id = 16;
  const Event bad = *rig.Run(t).event;
  EXPECT_EQ(bad.substream_id, 16u);
  EXPECT_FALSE(bad.ssv);  // always valid, no qualifier
  t.substream_id = 0;
  const Event disabled = *rig.Run(t).event;
  EXPECT_EQ(disabled.type, EventType::F_STREAM_DISABLED);
  EXPECT_FALSE(disabled.ssv);
  t.substream_id = 3;
  const Event fetch = *rig.Run(t).event;
  EXPECT_EQ(fetch.type, EventType::F_CD_FETCH);
  EXPECT_TRUE(fetch.ssv);
  EXPECT_EQ(fetch.substream_id, 3u);
  EXPECT_EQ(fetch.fetch_address, kCdTable + 3 * 64);
}

}  // namespace
}  // namespace quiesce
