// How faults end and what their events say; which of several is reported. IHI 0070 G.b 5.5, 7.3,
// 7.3.22, 13.1.1.
#include "model/smmu/testing/directed_case.h"

namespace quiesce::testing {
namespace {

using C = Concrete;

constexpr std::uint64_t kNoRead = kStage2Page & ~std::uint64_t{1 << 6};

Cd<C> Policy(unsigned s, unsigned a, unsigned r) {
  Cd<C> cd = With<"S">(DefaultCd(), Bits<C, 1>(s));
  return With<"R">(With<"A">(cd, Bits<C, 1>(a)), Bits<C, 1>(r));
}

/// What stage 2 says of one page that it maps to itself.
void Remap(Rig& rig, std::uint64_t page, std::uint64_t attributes) {
  const std::uint64_t at = DropLowBits(page, 12);
  const std::uint64_t leaf =
      rig.Map(Rig::kStage2Tables, {.input = at, .output = at, .attributes = attributes});
  if (attributes == 0) rig.memory().Write64(leaf, 0);
}

void AddPolicyCases(std::vector<DirectedCase>& out) {
  const std::vector<DirectedCase> cases = {
      {"A 1, R 1", [](Rig& rig) { rig.MapStage1(0, Policy(0, 1, 1)); }, Read(),
       "abort F_TRANSLATION r IN va=0x123456789000"},
      {"A 1, R 0", [](Rig& rig) { rig.MapStage1(0, Policy(0, 1, 0)); }, Read(), "abort"},
      {"A 0, R 1", [](Rig& rig) { rig.MapStage1(0, Policy(0, 0, 1)); }, Read(),
       "raz/wi F_TRANSLATION r IN va=0x123456789000"},
      {"A 0, R 0", [](Rig& rig) { rig.MapStage1(0, Policy(0, 0, 0)); }, Read(), "raz/wi"},
      {"S 1, R 0", [](Rig& rig) { rig.MapStage1(0, Policy(1, 1, 0)); }, Read(),
       "stall F_TRANSLATION r IN stall va=0x123456789000"},
      {"an aborted walk does not follow the CD",
       [](Rig& rig) {
         rig.PutSte(kSid, Stage1Ste());
         rig.PutCd(kCdTable, Policy(1, 0, 0));
       },
       Privileged(Instruction()), "abort F_WALK_EABT r P X TT va=0x123456789000 at=0x12000120"},
      {"S2R 0", [](Rig& rig) { rig.MapStage2(0, With<"S2R">(Stage2Ste(), 0)); }, Read(), "abort"},
      {"S2S 1", [](Rig& rig) { rig.MapStage2(0, With<"S2S">(With<"S2R">(Stage2Ste(), 0), 1)); },
       Read(), "stall F_TRANSLATION r S2 IN stall va=0x123456789000 ipa=0x123456789000"},
      {"each stage has its own policy",
       [](Rig& rig) {
         rig.MapNested(With<"S2S">(NestedSte(), 1));
         rig.memory().Write64(rig.stage1_leaf, 0);
       },
       Read(), "abort F_TRANSLATION r IN va=0x123456789000"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddEventCases(std::vector<DirectedCase>& out) {
  const auto unmapped = [](Rig& rig) {
    rig.MapStage1(0, DefaultCd(), With<"S1CDMax">(Stage1Ste(), 4));
    rig.PutCd(kCdTable + 7 * 64, DefaultCd());
  };
  const auto refuses = [](Rig& rig) { rig.MapStage2(kNoRead); };
  const auto read_only = [](Rig& rig) { rig.MapStage2(kStage2Page & ~kWriteBit); };
  const std::vector<DirectedCase> cases = {
      {"substream, privileged instruction", unmapped,
       WithSsid(7, Privileged(Instruction(At(0x1234)))),
       "abort F_TRANSLATION ssid=7 r P X IN va=0x1234"},
      {"a write is data", unmapped, WithSsid(7, Instruction(Write())),
       "abort F_TRANSLATION ssid=7 IN va=0x123456789000"},
      {"an atomic access is a write", unmapped, WithSsid(7, Atomic()),
       "abort F_TRANSLATION ssid=7 IN va=0x123456789000"},
      {"an atomic access that lacks read", refuses, Atomic(),
       "abort F_PERMISSION r S2 IN va=0x123456789000 ipa=0x123456789000"},
      {"an atomic access that lacks write", read_only, Atomic(),
       "abort F_PERMISSION S2 IN va=0x123456789000 ipa=0x123456789000"},
      {"a write does not need read", refuses, Write(), "complete 0x45678000 ff ish"},
      {"the IPA is that of the page", [](Rig& rig) { rig.MapStage2(0); }, At(kVa + 0x123),
       "abort F_TRANSLATION r S2 IN va=0x123456789123 ipa=0x123456789000"},
      {"an aborted walk of stage 2", [](Rig& rig) { rig.PutSte(kSid, Stage2Ste()); }, Write(),
       "abort F_WALK_EABT S2 IN va=0x123456789000 at=0x14000120"},
      {"the fetch of the CD is refused",
       [](Rig& rig) {
         rig.MapNested();
         Remap(rig, kCdTable, kNoRead);
       },
       Write(), "abort F_PERMISSION S2 va=0x123456789000 ipa=0x11000000"},
      {"a walk is refused",
       [](Rig& rig) {
         rig.MapNested();
         Remap(rig, kStage1Root, kNoRead);
       },
       Write(), "abort F_PERMISSION S2 TT ttrnw va=0x123456789000 ipa=0x12000000"},
      {"the update of a descriptor is refused",
       [](Rig& rig) {
         rig.MapNested(NestedSte(), With<"HA">(DefaultCd(), 1), kStage1Page & ~kAccessFlag);
         Remap(rig, rig.stage1_leaf, kStage2Page & ~kWriteBit);
         rig.PutSte(kSid, With<"S2HA">(NestedSte(), 0));
       },
       Read(), "abort F_PERMISSION r S2 TT va=0x123456789000 ipa=0x18020000"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

/// Two things are wrong; 7.3.22 says which is reported.
void AddOrderCases(std::vector<DirectedCase>& out) {
  const std::vector<DirectedCase> cases = {
      {"Access flag before permission", [](Rig& rig) { rig.MapStage1(0x703 & ~kAccessFlag); },
       Read(), "abort F_ACCESS r IN va=0x123456789000"},
      {"output size before Access flag",
       [](Rig& rig) {
         rig.MapStage1(kStage1Page & ~kAccessFlag, With<"IPS">(DefaultCd(), 4));
         rig.memory().Write64(rig.stage1_leaf, (1ull << 44) | (kStage1Page & ~kAccessFlag));
       },
       Read(), "abort F_ADDR_SIZE r IN va=0x123456789000"},
      {"stage 1 permission before stage 2 translation",
       [](Rig& rig) {
         rig.MapNested(NestedSte(), DefaultCd(), 0x703);
         rig.memory().Write64(rig.stage2_leaf, 0);
       },
       Read(), "abort F_PERMISSION r IN va=0x123456789000"},
      {"a bad CD before a stage 1 fault",
       [](Rig& rig) { rig.MapStage1(0, With<"TG0">(DefaultCd(), 3)); }, Read(), "abort C_BAD_CD"},
      {"stage 2 fault of the CD before the CD",
       [](Rig& rig) {
         rig.MapNested(NestedSte(), Cd<C>());
         Remap(rig, kCdTable, 0);
       },
       Read(), "abort F_TRANSLATION r S2 va=0x123456789000 ipa=0x11000000"},
      {"a bad substream before a bad CD", [](Rig& rig) { rig.MapStage1(0, Cd<C>()); }, WithSsid(1),
       "abort C_BAD_SUBSTREAMID (ssid=1)"},
      {"a bad STE before a bad substream",
       [](Rig& rig) { rig.PutSte(kSid, With<"V">(Stage2Ste(), 0)); }, WithSsid(1),
       "abort C_BAD_STE ssid=1"},
      {"Access flag before the Device type of S2PTW",
       [](Rig& rig) {
         rig.MapNested(With<"S2PTW">(NestedSte(), 1));
         Remap(rig, kStage1Root, kStage2Page & ~kAccessFlag & ~std::uint64_t{0x3C});
       },
       Read(), "abort F_ACCESS r S2 TT va=0x123456789000 ipa=0x12000000"},
      {"a bad StreamID before a bad STE",
       [](Rig& rig) {
         rig.PutSte(kSid, Ste<C>());
         rig.Set<Reg::STRTAB_BASE_CFG, "LOG2SIZE">(2);
       },
       Read(), "abort C_BAD_STREAMID"},
      {"SubstreamID range before a bad CD",
       [](Rig& rig) {
         rig.PutSte(kSid, With<"S1CDMax">(Stage1Ste(), 4));
         rig.PutCd(kCdTable + 16 * 64, Cd<C>());
       },
       WithSsid(16), "abort C_BAD_SUBSTREAMID (ssid=16)"},
      {"an invalid L1CD before a bad CD",
       [](Rig& rig) {
         rig.PutSte(kSid, With<"S1CDMax">(With<"S1Fmt">(Stage1Ste(), 1), 10));
         rig.PutRecord(kCdTable, WithAddr<"L2Ptr">(L1Cd<C>(), Bits<C, 64>(0x1110'0000)));
         rig.PutCd(0x1110'0000 + 3 * 64, Cd<C>());
       },
       WithSsid(3), "abort C_BAD_SUBSTREAMID (ssid=3)"},
      {"stage 2 input range before the Access flag",
       [](Rig& rig) {
         const Ste<C> ste = With<"S2SL0">(With<"S2T0SZ">(Stage2Ste(), 25), 1);  // 39 bits, level 1
         rig.PutSte(kSid, ste);
         rig.Map({kStage2Root, GranuleSize::k4K, 39, 1},
                 {.input = 0x1000, .output = kPa, .attributes = kStage2Page & ~kAccessFlag});
       },
       At((std::uint64_t{1} << 39) + 0x1000),
       "abort F_TRANSLATION r S2 IN va=0x8000001000 ipa=0x8000001000"},
      {"EPD before the walk",
       [](Rig& rig) {
         rig.PutSte(kSid, Stage1Ste());
         rig.PutCd(kCdTable, With<"EPD0">(DefaultCd(), 1));
       },
       Read(), "abort F_TRANSLATION r IN va=0x123456789000"},
      {"input range before the walk",
       [](Rig& rig) {
         rig.PutSte(kSid, Stage1Ste());
         rig.PutCd(kCdTable, DefaultCd());
       },
       At(std::uint64_t{1} << 48), "abort F_TRANSLATION r IN va=0x1000000000000"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

}  // namespace

std::vector<DirectedCase> FaultCases() {
  std::vector<DirectedCase> out;
  AddPolicyCases(out);
  AddEventCases(out);
  AddOrderCases(out);
  return out;
}

}  // namespace quiesce::testing
