#include "model/smmu/ats.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using C = Concrete;

constexpr std::uint64_t kXn = std::uint64_t{1} << 54;

Ste<C> FullAts(const Ste<C>& ste) { return With<"EATS">(ste, 1); }
Ste<C> SplitAts() { return With<"EATS">(NestedSte(), 2); }

Transaction WriteRequest() {
  Transaction t = Request();
  t.access = AccessKind::kWrite;
  return t;
}

TEST(AtsTest, RequestsAndTranslatedWhileDisabled) {
  Rig rig;
  rig.Set<Reg::CR0, "SMMUEN">(0);
  EXPECT_EQ(rig.Summary(Request()), "UR F_BAD_ATS_TREQ");
  EXPECT_EQ(rig.Summary(Translated()), "abort F_TRANSL_FORBIDDEN");
}

struct ErrorRow {
  const char* what;
  void (*prepare)(Rig&);
  const char* request;              // without REC_CFG_ATS
  const char* request_recorded;     // with
  const char* translated;           // ATSCHK == 1, without REC_CFG_ATS
  const char* translated_recorded;  // with
};

// IHI 0070 G.b 3.9.1.2 and 3.9.1.3, one line for each line of their tables.
const ErrorRow kErrors[] = {
    {"no such stream", [](Rig&) {}, "CA", "CA F_STE_FETCH at=0x10000140", "abort",
     "abort F_STE_FETCH at=0x10000140"},
    {"StreamID out of range", [](Rig& rig) { rig.Set<Reg::STRTAB_BASE_CFG, "LOG2SIZE">(0); }, "CA",
     "CA C_BAD_STREAMID", "abort", "abort C_BAD_STREAMID"},
    {"StreamID out of range, RECINVSID == 0",
     [](Rig& rig) {
       rig.Set<Reg::STRTAB_BASE_CFG, "LOG2SIZE">(0);
       rig.Set<Reg::CR2, "RECINVSID">(0);
     },
     "CA", "CA", "abort", "abort C_BAD_STREAMID"},
    {"invalid STE", [](Rig& rig) { rig.PutSte(kSid, Ste<C>()); }, "CA", "CA C_BAD_STE", "abort",
     "abort C_BAD_STE"},
    {"Config 000", [](Rig& rig) { rig.PutSte(kSid, FullAts(With<"Config">(Stage1Ste(), 0))); },
     "UR", "UR", "abort", "abort"},
    {"Config 100", [](Rig& rig) { rig.PutSte(kSid, FullAts(With<"Config">(Stage1Ste(), 4))); },
     "UR F_BAD_ATS_TREQ", "UR F_BAD_ATS_TREQ", "abort F_TRANSL_FORBIDDEN",
     "abort F_TRANSL_FORBIDDEN"},
    {"EATS 00", [](Rig& rig) { rig.MapStage1(); }, "UR F_BAD_ATS_TREQ", "UR F_BAD_ATS_TREQ",
     "abort F_TRANSL_FORBIDDEN", "abort F_TRANSL_FORBIDDEN"},
    {"EATS 11 without DPT",
     [](Rig& rig) { rig.MapStage1(kStage1Page, DefaultCd(), With<"EATS">(Stage1Ste(), 3)); },
     "UR F_BAD_ATS_TREQ", "UR F_BAD_ATS_TREQ", "abort F_TRANSL_FORBIDDEN",
     "abort F_TRANSL_FORBIDDEN"},
    {"stream disabled",
     [](Rig& rig) { rig.PutSte(kSid, FullAts(With<"S1CDMax">(Stage1Ste(), 4))); }, "CA",
     "CA F_STREAM_DISABLED", "complete 0x123456789000", "complete 0x123456789000"},
    {"no CD", [](Rig& rig) { rig.PutSte(kSid, FullAts(Stage1Ste())); }, "CA",
     "CA F_CD_FETCH at=0x11000000", "complete 0x123456789000", "complete 0x123456789000"},
    {"bad CD", [](Rig& rig) { rig.MapStage1(kStage1Page, Cd<C>(), FullAts(Stage1Ste())); }, "CA",
     "CA C_BAD_CD", "complete 0x123456789000", "complete 0x123456789000"},
};

TEST(AtsTest, ErrorsOfRequestsAndTranslatedTransactions) {
  for (const ErrorRow& row : kErrors) {
    Rig rig;
    rig.Set<Reg::CR0, "ATSCHK">(1);
    row.prepare(rig);
    EXPECT_EQ(rig.Summary(Request()), row.request) << row.what;
    EXPECT_EQ(rig.Summary(Translated()), row.translated) << row.what;
    rig.Set<Reg::CR2, "REC_CFG_ATS">(1);
    EXPECT_EQ(rig.Summary(Request()), row.request_recorded) << row.what;
    EXPECT_EQ(rig.Summary(Translated()), row.translated_recorded) << row.what;
  }
}

