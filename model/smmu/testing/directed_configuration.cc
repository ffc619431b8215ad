// Registers, stream tables, STE.Config, substreams, CD tables. IHI 0070 G.b chapters 3, 5, 6.
#include "model/smmu/testing/directed_case.h"

namespace quiesce::testing {
namespace {

using C = Concrete;

constexpr std::uint64_t kLevel2 = 0x1010'0000;
constexpr std::uint64_t kLeafCds = 0x1110'0000;
constexpr std::uint64_t kBeyondOas = std::uint64_t{1} << 48;

void Disable(Rig& rig) { rig.Set<Reg::CR0, "SMMUEN">(0); }

/// SPLIT 6: StreamID 5 is behind the first L1STD, which spans 2^(span - 1) STEs.
void PutTwoLevelTable(Rig& rig, unsigned span, std::uint64_t l2ptr) {
  rig.MapStage1();
  rig.Set<Reg::STRTAB_BASE_CFG, "FMT">(1);
  rig.Set<Reg::STRTAB_BASE_CFG, "SPLIT">(6);
  rig.PutRecord(kStreamTable,
                WithAddr<"L2Ptr">(With<"Span">(L1Std<C>(), Bits<C, 5>(span)), Bits<C, 64>(l2ptr)));
  rig.PutRecord(kLevel2 + kSid * 64, Stage1Ste());
}

/// 16 CDs in a linear table.
Ste<C> Substreams(unsigned s1dss) {
  return With<"S1DSS">(With<"S1CDMax">(Stage1Ste(), 4), Bits<C, 2>(s1dss));
}
/// With CD 0 and CD 7; CD 7 ignores the top byte.
void PutSubstreams(Rig& rig, unsigned s1dss) {
  rig.MapStage1(kStage1Page, DefaultCd(), Substreams(s1dss));
  rig.PutCd(kCdTable + 7 * 64, With<"TBI0">(DefaultCd(), 1));
}

/// 2^10 CDs in a 2-level table of 4K leaves; CD 0x41 is behind the second L1CD.
void PutTwoLevelCds(Rig& rig, bool valid, std::uint64_t l2ptr) {
  Ste<C> ste = With<"S1CDMax">(With<"S1Fmt">(Stage1Ste(), 1), 10);
  rig.MapStage1(kStage1Page, DefaultCd(), ste);
  rig.PutRecord(kCdTable + 8,
                WithAddr<"L2Ptr">(With<"V">(L1Cd<C>(), Bits<C, 1>(valid)), Bits<C, 64>(l2ptr)));
  rig.PutCd(kLeafCds + 64, DefaultCd());
}

void AddRegisterCases(std::vector<DirectedCase>& out) {
  const auto enabled = [](Rig& rig) { rig.MapStage1(); };
  const auto failed = [](Rig& rig) {
    rig.MapStage1();
    rig.Set<Reg::GERROR, "SFM_ERR">(1);
  };
  const std::vector<DirectedCase> cases = {
      {"stage 1 maps a page", enabled, At(kVa + 0xABC), "complete 0x45678abc ff ish"},
      {"service failure mode", failed, Read(), "abort"},
      {"service failure mode, request", failed, Request(), "CA"},
      {"service failure mode before F_UUT", failed, UnsupportedType(), "abort"},
      {"unsupported type", enabled, UnsupportedType(Privileged(Instruction())),
       "abort F_UUT r P X va=0x123456789000"},
      {"unsupported type while disabled", Disable, UnsupportedType(),
       "abort F_UUT r va=0x123456789000"},
      {"speculative read", enabled, Speculative(), "complete 0x45678000 ff ish"},
      {"speculative read that faults", enabled, Speculative(At(0x1000)), "abort"},
      {"speculative write", enabled, Speculative(Write()), "abort"},
      {"a speculative write of an unsupported type", enabled, UnsupportedType(Speculative(Write())),
       "abort"},
      {"disabled", Disable, Read(), "complete 0x123456789000 ff nsh"},
      {"disabled, GBPA.ABORT",
       [](Rig& rig) {
         Disable(rig);
         rig.Set<Reg::GBPA, "ABORT">(1);
       },
       Read(), "abort"},
      {"disabled, beyond OAS", Disable, At(kBeyondOas), "abort"},
      {"disabled, last page", Disable, At(kBeyondOas - 0x1000), "complete 0xfffffffff000 ff nsh"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddStreamTableCases(std::vector<DirectedCase>& out) {
  const auto spans_5 = [](Rig& rig) { PutTwoLevelTable(rig, 4, kLevel2); };
  const auto far_l2 = [](Rig& rig) { PutTwoLevelTable(rig, 4, kLevel2 | std::uint64_t{1} << 44); };
  const std::vector<DirectedCase> cases = {
      {"two levels", spans_5, Read(), "complete 0x45678000 ff ish"},
      {"two levels, beyond the span", [](Rig& rig) { PutTwoLevelTable(rig, 3, kLevel2); }, Read(),
       "abort C_BAD_STREAMID"},
      {"two levels, Span 0", [](Rig& rig) { PutTwoLevelTable(rig, 0, kLevel2); }, Read(),
       "abort C_BAD_STREAMID"},
      {"StreamID out of range",
       [](Rig& rig) {
         rig.MapStage1();
         rig.Set<Reg::STRTAB_BASE_CFG, "LOG2SIZE">(2);
       },
       Read(), "abort C_BAD_STREAMID"},
      {"StreamID out of range, RECINVSID 0",
       [](Rig& rig) {
         rig.MapStage1();
         rig.Set<Reg::STRTAB_BASE_CFG, "LOG2SIZE">(2);
         rig.Set<Reg::CR2, "RECINVSID">(0);
       },
       Read(), "abort"},
      {"RECINVSID 0 does not concern other errors",
       [](Rig& rig) {
         rig.PutSte(kSid, Ste<C>());
         rig.Set<Reg::CR2, "RECINVSID">(0);
       },
       Read(), "abort C_BAD_STE"},
      {"L2Ptr beyond OAS",
       [](Rig& rig) {
         PutTwoLevelTable(rig, 4, kLevel2 | std::uint64_t{1} << 44);
         rig.Set<Reg::IDR5, "OAS">(4);
       },
       Read(), "abort F_STE_FETCH at=0x100010100140"},
      {"L2Ptr in a large OAS", far_l2, Read(), "abort F_STE_FETCH at=0x100010100140"},
      {"L2Ptr beyond OAS, truncated",
       [](Rig& rig) {
         PutTwoLevelTable(rig, 4, kLevel2 | std::uint64_t{1} << 44);
         rig.MapStage1(kStage1Page, With<"IPS">(DefaultCd(), 4));
         rig.Set<Reg::IDR5, "OAS">(4);
         rig.choices.Set(ChoicePoint::kSteAddressAboveOas, 1);
         rig.PutRecord(kStreamTable, WithAddr<"L2Ptr">(With<"Span">(L1Std<C>(), 4),
                                                       Bits<C, 64>(kLevel2 | 1ull << 44)));
         rig.PutRecord(kLevel2 + kSid * 64, Stage1Ste());
       },
       Read(), "complete 0x45678000 ff ish"},
      {"no stream table", [](Rig&) {}, Privileged(Read()), "abort F_STE_FETCH at=0x10000140"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddConfigCases(std::vector<DirectedCase>& out) {
  const auto bypass = [](Rig& rig) {
    rig.PutSte(kSid, With<"SHCFG">(With<"Config">(With<"V">(Ste<C>(), 1), 4), 1));
  };
  const auto small_ias = [](Rig& rig) {
    rig.MapStage2();
    rig.Set<Reg::IDR5, "OAS">(4);  // 44 bits
    rig.PutSte(kSid, With<"S2SL0">(With<"S2T0SZ">(Stage2Ste(), 32), 1));
  };
  const std::vector<DirectedCase> cases = {
      {"invalid STE", [](Rig& rig) { rig.MapStage1(0, DefaultCd(), With<"V">(Stage1Ste(), 0)); },
       WithSsid(9, Privileged()), "abort C_BAD_STE ssid=9"},
      {"an STE of zeros", [](Rig& rig) { rig.PutSte(kSid, Ste<C>()); }, Read(), "abort C_BAD_STE"},
      {"a CD of zeros",
       [](Rig& rig) {
         rig.PutSte(kSid, Stage1Ste());
         rig.PutCd(kCdTable, Cd<C>());
       },
       Read(), "abort C_BAD_CD"},
      {"Config 000", [](Rig& rig) { rig.PutSte(kSid, With<"Config">(NestedSte(), 0)); }, Read(),
       "abort"},
      {"Config 000 comes before the substream",
       [](Rig& rig) { rig.PutSte(kSid, With<"Config">(NestedSte(), 0)); }, WithSsid(3), "abort"},
      {"Config 100", bypass, Read(), "complete 0x123456789000 ff nsh"},
      {"Config 100, beyond OAS", bypass, At(kBeyondOas),
       "abort F_ADDR_SIZE r IN va=0x1000000000000"},
      {"Config 100, substream before range", bypass, WithSsid(3, At(kBeyondOas)),
       "abort C_BAD_SUBSTREAMID (ssid=3)"},
      {"Config 110", [](Rig& rig) { rig.MapStage2(); }, Read(), "complete 0x45678000 ff ish"},
      {"Config 110, beyond IAS", small_ias, At(std::uint64_t{1} << 44),
       "abort F_ADDR_SIZE r IN va=0x100000000000"},
      {"Config 110, beyond S2T0SZ", small_ias, At(std::uint64_t{1} << 32),
       "abort F_TRANSLATION r S2 IN va=0x100000000 ipa=0x100000000"},
      {"Config 111", [](Rig& rig) { rig.MapNested(); }, Write(), "complete 0x45678000 ff ish"},
      {"stage 2 LPAE",
       [](Rig& rig) {
         rig.Set<Reg::IDR0, "TTF">(3);
         rig.PutSte(kSid, With<"S2T0SZ">(With<"S2SL0">(With<"S2AA64">(Stage2Ste(), 0), 1), 0));
       },
       Read(), "unsupported VMSAv8-32 LPAE"},
      {"stage 1 LPAE",
       [](Rig& rig) {
         rig.Set<Reg::IDR0, "TTF">(3);
         rig.MapStage1(kStage1Page, With<"AA64">(With<"T0SZ">(DefaultCd(), 0), 0));
       },
       Read(), "unsupported VMSAv8-32 LPAE"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddSubstreamCases(std::vector<DirectedCase>& out) {
  constexpr std::uint64_t kTagged = 0xAB00'0000'0000'0000 | kVa;
  const auto terminate = [](Rig& rig) { PutSubstreams(rig, 0); };
  const auto bypass = [](Rig& rig) { PutSubstreams(rig, 1); };
  const auto cd0 = [](Rig& rig) { PutSubstreams(rig, 2); };
  const auto reserved = [](Rig& rig) { PutSubstreams(rig, 3); };
  const auto single = [](Rig& rig) {
    rig.MapStage1(kStage1Page, DefaultCd(), With<"S1DSS">(Stage1Ste(), 1));
  };
  const std::vector<DirectedCase> cases = {
      {"substream without stage 1", [](Rig& rig) { rig.MapStage2(); }, WithSsid(3),
       "abort C_BAD_SUBSTREAMID (ssid=3)"},
      {"CD 7", terminate, WithSsid(7, At(kTagged)), "complete 0x45678000 ff ish"},
      {"CD 0 by number", terminate, WithSsid(0), "complete 0x45678000 ff ish"},
      {"CD 0 by number, S1DSS bypass", bypass, WithSsid(0), "complete 0x45678000 ff ish"},
      {"S1DSS terminate", terminate, Privileged(Read()), "abort F_STREAM_DISABLED"},
      {"S1DSS reserved acts as terminate", reserved, Read(), "abort F_STREAM_DISABLED"},
      {"S1DSS bypass", bypass, Read(), "complete 0x123456789000 ff nsh"},
      {"S1DSS CD 0", cd0, Read(), "complete 0x45678000 ff ish"},
      {"S1DSS CD 0, substream 0", cd0, WithSsid(0), "abort F_STREAM_DISABLED"},
      {"S1DSS CD 0, substream 7", cd0, WithSsid(7), "complete 0x45678000 ff ish"},
      {"S1DSS is ignored with one CD", single, Read(), "complete 0x45678000 ff ish"},
      {"one CD, substream 0", single, WithSsid(0), "abort C_BAD_SUBSTREAMID"},
      {"one CD, substream 1", single, WithSsid(1), "abort C_BAD_SUBSTREAMID (ssid=1)"},
      {"substream out of range", terminate, WithSsid(16), "abort C_BAD_SUBSTREAMID (ssid=16)"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddCdTableCases(std::vector<DirectedCase>& out) {
  const auto misaligned = [](Rig& rig) {
    const Ste<C> ste = WithAddr<"S1ContextPtr">(Substreams(0), Bits<C, 64>(kCdTable + 64));
    rig.MapStage1(kStage1Page, DefaultCd(), ste);
    rig.memory().Map(kCdTable, 16 * 64);
    rig.choices.Set(ChoicePoint::kCdTableMisaligned, 1);  // entry 0, whatever the index
  };
  const auto aligned = [](Rig& rig) {
    rig.MapStage1(kStage1Page, DefaultCd(), Substreams(0));
    rig.PutCd(kCdTable, Cd<C>());
    rig.PutCd(kCdTable + 3 * 64, DefaultCd());
    rig.choices.Set(ChoicePoint::kCdTableMisaligned, 1);
  };
  const auto far = [](Rig& rig) { PutTwoLevelCds(rig, true, kLeafCds | std::uint64_t{1} << 44); };
  const std::vector<DirectedCase> cases = {
      {"two levels of CDs", [](Rig& rig) { PutTwoLevelCds(rig, true, kLeafCds); }, WithSsid(0x41),
       "complete 0x45678000 ff ish"},
      {"invalid L1CD", [](Rig& rig) { PutTwoLevelCds(rig, false, kLeafCds); }, WithSsid(0x41),
       "abort C_BAD_SUBSTREAMID (ssid=65)"},
      {"L1CD.L2Ptr beyond OAS",
       [](Rig& rig) {
         PutTwoLevelCds(rig, true, kLeafCds | std::uint64_t{1} << 44);
         rig.Set<Reg::IDR5, "OAS">(4);
       },
       WithSsid(0x41), "abort C_BAD_SUBSTREAMID (ssid=65)"},
      {"L1CD.L2Ptr within OAS", far, WithSsid(0x41), "abort F_CD_FETCH ssid=65 at=0x100011100040"},
      {"misaligned CD table, any entry", misaligned, WithSsid(3), "complete 0x45678000 ff ish"},
      {"aligned CD table, no choice", aligned, WithSsid(3), "complete 0x45678000 ff ish"},
      {"invalid CD", [](Rig& rig) { rig.MapStage1(kStage1Page, Cd<C>()); }, Privileged(),
       "abort C_BAD_CD"},
      {"no CD", [](Rig& rig) { rig.PutSte(kSid, Stage1Ste()); }, Read(),
       "abort F_CD_FETCH at=0x11000000"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

}  // namespace

std::vector<DirectedCase> ConfigurationCases() {
  std::vector<DirectedCase> out;
  AddRegisterCases(out);
  AddStreamTableCases(out);
  AddConfigCases(out);
  AddSubstreamCases(out);
  AddCdTableCases(out);
  return out;
}

}  // namespace quiesce::testing
