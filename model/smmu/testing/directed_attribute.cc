// Overrides of the STE and GBPA, and memory attributes through the stages. IHI 0070 G.b 5.2,
// 6.3.14, 13.1 to 13.4; DDI 0487 D8.6.
#include "model/smmu/testing/directed_case.h"

namespace quiesce::testing {
namespace {

using C = Concrete;

constexpr std::uint64_t kNoAttributes = kStage2Page & ~std::uint64_t{0x3C};

MemoryAttributes Mair(unsigned byte, Shareability sh = Shareability::kInner) {
  return DecodeMair(byte, sh);
}

Ste<C> BypassSte() { return With<"SHCFG">(With<"Config">(With<"V">(Ste<C>(), 1), 4), 1); }
/// Every override of the STE set: write-back, outer shareable, privileged, instruction.
Ste<C> AllOverrides() {
  const Ste<C> types = With<"SHCFG">(With<"MemAttr">(With<"MTCFG">(BypassSte(), 1), 15), 2);
  return With<"INSTCFG">(With<"PRIVCFG">(types, 3), 3);
}
void PutAllOverrides(Rig& rig) { rig.PutSte(kSid, AllOverrides()); }
void PutHintsAlone(Rig& rig) { rig.PutSte(kSid, With<"ALLOCCFG">(BypassSte(), 8 | 4)); }

void AddOverrideCases(std::vector<DirectedCase>& out) {
  const auto no_types = [](Rig& rig) {
    PutAllOverrides(rig);
    rig.Set<Reg::IDR1, "ATTR_TYPES_OVR">(0);
  };
  const auto no_perms = [](Rig& rig) {
    PutAllOverrides(rig);
    rig.Set<Reg::IDR1, "ATTR_PERMS_OVR">(0);
  };
  const auto incoming = [](Rig& rig) { rig.PutSte(kSid, BypassSte()); };
  const auto cleared = [](Rig& rig) {
    rig.PutSte(kSid, With<"INSTCFG">(With<"PRIVCFG">(BypassSte(), 2), 2));
  };
  const auto global = [](Rig& rig) {
    rig.Set<Reg::CR0, "SMMUEN">(0);
    rig.Set<Reg::GBPA, "MTCFG">(1);
    rig.Set<Reg::GBPA, "MemAttr">(1);
    rig.Set<Reg::GBPA, "PRIVCFG">(3);
    rig.Set<Reg::GBPA, "INSTCFG">(3);
  };
  const auto global_hints = [](Rig& rig) {
    rig.Set<Reg::CR0, "SMMUEN">(0);
    rig.Set<Reg::GBPA, "ALLOCCFG">(8 | 4);
    rig.Set<Reg::GBPA, "SHCFG">(1);
  };
  const std::vector<DirectedCase> cases = {
      {"as it came", incoming, Carrying(Mair(0xEE), Privileged(Instruction())),
       "complete 0x123456789000 ee ish P X"},
      {"all replaced", PutAllOverrides, Carrying(Mair(0x04)), "complete 0x123456789000 ff osh P X"},
      {"a write is data", PutAllOverrides, Write(), "complete 0x123456789000 ff osh P"},
      {"an atomic access is data", PutAllOverrides, Atomic(), "complete 0x123456789000 ff osh P"},
      {"an incoming write is data", incoming, Instruction(Write()),
       "complete 0x123456789000 ff nsh"},
      {"cleared", cleared, Privileged(Instruction()), "complete 0x123456789000 ff nsh"},
      {"without ATTR_TYPES_OVR", no_types, Carrying(Mair(0xEE)),
       "complete 0x123456789000 ee ish P X"},
      {"without ATTR_PERMS_OVR", no_perms, Carrying(Mair(0xEE)), "complete 0x123456789000 ee osh"},
      {"hints alone, not used", PutHintsAlone, Read(), "complete 0x123456789000 ff nsh"},
      {"hints alone, used",
       [](Rig& rig) {
         PutHintsAlone(rig);
         rig.choices.Set(ChoicePoint::kAlloccfgWithoutMtcfg, 1);
       },
       Read(), "complete 0x123456789000 ee nsh"},
      {"hints with a type",
       [](Rig& rig) {
         PutHintsAlone(rig);
         rig.PutSte(kSid, With<"MemAttr">(With<"MTCFG">(With<"ALLOCCFG">(BypassSte(), 12), 1), 15));
       },
       Read(), "complete 0x123456789000 ee nsh"},
      {"GBPA", global, Read(), "complete 0x123456789000 04 osh P X"},
      {"GBPA, hints alone", global_hints, Read(), "complete 0x123456789000 ee nsh"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddStage1Cases(std::vector<DirectedCase>& out) {
  const auto indexed = [](Rig& rig) {
    // Byte 3 non-cacheable, 4 Device-nGnRE, 5 write-through RaWa.
    const Cd<C> cd = With<"MAIR1">(With<"MAIR0">(DefaultCd(), 0x4400'00FF), 0x0000'BB04);
    rig.MapStage1(kStage1Page | 4 << 2, cd);
    rig.Map(Rig::kStage1Tables,
            {.input = kVa + 0x1000, .output = kPa, .attributes = kStage1Page | 5 << 2});
    rig.Map(Rig::kStage1Tables,
            {.input = kVa + 0x2000, .output = kPa, .attributes = kStage1Page | 3 << 2});
  };
  const std::vector<DirectedCase> cases = {
      {"MAIR: Device", indexed, Read(), "complete 0x45678000 04 osh"},
      {"a Device type has no hints to combine", indexed, Carrying(Mair(0xEE)),
       "complete 0x45678000 04 osh"},
      {"MAIR: write-through", indexed, At(kVa + 0x1000), "complete 0x45678000 bb ish"},
      {"MAIR: non-cacheable", indexed, At(kVa + 0x2000), "complete 0x45678000 44 osh"},
      {"hints combine", [](Rig& rig) { rig.MapStage1(); }, Carrying(Mair(0xEE)),
       "complete 0x45678000 ee ish"},
      {"no hints of a non-cacheable input", [](Rig& rig) { rig.MapStage1(); }, Carrying(Mair(0x44)),
       "complete 0x45678000 ff ish"},
      {"a Device input is replaced", [](Rig& rig) { rig.MapStage1(); }, Carrying(Mair(0x04)),
       "complete 0x45678000 ff ish"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

template <unsigned kMemAttr>
void Combine(Rig& rig) {
  rig.MapStage2(kNoAttributes | kMemAttr << 2);
}
template <unsigned kMemAttr>
void Force(Rig& rig) {
  rig.MapStage2(kNoAttributes | kMemAttr << 2, With<"S2FWB">(Stage2Ste(), 1));
}

void AddStage2Cases(std::vector<DirectedCase>& out) {
  const auto not_implemented = [](Rig& rig) {
    Force<6>(rig);
    rig.Set<Reg::IDR3, "FWB">(0);
  };
  const std::vector<DirectedCase> cases = {
      {"Device at stage 2", Combine<1>, Read(), "complete 0x45678000 04 osh"},
      {"Device at the input", Combine<15>, Carrying(Mair(0x08)), "complete 0x45678000 08 osh"},
      {"the stronger Device", Combine<1>, Carrying(Mair(0x08)), "complete 0x45678000 04 osh"},
      {"write-through at stage 2", Combine<10>, Read(), "complete 0x45678000 bb ish"},
      {"hints of the input", Combine<15>, Carrying(Mair(0xEE)), "complete 0x45678000 ee ish"},
      {"FWB: Device", Force<1>, Read(), "complete 0x45678000 04 osh"},
      {"FWB: Device, weaker than the input", Force<3>, Carrying(Mair(0x04)),
       "complete 0x45678000 04 osh"},
      {"FWB: non-cacheable", Force<5>, Read(), "complete 0x45678000 44 osh"},
      {"FWB: non-cacheable keeps a Device", Force<5>, Carrying(Mair(0x08)),
       "complete 0x45678000 08 osh"},
      {"FWB: write-back", Force<6>, Carrying(Mair(0x44)), "complete 0x45678000 ff ish"},
      {"FWB: write-back over Device", Force<6>, Carrying(Mair(0x04)), "complete 0x45678000 ff ish"},
      {"FWB: the input", Force<7>, Carrying(Mair(0xBB)), "complete 0x45678000 bb ish"},
      {"S2FWB does not exist", not_implemented, Read(), "complete 0x45678000 4b ish"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

}  // namespace

std::vector<DirectedCase> AttributeCases() {
  std::vector<DirectedCase> out;
  AddOverrideCases(out);
  AddStage1Cases(out);
  AddStage2Cases(out);
  return out;
}

}  // namespace quiesce::testing