TEST(AtsTest, WithoutAtschkTranslatedPassesWhateverTheSteSays) {
  Rig rig;
  rig.Set<Reg::CR0, "ATSCHK">(0);
  EXPECT_EQ(rig.Summary(Translated()), "complete 0x123456789000");
  rig.PutSte(kSid, With<"Config">(Stage1Ste(), 0));
  EXPECT_EQ(rig.Summary(Translated()), "complete 0x123456789000");
  EXPECT_TRUE(rig.trace.steps().empty());
}

TEST(AtsTest, ATranslatedPaAboveOasIsAbortedOrTruncated) {
  Rig rig;
  Transaction t = Translated();
  t.address |= std::uint64_t{1} << 50;
  EXPECT_EQ(rig.Summary(t), "abort");
  rig.choices.Set(ChoicePoint::kTranslatedAboveOas, 1);
  EXPECT_EQ(rig.Summary(t), "complete 0x123456789000");
}

struct PageRow {
  const char* what;
  std::uint64_t page;
  bool nw, exe, priv;
  const char* result;
};

// The examples of IHI 0070 G.b 13.7; NW == 1 on a writable page may be given write, and is.
const PageRow kPages[] = {
    {"user RO, priv RW", kStage1Page | 1 << 7, true, false, false, "success r-- 0x45678000"},
    {"user RW", kStage1Page, false, false, false, "success rw- 0x45678000"},
    {"user RW, NW", kStage1Page | kXn, true, true, false, "success rw- 0x45678000"},
    {"priv RW only", kStage1Page & ~std::uint64_t{1 << 6}, false, false, true,
     "success rw- 0x45678000"},
    {"priv RW only, asked by user", kStage1Page & ~std::uint64_t{1 << 6}, false, false, false,
     "success ---"},
    {"user RWX", kStage1Page, false, true, false, "success rwx 0x45678000"},
    {"user RW XN", kStage1Page | kXn, false, true, false, "success rw- 0x45678000"},
    {"user X only", kStage1Page & ~std::uint64_t{1 << 6}, false, true, false, "success ---"},
    {"invalid", 0, false, false, false, "success ---"},
    {"no access flag", kStage1Page & ~kAccessFlag, false, false, false, "success ---"},
};

TEST(AtsTest, RequestsAreGivenWhatThePagePermits) {
  for (const PageRow& row : kPages) {
    Rig rig;
    rig.MapStage1(row.page, DefaultCd(), FullAts(With<"S1CDMax">(Stage1Ste(), 1)));
    Transaction t = row.nw ? Request() : WriteRequest();
    t.ssv = true;
    t.instruction = row.exe;
    t.privileged = row.priv;
    EXPECT_EQ(rig.Summary(t), row.result) << row.what;
  }
}

TEST(AtsTest, WithoutPasidARequestIsUnprivilegedData) {
  Rig rig;
  rig.MapStage1(kStage1Page, DefaultCd(), FullAts(Stage1Ste()));
  Transaction t = Request();
  t.instruction = t.privileged = true;
  EXPECT_EQ(rig.Summary(t), "success rw- 0x45678000");
  rig.MapStage1(kStage1Page & ~std::uint64_t{1 << 6}, DefaultCd(), FullAts(Stage1Ste()));
  EXPECT_EQ(rig.Summary(t), "success ---");
}

TEST(AtsTest, OnlyAWriteRequestDirtiesAPage) {
  Rig rig;
  const Cd<C> cd = With<"HD">(With<"HA">(DefaultCd(), 1), 1);
  rig.MapStage1(kStage1Page | 1 << 7 | kDbm, cd, FullAts(Stage1Ste()));
  EXPECT_EQ(rig.Summary(Request()), "success r-- 0x45678000");
  EXPECT_EQ(rig.trace.steps().size(), 7u);
  EXPECT_EQ(rig.Summary(WriteRequest()), "success rw- 0x45678000");
  ASSERT_EQ(rig.trace.steps().size(), 8u);
  EXPECT_EQ(std::get<DescriptorUpdate>(rig.trace.steps()[6]).after, kStage1Page | kDbm | kPa);
}

