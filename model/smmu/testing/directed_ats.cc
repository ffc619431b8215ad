// ATS: what is refused, granted and recorded. IHI 0070 G.b 3.9, 13.6, 13.7.
#include "model/smmu/testing/directed_case.h"

namespace quiesce::testing {
namespace {

using C = Concrete;

constexpr std::uint64_t kXn = std::uint64_t{1} << 54;
constexpr std::uint64_t kNoUser = kStage1Page & ~std::uint64_t{1 << 6};

Ste<C> Full(const Ste<C>& ste) { return With<"EATS">(ste, 1); }
Ste<C> Split() { return With<"EATS">(NestedSte(), 2); }

void Check(Rig& rig) { rig.Set<Reg::CR0, "ATSCHK">(1); }
void Record(Rig& rig) {
  Check(rig);
  rig.Set<Reg::CR2, "REC_CFG_ATS">(1);
}
template <std::uint64_t kPage>
void MapPage(Rig& rig) {
  rig.MapStage1(kPage, DefaultCd(), Full(With<"S1CDMax">(Stage1Ste(), 1)));
}
void MapSplit(Rig& rig) {
  Check(rig);
  rig.MapNested(Split());
}
/// Without substreams.
template <std::uint64_t kPage>
void MapPlain(Rig& rig) {
  rig.MapStage1(kPage, DefaultCd(), Full(Stage1Ste()));
}
Transaction ReadRequest() { return WithSsid(0, Request()); }

void AddRefusalCases(std::vector<DirectedCase>& out) {
  const auto disabled = [](Rig& rig) { rig.Set<Reg::CR0, "SMMUEN">(0); };
  const auto off = [](Rig& rig) {
    rig.MapStage1(kStage1Page, DefaultCd(), With<"PRIVCFG">(Stage1Ste(), 2));
    Check(rig);
  };
  const auto aborts = [](Rig& rig) {
    rig.PutSte(kSid, Full(With<"Config">(Stage1Ste(), 0)));
    Record(rig);
  };
  const std::vector<DirectedCase> cases = {
      {"request while disabled", disabled, Request(), "UR F_BAD_ATS_TREQ r va=0x123456789000"},
      {"translated while disabled", disabled, Translated(),
       "abort F_TRANSL_FORBIDDEN r va=0x123456789000"},
      {"translated write while disabled", disabled,
       At(kVa + 4,
          [] {
            Transaction t = Translated();
            t.access = AccessKind::kWrite;
            return t;
          }()),
       "abort F_TRANSL_FORBIDDEN va=0x123456789004"},
      {"EATS 0, request as it came", off, WithSsid(9, Privileged(Instruction(WriteRequest()))),
       "UR F_BAD_ATS_TREQ ssid=9 P X va=0x123456789000"},
      {"EATS 0, request without PASID", off, Privileged(Instruction(Request())),
       "UR F_BAD_ATS_TREQ r va=0x123456789000"},
      {"EATS 0, translated", off, WithSsid(9, Translated()),
       "abort F_TRANSL_FORBIDDEN r va=0x123456789000"},
      {"Config 000, request", aborts, Request(), "UR"},
      {"Config 000, translated", aborts, Translated(), "abort"},
      {"split-stage without ATSCHK", [](Rig& rig) { rig.MapNested(Split()); }, Request(),
       "UR F_BAD_ATS_TREQ r va=0x123456789000"},
      {"F_UUT of a translated transaction", Record, UnsupportedType(Translated()), "abort"},
      {"F_UUT of a request", Record, UnsupportedType(Request()), "CA F_UUT r va=0x123456789000"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddErrorCases(std::vector<DirectedCase>& out) {
  const auto bad_ste = [](Rig& rig) {
    rig.PutSte(kSid, Ste<C>());
    Check(rig);
  };
  const auto bad_ste_recorded = [](Rig& rig) {
    rig.PutSte(kSid, Ste<C>());
    Record(rig);
  };
  const auto bad_ste_no_option = [](Rig& rig) {
    rig.PutSte(kSid, Ste<C>());
    Record(rig);
    rig.Set<Reg::IDR0, "ATSRECERR">(0);
  };
  const auto bad_sid = [](Rig& rig) {
    Record(rig);
    rig.Set<Reg::STRTAB_BASE_CFG, "LOG2SIZE">(0);
    rig.Set<Reg::CR2, "RECINVSID">(0);
  };
  const auto no_tables = [](Rig& rig) {
    Record(rig);
    rig.PutSte(kSid, Full(Stage1Ste()));
    rig.PutCd(kCdTable, DefaultCd());
  };
  const auto sfm = [](Rig& rig) {
    MapPage<kStage1Page>(rig);
    rig.Set<Reg::GERROR, "SFM_ERR">(1);
  };
  const std::vector<DirectedCase> cases = {
      {"bad STE, request", bad_ste, Request(), "CA"},
      {"bad STE, translated", bad_ste, Translated(), "abort"},
      {"bad STE, request, REC_CFG_ATS", bad_ste_recorded, Request(), "CA C_BAD_STE"},
      {"bad STE, translated, REC_CFG_ATS", bad_ste_recorded, WithSsid(9, Translated()),
       "abort C_BAD_STE"},
      {"bad STE, request, no such option", bad_ste_no_option, Request(), "CA"},
      {"bad StreamID, RECINVSID 0, request", bad_sid, Request(), "CA"},
      {"bad StreamID, RECINVSID 0, translated", bad_sid, Translated(), "abort C_BAD_STREAMID"},
      {"aborted walk", no_tables, Request(), "CA F_WALK_EABT r TT va=0x123456789000 at=0x12000120"},
      {"service failure mode, translated", sfm, Translated(), "abort"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddGrantCases(std::vector<DirectedCase>& out) {
  const auto clean = [](Rig& rig) {
    rig.MapStage1(kStage1Page | 1 << 7 | kDbm, With<"HD">(With<"HA">(DefaultCd(), 1), 1),
                  Full(Stage1Ste()));
  };
  const auto unasked = [](Rig& rig) {
    rig.MapStage1(kNoUser & ~kAccessFlag, With<"HA">(DefaultCd(), 1), Full(Stage1Ste()));
  };
  const auto as_instruction = [](Rig& rig) {
    rig.MapStage1(kNoUser, DefaultCd(), Full(With<"INSTCFG">(Stage1Ste(), 3)));
  };
  const auto as_data = [](Rig& rig) {
    rig.MapStage1(kStage1Page | kXn, DefaultCd(),
                  Full(With<"INSTCFG">(With<"S1CDMax">(Stage1Ste(), 1), 2)));
  };
  const auto not_overridden = [](Rig& rig) {
    rig.MapStage1(kNoUser, DefaultCd(), Full(With<"INSTCFG">(Stage1Ste(), 3)));
    rig.Set<Reg::IDR1, "ATTR_PERMS_OVR">(0);
  };
  const auto skipped = [](Rig& rig) {
    rig.PutSte(kSid, Full(With<"S1DSS">(With<"S1CDMax">(Stage1Ste(), 4), 1)));
  };
  const std::vector<DirectedCase> cases = {
      {"RW", MapPlain<kStage1Page>, WriteRequest(), "success rw- 0x45678000"},
      {"RW, NW", MapPlain<kStage1Page>, Request(), "success rw- 0x45678000"},
      {"RO", MapPage<kStage1Page | 1 << 7>, ReadRequest(), "success r-- 0x45678000"},
      {"RWX", MapPage<kStage1Page>, Instruction(ReadRequest()), "success rwx 0x45678000"},
      {"RW, execute never", MapPage<kStage1Page | kXn>, Instruction(ReadRequest()),
       "success rw- 0x45678000"},
      {"Exe without PASID", MapPlain<kStage1Page>, Instruction(Request()),
       "success rw- 0x45678000"},
      {"privileged page, asked by user", MapPage<kNoUser>, ReadRequest(), "success ---"},
      {"privileged page, Priv without PASID", MapPlain<kNoUser>, Privileged(Request()),
       "success ---"},
      {"privileged page", MapPage<kNoUser>, Privileged(ReadRequest()), "success rw- 0x45678000"},
      {"no Access flag", MapPage<kStage1Page & ~kAccessFlag>, ReadRequest(), "success ---"},
      {"unmapped", MapPage<0>, ReadRequest(), "success ---"},
      {"clean page, NW", clean, Request(), "success r-- 0x45678000"},
      {"clean page", clean, WriteRequest(), "success rw- 0x45678000; 1^0x80"},
      {"nothing granted is no access", unasked, Request(), "success ---"},
      {"INSTCFG 3: read with execute permission", as_instruction, Request(),
       "success r-- 0x45678000"},
      {"INSTCFG 2: execute with read permission", as_data, Instruction(ReadRequest()),
       "success rwx 0x45678000"},
      {"INSTCFG does not exist", not_overridden, Request(), "success ---"},
      {"stage 1 bypassed", skipped, Request(), "success rw- 0x123456789000"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddNestedCases(std::vector<DirectedCase>& out) {
  const auto full = [](Rig& rig) {
    Check(rig);
    rig.MapNested(Full(NestedSte()));
  };
  const auto read_only = [](Rig& rig) {
    rig.MapNested(With<"S2HA">(With<"S2HD">(Full(NestedSte()), 1), 1), DefaultCd(),
                  kStage1Page | 1 << 7, (kStage2Page & ~kWriteBit) | kDbm);
  };
  const auto nothing = [](Rig& rig) {
    rig.MapNested(With<"S2HA">(Full(NestedSte()), 1), DefaultCd(), kNoUser,
                  kStage2Page & ~kAccessFlag);
  };
  const auto overridden = [](Rig& rig) {
    Check(rig);
    rig.MapNested(With<"PRIVCFG">(With<"SHCFG">(Split(), 2), 3));
  };
  const auto silent = [](Rig& rig) {
    MapSplit(rig);
    rig.PutSte(kSid, With<"S2R">(Split(), 0));
  };
  const auto stalled = [](Rig& rig) { rig.MapNested(Full(NestedSte())); };
  const std::vector<DirectedCase> cases = {
      {"full ATS gives the PA", full, Request(), "success rw- 0x45678000"},
      {"full ATS, translated", full, Translated(), "complete 0x123456789000 ff nsh"},
      {"split-stage gives the IPA", MapSplit, Request(), "success rw- 0x200007000"},
      {"split-stage, translated", MapSplit, At(Rig::kIpa, Translated()),
       "complete 0x45678000 ff ish"},
      {"split-stage, overrides of permissions only", overridden, At(Rig::kIpa, Translated()),
       "complete 0x45678000 ff ish P"},
      {"split-stage, unmapped", MapSplit, WithSsid(9, At(Rig::kIpa + 0x1000, Translated())),
       "abort F_TRANSLATION r S2 IN va=0x200008000 ipa=0x200008000"},
      {"split-stage, unmapped, S2R 0", silent, At(Rig::kIpa + 0x1000, Translated()), "abort"},
      {"split-stage, beyond IAS", MapSplit, At(std::uint64_t{1} << 48, Translated()),
       "abort F_ADDR_SIZE r IN va=0x1000000000000"},
      {"stage 1 refuses the write, stage 2 is not dirtied", read_only, WriteRequest(),
       "success r-- 0x45678000"},
      {"stage 1 grants nothing", nothing, Request(), "success ---"},
      {"translated without ATSCHK", stalled, Privileged(Instruction(Translated())),
       "complete 0x123456789000 ff nsh"},
      {"translated beyond OAS", stalled, At(std::uint64_t{1} << 50, Translated()), "abort"},
      {"translated beyond OAS, truncated",
       [](Rig& rig) { rig.choices.Set(ChoicePoint::kTranslatedAboveOas, 1); },
       At(kVa | std::uint64_t{1} << 50, Translated()), "complete 0x123456789000 ff nsh"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

}  // namespace

std::vector<DirectedCase> AtsCases() {
  std::vector<DirectedCase> out;
  AddRefusalCases(out);
  AddErrorCases(out);
  AddGrantCases(out);
  AddNestedCases(out);
  return out;
}

}  // namespace quiesce::testing
