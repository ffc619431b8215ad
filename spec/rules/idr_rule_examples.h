// ID registers written by hand for the ID register rules: for each a change that breaks it and no
// other.
#pragma once

#include "spec/rules/idr_rules.h"
#include "spec/rules/rule_examples.h"

namespace quiesce {

/// An SMMUv3.2 with both stages, ATS, PRI, MSI, stalls, 2-level tables, 48-bit OAS and every
/// granule. To be changed.
struct IdrExample {
  IdRegisters<Concrete> id;

  IdrExample() {
    auto& idr0 = id.idr0;
    Set<"S1P">(idr0, 1), Set<"S2P">(idr0, 1), Set<"TTF">(idr0, 2), Set<"Hyp">(idr0, 1);
    Set<"ATS">(idr0, 1), Set<"PRI">(idr0, 1), Set<"MSI">(idr0, 1), Set<"COHACC">(idr0, 1);
    Set<"ST_LEVEL">(idr0, 1), Set<"TTENDIAN">(idr0, 2);
    Set<"SIDSIZE">(id.idr1, 16), Set<"SSIDSIZE">(id.idr1, 16);
    Set<"CMDQS">(id.idr1, 8), Set<"EVENTQS">(id.idr1, 8), Set<"PRIQS">(id.idr1, 8);
    Set<"HAD">(id.idr3, 1), Set<"XNX">(id.idr3, 1);
    Set<"FWB">(id.idr3, 1), Set<"RIL">(id.idr3, 1), Set<"BBML">(id.idr3, 1);
    Set<"GRAN4K">(id.idr5, 1), Set<"GRAN16K">(id.idr5, 1), Set<"GRAN64K">(id.idr5, 1);
    Set<"OAS">(id.idr5, 5), Set<"STALL_MAX">(id.idr5, 16);
    Set<"ArchMinorRev">(id.aidr, 2);
  }
};

/// SMMUv3.1 may have what SMMUv3.2 brings.
inline void MakeV3p1(IdrExample& e) { Set<"ArchMinorRev">(e.id.aidr, 1); }
inline void MakeV3p0(IdrExample& e) {
  Set<"ArchMinorRev">(e.id.aidr, 0), Set<"XNX">(e.id.idr3, 0);
  Set<"FWB">(e.id.idr3, 0), Set<"RIL">(e.id.idr3, 0), Set<"BBML">(e.id.idr3, 0);
}
inline void RemoveStage1(IdrExample& e) {
  Set<"S1P">(e.id.idr0, 0), Set<"Hyp">(e.id.idr0, 0), Set<"HAD">(e.id.idr3, 0);
}
inline void RemoveStage2(IdrExample& e) { Set<"S2P">(e.id.idr0, 0), Set<"Hyp">(e.id.idr0, 0); }
inline void RemoveAts(IdrExample& e) { Set<"ATS">(e.id.idr0, 0), Set<"PRI">(e.id.idr0, 0); }

template <class Sink>
void StreamRules(const IdrExample& e, Sink& sink) {
  CheckIdr(e.id, sink);
}

inline constexpr RuleAlone<IdrRule, IdrExample> kIdrRuleAlone[] = {
    {IdrRule::kMajorVersion, [](IdrExample& e) { Set<"ArchMajorRev">(e.id.aidr, 1); }},
    {IdrRule::kMinorVersion, [](IdrExample& e) { Set<"ArchMinorRev">(e.id.aidr, 3); }},
    {IdrRule::kNoStage, [](IdrExample& e) { RemoveStage1(e), RemoveStage2(e); }},
    {IdrRule::kTtfReserved, [](IdrExample& e) { Set<"TTF">(e.id.idr0, 0); }},
    {IdrRule::kHttuTable, [](IdrExample& e) { Set<"HTTU">(e.id.idr0, 3); }},
    {IdrRule::kHypStages, [](IdrExample& e) { Set<"S2P">(e.id.idr0, 0); }},
    {IdrRule::kHypMandatory, [](IdrExample& e) { Set<"Hyp">(e.id.idr0, 0); }},
    {IdrRule::kNs1atsNeeds, [](IdrExample& e) { RemoveAts(e), Set<"NS1ATS">(e.id.idr0, 1); }},
    {IdrRule::kAtsrecerrAts, [](IdrExample& e) { RemoveAts(e), Set<"ATSRECERR">(e.id.idr0, 1); }},
    {IdrRule::kAtsrecerrVersion,
     [](IdrExample& e) { MakeV3p1(e), Set<"ATSRECERR">(e.id.idr0, 1); }},
    {IdrRule::kPriAts, [](IdrExample& e) { Set<"ATS">(e.id.idr0, 0); }},
    {IdrRule::kVmwStage2, [](IdrExample& e) { RemoveStage2(e), Set<"VMW">(e.id.idr0, 1); }},
    {IdrRule::kVatosAtos, [](IdrExample& e) { Set<"VATOS">(e.id.idr0, 1); }},
    {IdrRule::kVatosStages,
     [](IdrExample& e) { RemoveStage2(e), Set<"ATOS">(e.id.idr0, 1), Set<"VATOS">(e.id.idr0, 1); }},
    {IdrRule::kTtendianReserved, [](IdrExample& e) { Set<"TTENDIAN">(e.id.idr0, 1); }},
    {IdrRule::kStallModelReserved, [](IdrExample& e) { Set<"STALL_MODEL">(e.id.idr0, 3); }},
    {IdrRule::kStLevelReserved, [](IdrExample& e) { Set<"ST_LEVEL">(e.id.idr0, 2); }},
    {IdrRule::kStLevelSidsize, [](IdrExample& e) { Set<"ST_LEVEL">(e.id.idr0, 0); }},
    {IdrRule::kSidsizeRange, [](IdrExample& e) { Set<"SIDSIZE">(e.id.idr1, 33); }},
    {IdrRule::kSsidsizeRange, [](IdrExample& e) { Set<"SSIDSIZE">(e.id.idr1, 21); }},
    {IdrRule::kPriqsRange, [](IdrExample& e) { Set<"PRIQS">(e.id.idr1, 20); }},
    {IdrRule::kEventqsRange, [](IdrExample& e) { Set<"EVENTQS">(e.id.idr1, 20); }},
    {IdrRule::kCmdqsRange, [](IdrExample& e) { Set<"CMDQS">(e.id.idr1, 20); }},
    {IdrRule::kRelPreset, [](IdrExample& e) { Set<"REL">(e.id.idr1, 1); }},
    {IdrRule::kEcmdqNeeds,
     [](IdrExample& e) { Set<"ECMDQ">(e.id.idr1, 1), Set<"MSI">(e.id.idr0, 0); }},
    {IdrRule::kEcmdqVersion, [](IdrExample& e) { MakeV3p1(e), Set<"ECMDQ">(e.id.idr1, 1); }},
    {IdrRule::kHadStage1, [](IdrExample& e) { RemoveStage1(e), Set<"HAD">(e.id.idr3, 1); }},
    {IdrRule::kHadMandatory, [](IdrExample& e) { Set<"HAD">(e.id.idr3, 0); }},
    {IdrRule::kPbhaV3p0, [](IdrExample& e) { MakeV3p0(e), Set<"PBHA">(e.id.idr3, 1); }},
    {IdrRule::kPbhaHad, [](IdrExample& e) { RemoveStage1(e), Set<"PBHA">(e.id.idr3, 1); }},
    {IdrRule::kXnxV3p0, [](IdrExample& e) { MakeV3p0(e), Set<"XNX">(e.id.idr3, 1); }},
    {IdrRule::kXnxMandatory, [](IdrExample& e) { Set<"XNX">(e.id.idr3, 0); }},
    {IdrRule::kPpsNeeds, [](IdrExample& e) { Set<"PPS">(e.id.idr3, 1), Set<"PRI">(e.id.idr0, 0); }},
    {IdrRule::kFwbMandatory, [](IdrExample& e) { Set<"FWB">(e.id.idr3, 0); }},
    {IdrRule::kRilMandatory, [](IdrExample& e) { Set<"RIL">(e.id.idr3, 0); }},
    {IdrRule::kBbmlMandatory, [](IdrExample& e) { Set<"BBML">(e.id.idr3, 0); }},
    {IdrRule::kBbmlReserved, [](IdrExample& e) { Set<"BBML">(e.id.idr3, 3); }},
    {IdrRule::kV3p2Feature, [](IdrExample& e) { MakeV3p0(e), Set<"STT">(e.id.idr3, 1); }},
    {IdrRule::kV3p3Feature, [](IdrExample& e) { MakeV3p1(e), Set<"E0PD">(e.id.idr3, 1); }},
    {IdrRule::kV3p4Feature, [](IdrExample& e) { Set<"DS">(e.id.idr5, 1); }},
    {IdrRule::kNoGranule,
     [](IdrExample& e) {
       Set<"GRAN4K">(e.id.idr5, 0), Set<"GRAN16K">(e.id.idr5, 0), Set<"GRAN64K">(e.id.idr5, 0);
     }},
    {IdrRule::kGran4kLpae,
     [](IdrExample& e) { Set<"TTF">(e.id.idr0, 3), Set<"GRAN4K">(e.id.idr5, 0); }},
    {IdrRule::kVaxV3p0, [](IdrExample& e) { MakeV3p0(e), Set<"VAX">(e.id.idr5, 1); }},
    {IdrRule::kVaxReserved, [](IdrExample& e) { Set<"VAX">(e.id.idr5, 2); }},
    {IdrRule::kVaxGranule,
     [](IdrExample& e) { Set<"VAX">(e.id.idr5, 1), Set<"GRAN64K">(e.id.idr5, 0); }},
    {IdrRule::kOasV3p0, [](IdrExample& e) { MakeV3p0(e), Set<"OAS">(e.id.idr5, 6); }},
    {IdrRule::kOasReserved, [](IdrExample& e) { Set<"OAS">(e.id.idr5, 7); }},
    {IdrRule::kOasGranule,
     [](IdrExample& e) { Set<"OAS">(e.id.idr5, 6), Set<"GRAN64K">(e.id.idr5, 0); }},
    {IdrRule::kStallMax, [](IdrExample& e) { Set<"STALL_MODEL">(e.id.idr0, 1); }},
};

inline constexpr RuleEdge<IdrRule, IdrExample> kIdrRuleEdges[] = {
    {"SMMUv3.1", {}, [](IdrExample& e) { MakeV3p1(e); }},
    {"SMMUv3.0", {}, [](IdrExample& e) { MakeV3p0(e); }},
    {"stage 1 only", {}, [](IdrExample& e) { RemoveStage2(e); }},
    {"stage 2 only", {}, [](IdrExample& e) { RemoveStage1(e); }},
    {"no ATS", {}, [](IdrExample& e) { RemoveAts(e); }},
    {"SIDSIZE 32", {}, [](IdrExample& e) { Set<"SIDSIZE">(e.id.idr1, 32); }},
    {"SSIDSIZE 20", {}, [](IdrExample& e) { Set<"SSIDSIZE">(e.id.idr1, 20); }},
    {"queues of 2^19",
     {},
     [](IdrExample& e) {
       Set<"CMDQS">(e.id.idr1, 19), Set<"EVENTQS">(e.id.idr1, 19), Set<"PRIQS">(e.id.idr1, 19);
     }},
    {"PRIQS 20 without PRI",
     {},
     [](IdrExample& e) { Set<"PRIQS">(e.id.idr1, 20), Set<"PRI">(e.id.idr0, 0); }},
    {"a linear table for 6 bits",
     {},
     [](IdrExample& e) { Set<"ST_LEVEL">(e.id.idr0, 0), Set<"SIDSIZE">(e.id.idr1, 6); }},
    {"a linear table for 7 bits", IdrRule::kStLevelSidsize,
     [](IdrExample& e) { Set<"ST_LEVEL">(e.id.idr0, 0), Set<"SIDSIZE">(e.id.idr1, 7); }},
    {"Hyp is optional in SMMUv3.1",
     {},
     [](IdrExample& e) { MakeV3p1(e), Set<"Hyp">(e.id.idr0, 0); }},
    {"52 bits with 64K granules",
     {},
     [](IdrExample& e) { Set<"OAS">(e.id.idr5, 6), Set<"VAX">(e.id.idr5, 1); }},
    {"LPAE with 4K granules", {}, [](IdrExample& e) { Set<"TTF">(e.id.idr0, 3); }},
    {"preset tables",
     {},
     [](IdrExample& e) { Set<"REL">(e.id.idr1, 1), Set<"TABLES_PRESET">(e.id.idr1, 1); }},
    {"every option that needs others",
     {},
     [](IdrExample& e) {
       Set<"NS1ATS">(e.id.idr0, 1), Set<"ATSRECERR">(e.id.idr0, 1), Set<"VMW">(e.id.idr0, 1);
       Set<"ATOS">(e.id.idr0, 1), Set<"VATOS">(e.id.idr0, 1), Set<"ECMDQ">(e.id.idr1, 1);
       Set<"PBHA">(e.id.idr3, 1), Set<"PPS">(e.id.idr3, 1), Set<"BBML">(e.id.idr3, 2);
     }},
};

}  // namespace quiesce