TEST(AtsTest, ARequestThatIsGivenNothingSetsNoAccessFlag) {
  Rig rig;
  const std::uint64_t page = kStage1Page & ~kAccessFlag & ~std::uint64_t{1 << 6};
  rig.MapStage1(page, With<"HA">(DefaultCd(), 1), FullAts(Stage1Ste()));
  EXPECT_EQ(rig.Summary(Request()), "success ---");
  for (const TraceStep& step : rig.trace.steps()) {
    EXPECT_FALSE(std::holds_alternative<DescriptorUpdate>(step));
  }
}

TEST(AtsTest, InstcfgChangesWhatReadMeans) {
  Rig rig;
  const std::uint64_t execute_only = kStage1Page & ~std::uint64_t{1 << 6};
  const Ste<C> ste = FullAts(With<"INSTCFG">(Stage1Ste(), 3));
  rig.MapStage1(execute_only, DefaultCd(), ste);
  EXPECT_EQ(rig.Summary(Request()), "success r-- 0x45678000");
}

TEST(AtsTest, BypassedStage1GrantsTheIdentity) {
  Rig rig;
  const Ste<C> skipped = With<"S1DSS">(With<"S1CDMax">(Stage1Ste(), 4), 1);
  rig.PutSte(kSid, FullAts(skipped));
  EXPECT_EQ(rig.Summary(Request()), "success rw- 0x123456789000");
}

TEST(AtsTest, FullAtsReturnsThePaSplitStageTheIpa) {
  Rig rig;
  rig.Set<Reg::CR0, "ATSCHK">(1);
  rig.MapNested(FullAts(NestedSte()));
  EXPECT_EQ(rig.Summary(WriteRequest()), "success rw- 0x45678000");
  rig.PutSte(kSid, SplitAts());
  EXPECT_EQ(rig.Summary(WriteRequest()), "success rw- 0x200007000");
  rig.memory().Write64(rig.stage2_leaf, (kStage2Page & ~kWriteBit) | kPa);
  EXPECT_EQ(rig.Summary(WriteRequest()), "success r-- 0x200007000");
  rig.memory().Write64(rig.stage2_leaf, 0);
  EXPECT_EQ(rig.Summary(WriteRequest()), "success ---");
}

TEST(AtsTest, WithoutAtschkSplitStageIsOff) {
  Rig rig;
  rig.MapNested(SplitAts());
  EXPECT_EQ(rig.Summary(Request()), "UR F_BAD_ATS_TREQ");
}

TEST(AtsTest, Stage2FaultsOfASplitStageTranslatedTransaction) {
  Rig rig;
  rig.Set<Reg::CR0, "ATSCHK">(1);
  rig.MapNested(SplitAts());
  Transaction t = Translated();
  t.address = Rig::kIpa;
  t.ssv = true;
  EXPECT_EQ(rig.Summary(t), "complete 0x45678000");
  t.address += 0x1000;
  const Outcome o = rig.Run(t);
  EXPECT_EQ(Summary(o), "abort F_TRANSLATION r S2 IN ipa=0x200008000");
  EXPECT_FALSE(o.event->ssv);
  t.address = std::uint64_t{1} << 48;
  EXPECT_EQ(rig.Summary(t), "abort F_ADDR_SIZE r S1 IN");
  rig.PutSte(kSid, With<"S2R">(SplitAts(), 0));
  t.address = Rig::kIpa + 0x1000;
  EXPECT_EQ(rig.Summary(t), "abort");
}

TEST(AtsTest, AbortedWalks) {
  Rig rig;
  rig.Set<Reg::CR2, "REC_CFG_ATS">(1);
  rig.PutSte(kSid, FullAts(Stage1Ste()));
  rig.PutCd(kCdTable, DefaultCd());
  EXPECT_EQ(rig.Summary(Request()), "CA F_WALK_EABT r S1 TT at=0x12000120");
  rig.Set<Reg::IDR0, "ATSRECERR">(0);  // REC_CFG_ATS does not exist
  EXPECT_EQ(rig.Summary(Request()), "CA");
}

TEST(AtsTest, ABadRequestIsRecordedAsItCame) {
  Rig rig;
  rig.PutSte(kSid, With<"PRIVCFG">(Stage1Ste(), 2));
  Transaction t = WriteRequest();
  t.ssv = true;
  t.substream_id = 9;
  t.privileged = true;
  t.address = kVa | 0x123;
  const Event e = *rig.Run(t).event;
  EXPECT_TRUE(e.pnu);
  EXPECT_FALSE(e.ind);
  EXPECT_FALSE(e.rnw);
  EXPECT_EQ(e.input_address, kVa);
  EXPECT_EQ(e.substream_id, 9u);
}

}  // namespace
}  // namespace quiesce
