// What makes a combination of ID register values impossible for SMMUv3.0 to v3.2: no SMMU reports
// it. IHI 0070 G.b 6.3.1, 6.3.2, 6.3.4, 6.3.6, 6.3.8 and 2.9.
//
// 2.9 lets a version have features of the next minor version but of no later one, unless a field is
// RES0 or reserved in it. So RIL in SMMUv3.1 is possible, in SMMUv3.0 it is not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "spec/registers.h"
#include "spec/rules/rule.h"

namespace quiesce {

enum class IdrRule : std::uint8_t {
  kMajorVersion,
  kMinorVersion,
  kNoStage,
  kTtfReserved,
  kHttuTable,
  kHypStages,
  kHypMandatory,
  kNs1atsNeeds,
  kAtsrecerrAts,
  kAtsrecerrVersion,
  kPriAts,
  kVmwStage2,
  kVatosAtos,
  kVatosStages,
  kTtendianReserved,
  kStallModelReserved,
  kStLevelReserved,
  kStLevelSidsize,
  kSidsizeRange,
  kSsidsizeRange,
  kPriqsRange,
  kEventqsRange,
  kCmdqsRange,
  kRelPreset,
  kEcmdqNeeds,
  kEcmdqVersion,
  kHadStage1,
  kHadMandatory,
  kPbhaV3p0,
  kPbhaHad,
  kXnxV3p0,
  kXnxMandatory,
  kPpsNeeds,
  kFwbMandatory,
  kRilMandatory,
  kBbmlMandatory,
  kBbmlReserved,
  kV3p2Feature,
  kV3p3Feature,
  kV3p4Feature,
  kNoGranule,
  kGran4kLpae,
  kVaxV3p0,
  kVaxReserved,
  kVaxGranule,
  kOasV3p0,
  kOasReserved,
  kOasGranule,
  kStallMax,
};
inline constexpr std::size_t kIdrRuleCount = static_cast<std::size_t>(IdrRule::kStallMax) + 1;

/// In the order of IdrRule. `text` starts with the field at fault.
inline constexpr std::array<RuleSpec, kIdrRuleCount> kIdrRules = {{
    {"IDR-AIDR-MAJOR", "IHI 0070 G.b 6.3.8", "AIDR.ArchMajorRev is not 0 (SMMUv3)"},
    {"IDR-AIDR-MINOR", "IHI 0070 G.b 6.3.8",
     "AIDR.ArchMinorRev is not 0, 1 or 2: only SMMUv3.0 to v3.2 are modelled"},
    {"IDR-STAGE", "IHI 0070 G.b 3.3.2", "IDR0.S1P and IDR0.S2P are 0: a stage must be implemented"},
    {"IDR-TTF", "IHI 0070 G.b 6.3.1", "IDR0.TTF is 0b00, which is reserved"},
    {"IDR-HTTU", "IHI 0070 G.b 2.8, 2.9", "IDR0.HTTU is 0b11, a feature of SMMUv3.4"},
    {"IDR-HYP-STAGES", "IHI 0070 G.b 6.3.1", "IDR0.Hyp is 1 but IDR0.S1P or IDR0.S2P is 0"},
    {"IDR-HYP-V3.2", "IHI 0070 G.b 6.3.1",
     "IDR0.Hyp is 0 with both stages, but SMMUv3.2 requires it"},
    {"IDR-NS1ATS", "IHI 0070 G.b 6.3.1",
     "IDR0.NS1ATS is 1 but IDR0.ATS, IDR0.S1P or IDR0.S2P is 0"},
    {"IDR-ATSRECERR-ATS", "IHI 0070 G.b 6.3.1", "IDR0.ATSRECERR is 1 but IDR0.ATS is 0"},
    {"IDR-ATSRECERR-V3.3", "IHI 0070 G.b 2.5, 2.9",
     "IDR0.ATSRECERR is 1, a feature of SMMUv3.3, before SMMUv3.2"},
    {"IDR-PRI-ATS", "IHI 0070 G.b 6.3.1", "IDR0.PRI is 1 but IDR0.ATS is 0"},
    {"IDR-VMW-S2P", "IHI 0070 G.b 6.3.1", "IDR0.VMW is 1 but IDR0.S2P is 0"},
    {"IDR-VATOS-ATOS", "IHI 0070 G.b 6.3.1", "IDR0.VATOS is 1 but IDR0.ATOS is 0"},
    {"IDR-VATOS-STAGES", "IHI 0070 G.b 6.3.1", "IDR0.VATOS is 1 but IDR0.S1P or IDR0.S2P is 0"},
    {"IDR-TTENDIAN", "IHI 0070 G.b 6.3.1", "IDR0.TTENDIAN is 0b01, which is reserved"},
    {"IDR-STALL-MODEL", "IHI 0070 G.b 6.3.1", "IDR0.STALL_MODEL is 0b11, which is reserved"},
    {"IDR-ST-LEVEL", "IHI 0070 G.b 6.3.1", "IDR0.ST_LEVEL is 0b1x, which is reserved"},
    {"IDR-SIDSIZE-2LVL", "IHI 0070 G.b 6.3.2",
     "IDR1.SIDSIZE is 7 or more but IDR0.ST_LEVEL has no 2-level table"},
    {"IDR-SIDSIZE", "IHI 0070 G.b 6.3.2", "IDR1.SIDSIZE is above 32"},
    {"IDR-SSIDSIZE", "IHI 0070 G.b 6.3.2", "IDR1.SSIDSIZE is above 20"},
    {"IDR-PRIQS", "IHI 0070 G.b 6.3.2", "IDR1.PRIQS is above 19 with IDR0.PRI 1"},
    {"IDR-EVENTQS", "IHI 0070 G.b 6.3.2", "IDR1.EVENTQS is above 19"},
    {"IDR-CMDQS", "IHI 0070 G.b 6.3.2", "IDR1.CMDQS is above 19"},
    {"IDR-REL", "IHI 0070 G.b 6.3.2", "IDR1.REL is 1 but nothing is preset"},
    {"IDR-ECMDQ-NEEDS", "IHI 0070 G.b 6.3.2",
     "IDR1.ECMDQ is 1 but needs IDR0.COHACC 1, IDR0.MSI 1 and IDR1.QUEUES_PRESET 0"},
    {"IDR-ECMDQ-V3.3", "IHI 0070 G.b 2.5, 2.9",
     "IDR1.ECMDQ is 1, a feature of SMMUv3.3, before SMMUv3.2"},
    {"IDR-HAD-S1P", "IHI 0070 G.b 6.3.4", "IDR3.HAD is 1 but IDR0.S1P is 0"},
    {"IDR-HAD-V3.1", "IHI 0070 G.b 6.3.4",
     "IDR3.HAD is 0 with IDR0.S1P 1, but SMMUv3.1 and later require it"},
    {"IDR-PBHA-V3.0", "IHI 0070 G.b 6.3.4", "IDR3.PBHA is 1, which SMMUv3.0 reserves"},
    {"IDR-PBHA-HAD", "IHI 0070 G.b 6.3.4", "IDR3.PBHA is 1 but IDR3.HAD is 0"},
    {"IDR-XNX-V3.0", "IHI 0070 G.b 6.3.4", "IDR3.XNX is 1, which SMMUv3.0 reserves"},
    {"IDR-XNX-V3.1", "IHI 0070 G.b 6.3.4",
     "IDR3.XNX is 0 with IDR0.S2P 1, but SMMUv3.1 and later require it"},
    {"IDR-PPS", "IHI 0070 G.b 6.3.4", "IDR3.PPS is 1 but IDR0.PRI or IDR1.SSIDSIZE is 0"},
    {"IDR-FWB-V3.2", "IHI 0070 G.b 6.3.4",
     "IDR3.FWB is 0 with IDR0.S2P 1, but SMMUv3.2 requires it"},
    {"IDR-RIL-V3.2", "IHI 0070 G.b 6.3.4", "IDR3.RIL is 0, but SMMUv3.2 requires it"},
    {"IDR-BBML-V3.2", "IHI 0070 G.b 6.3.4", "IDR3.BBML is 0, but SMMUv3.2 requires level 1 or 2"},
    {"IDR-BBML", "IHI 0070 G.b 6.3.4", "IDR3.BBML is 0b11, which is reserved"},
    {"IDR-IDR3-V3.2", "IHI 0070 G.b 2.4, 2.9",
     "IDR3.MPAM, FWB, STT, RIL or BBML is set, a feature of SMMUv3.2, in SMMUv3.0"},
    {"IDR-IDR3-V3.3", "IHI 0070 G.b 2.5, 2.9",
     "IDR3.E0PD or PTWNNC is 1, a feature of SMMUv3.3, before SMMUv3.2"},
    {"IDR-V3.4", "IHI 0070 G.b 2.8, 2.9",
     "IDR3.PASIDTT, EPAN, S1PI, S2PI, S2PO, THE, MTEPERM, AIE or IDR5.DS, D128 is 1, a feature of "
     "SMMUv3.4"},
    {"IDR-GRANULE", "IHI 0070 G.b 6.3.6",
     "IDR5.GRAN4K, GRAN16K and GRAN64K are 0 but IDR0.TTF has VMSAv8-64"},
    {"IDR-GRAN4K-LPAE", "IHI 0070 G.b 6.3.6", "IDR5.GRAN4K is 0 but IDR0.TTF has VMSAv8-32 LPAE"},
    {"IDR-VAX-V3.0", "IHI 0070 G.b 6.3.6", "IDR5.VAX is not 0, which SMMUv3.0 reserves"},
    {"IDR-VAX", "IHI 0070 G.b 6.3.6, 2.9", "IDR5.VAX is 0b1x, reserved before SMMUv3.4"},
    {"IDR-VAX-GRANULE", "IHI 0070 G.b 6.3.6",
     "IDR5.VAX is 0b01 but IDR5.GRAN64K is 0: 52-bit addresses need 64KB granules"},
    {"IDR-OAS-V3.0", "IHI 0070 G.b 6.3.6", "IDR5.OAS is 52 bits, which SMMUv3.0 reserves"},
    {"IDR-OAS", "IHI 0070 G.b 6.3.6, 2.9", "IDR5.OAS is 0b111, reserved before SMMUv3.4"},
    {"IDR-OAS-GRANULE", "IHI 0070 G.b 6.3.6",
     "IDR5.OAS is 52 bits but IDR5.GRAN64K is 0: 52-bit addresses need 64KB granules"},
    {"IDR-STALL-MAX", "IHI 0070 G.b 6.3.6",
     "IDR5.STALL_MAX is not 0 but IDR0.STALL_MODEL never stalls"},
}};

constexpr const RuleSpec& SpecOf(IdrRule rule) { return kIdrRules[static_cast<std::size_t>(rule)]; }

/// The ID registers that have such conditions.
template <class D>
struct IdRegisters {
  RegisterRecord<D, Reg::IDR0> idr0;
  RegisterRecord<D, Reg::IDR1> idr1;
  RegisterRecord<D, Reg::IDR3> idr3;
  RegisterRecord<D, Reg::IDR5> idr5;
  RegisterRecord<D, Reg::AIDR> aidr;
};

namespace idr_rules {

template <class D, class Sink>
void Idr0(const IdRegisters<D>& id, Sink& sink) {
  const auto& idr0 = id.idr0;
  const Bits<D, 4> minor = Get<"ArchMinorRev">(id.aidr);
  const Bool<D> both = Is<"S1P">(idr0) && Is<"S2P">(idr0);
  sink(IdrRule::kNoStage, !Is<"S1P">(idr0) && !Is<"S2P">(idr0));
  sink(IdrRule::kTtfReserved, Get<"TTF">(idr0) == 0);
  sink(IdrRule::kHttuTable, Get<"HTTU">(idr0) == 3);
  sink(IdrRule::kHypStages, Is<"Hyp">(idr0) && !both);
  sink(IdrRule::kHypMandatory, !Is<"Hyp">(idr0) && both && minor >= 2);
  sink(IdrRule::kNs1atsNeeds, Is<"NS1ATS">(idr0) && !(Is<"ATS">(idr0) && both));
  sink(IdrRule::kAtsrecerrAts, Is<"ATSRECERR">(idr0) && !Is<"ATS">(idr0));
  sink(IdrRule::kAtsrecerrVersion, Is<"ATSRECERR">(idr0) && minor < 2);
  sink(IdrRule::kPriAts, Is<"PRI">(idr0) && !Is<"ATS">(idr0));
  sink(IdrRule::kVmwStage2, Is<"VMW">(idr0) && !Is<"S2P">(idr0));
  sink(IdrRule::kVatosAtos, Is<"VATOS">(idr0) && !Is<"ATOS">(idr0));
  sink(IdrRule::kVatosStages, Is<"VATOS">(idr0) && !both);
  sink(IdrRule::kTtendianReserved, Get<"TTENDIAN">(idr0) == 1);
  sink(IdrRule::kStallModelReserved, Get<"STALL_MODEL">(idr0) == 3);
  sink(IdrRule::kStLevelReserved, Get<"ST_LEVEL">(idr0) >= 2);
}

template <class D, class Sink>
void Idr1(const IdRegisters<D>& id, Sink& sink) {
  const auto& idr1 = id.idr1;
  sink(IdrRule::kStLevelSidsize, Get<"SIDSIZE">(idr1) >= 7 && Get<"ST_LEVEL">(id.idr0) == 0);
  sink(IdrRule::kSidsizeRange, Get<"SIDSIZE">(idr1) > 32);
  sink(IdrRule::kSsidsizeRange, Get<"SSIDSIZE">(idr1) > 20);
  sink(IdrRule::kPriqsRange, Get<"PRIQS">(idr1) > 19 && Is<"PRI">(id.idr0));
  sink(IdrRule::kEventqsRange, Get<"EVENTQS">(idr1) > 19);
  sink(IdrRule::kCmdqsRange, Get<"CMDQS">(idr1) > 19);
  sink(IdrRule::kRelPreset,
       Is<"REL">(idr1) && !Is<"TABLES_PRESET">(idr1) && !Is<"QUEUES_PRESET">(idr1));
  sink(IdrRule::kEcmdqNeeds, Is<"ECMDQ">(idr1) && (!Is<"COHACC">(id.idr0) || !Is<"MSI">(id.idr0) ||
                                                   Is<"QUEUES_PRESET">(idr1)));
  sink(IdrRule::kEcmdqVersion, Is<"ECMDQ">(idr1) && Get<"ArchMinorRev">(id.aidr) < 2);
}

template <class D>
Bool<D> HasV3p4Feature(const IdRegisters<D>& id) {
  const auto& idr3 = id.idr3;
  return Is<"PASIDTT">(idr3) || Is<"EPAN">(idr3) || Is<"S1PI">(idr3) || Is<"S2PI">(idr3) ||
         Is<"S2PO">(idr3) || Is<"THE">(idr3) || Is<"MTEPERM">(idr3) || Is<"AIE">(idr3) ||
         Is<"DS">(id.idr5) || Is<"D128">(id.idr5);
}

template <class D, class Sink>
void Idr3(const IdRegisters<D>& id, Sink& sink) {
  const auto& idr3 = id.idr3;
  const Bits<D, 4> minor = Get<"ArchMinorRev">(id.aidr);
  const Bool<D> s1p = Is<"S1P">(id.idr0);
  const Bool<D> s2p = Is<"S2P">(id.idr0);
  sink(IdrRule::kHadStage1, Is<"HAD">(idr3) && !s1p);
  sink(IdrRule::kHadMandatory, !Is<"HAD">(idr3) && s1p && minor >= 1);
  sink(IdrRule::kPbhaV3p0, Is<"PBHA">(idr3) && minor == 0);
  sink(IdrRule::kPbhaHad, Is<"PBHA">(idr3) && !Is<"HAD">(idr3));
  sink(IdrRule::kXnxV3p0, Is<"XNX">(idr3) && minor == 0);
  sink(IdrRule::kXnxMandatory, !Is<"XNX">(idr3) && s2p && minor >= 1);
  sink(IdrRule::kPpsNeeds,
       Is<"PPS">(idr3) && (!Is<"PRI">(id.idr0) || Get<"SSIDSIZE">(id.idr1) == 0));
  sink(IdrRule::kFwbMandatory, !Is<"FWB">(idr3) && s2p && minor >= 2);
  sink(IdrRule::kRilMandatory, !Is<"RIL">(idr3) && minor >= 2);
  sink(IdrRule::kBbmlMandatory, Get<"BBML">(idr3) == 0 && minor >= 2);
  sink(IdrRule::kBbmlReserved, Get<"BBML">(idr3) == 3);
  sink(IdrRule::kV3p2Feature,
       minor == 0 && (Is<"MPAM">(idr3) || Is<"FWB">(idr3) || Is<"STT">(idr3) || Is<"RIL">(idr3) ||
                      Get<"BBML">(idr3) != 0));
  sink(IdrRule::kV3p3Feature, minor < 2 && (Is<"E0PD">(idr3) || Is<"PTWNNC">(idr3)));
  sink(IdrRule::kV3p4Feature, HasV3p4Feature(id));
}

template <class D, class Sink>
void Idr5(const IdRegisters<D>& id, Sink& sink) {
  const auto& idr5 = id.idr5;
  const Bits<D, 4> minor = Get<"ArchMinorRev">(id.aidr);
  const Bits<D, 2> ttf = Get<"TTF">(id.idr0);
  const Bool<D> no_granule = !Is<"GRAN4K">(idr5) && !Is<"GRAN16K">(idr5) && !Is<"GRAN64K">(idr5);
  sink(IdrRule::kNoGranule, no_granule && ttf >= 2);
  sink(IdrRule::kGran4kLpae, !Is<"GRAN4K">(idr5) && (ttf & Bits<D, 2>(1)) != 0);
  sink(IdrRule::kVaxV3p0, Get<"VAX">(idr5) != 0 && minor == 0);
  sink(IdrRule::kVaxReserved, Get<"VAX">(idr5) >= 2);
  sink(IdrRule::kVaxGranule, Get<"VAX">(idr5) == 1 && !Is<"GRAN64K">(idr5));
  sink(IdrRule::kOasV3p0, Get<"OAS">(idr5) == 6 && minor == 0);
  sink(IdrRule::kOasReserved, Get<"OAS">(idr5) == 7);
  sink(IdrRule::kOasGranule, Get<"OAS">(idr5) == 6 && !Is<"GRAN64K">(idr5));
  sink(IdrRule::kStallMax, Get<"STALL_MAX">(idr5) != 0 && Get<"STALL_MODEL">(id.idr0) == 1);
}

}  // namespace idr_rules

/// Streams every rule to the sink (spec/rules/rule.h). STALL_MAX is taken to be of an SMMU without
/// Secure state.
template <class D, class Sink>
void CheckIdr(const IdRegisters<D>& id, Sink& sink) {
  sink(IdrRule::kMajorVersion, Get<"ArchMajorRev">(id.aidr) != 0);
  sink(IdrRule::kMinorVersion, Get<"ArchMinorRev">(id.aidr) > 2);
  idr_rules::Idr0(id, sink);
  idr_rules::Idr1(id, sink);
  idr_rules::Idr3(id, sink);
  idr_rules::Idr5(id, sink);
}

}  // namespace quiesce
