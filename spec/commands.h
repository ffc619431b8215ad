// The commands of the Non-secure command queue: 16 bytes each, little-endian. IHI 0070 G.b 4.
//
// What makes a command ILLEGAL on an SMMU without some option is `needs`; what makes its parameters
// ILLEGAL is `illegal_if`, for reading. A reserved bit that is set may also be ILLEGAL (4.1.5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "spec/encodings.h"
#include "spec/fields.h"
#include "spec/format.h"
#include "spec/record.h"

namespace quiesce {

/// Bits [7:0] of a command.
enum class Opcode : std::uint8_t {
  PREFETCH_CONFIG = 0x01,
  PREFETCH_ADDR = 0x02,
  CFGI_STE = 0x03,
  CFGI_STE_RANGE = 0x04,  ///< CFGI_ALL when Range = 31
  CFGI_CD = 0x05,
  CFGI_CD_ALL = 0x06,
  CFGI_VMS_PIDM = 0x07,
  TLBI_NH_ALL = 0x10,
  TLBI_NH_ASID = 0x11,
  TLBI_NH_VA = 0x12,
  TLBI_NH_VAA = 0x13,
  TLBI_EL3_ALL = 0x18,
  TLBI_EL3_VA = 0x1A,
  TLBI_EL2_ALL = 0x20,
  TLBI_EL2_ASID = 0x21,
  TLBI_EL2_VA = 0x22,
  TLBI_EL2_VAA = 0x23,
  TLBI_S12_VMALL = 0x28,
  TLBI_S2_IPA = 0x2A,
  TLBI_NSNH_ALL = 0x30,
  ATC_INV = 0x40,
  PRI_RESP = 0x41,
  RESUME = 0x44,
  STALL_TERM = 0x45,
  SYNC = 0x46,
  TLBI_S_EL2_ALL = 0x50,
  TLBI_S_EL2_ASID = 0x51,
  TLBI_S_EL2_VA = 0x52,
  TLBI_S_EL2_VAA = 0x53,
  TLBI_S_S12_VMALL = 0x58,
  TLBI_S_S2_IPA = 0x5A,
  TLBI_SNH_ALL = 0x60,
  DPTI_ALL = 0x70,
  DPTI_PA = 0x73,
};

/// The option without which the command is CERROR_ILL.
enum class Needs : std::uint8_t {
  kNothing,
  kStage1,       ///< IDR0.S1P
  kStage2,       ///< IDR0.S2P
  kHyp,          ///< IDR0.Hyp
  kAts,          ///< IDR0.ATS
  kPri,          ///< IDR0.PRI
  kStall,        ///< IDR0.STALL_MODEL other than 0b01
  kMpam,         ///< IDR3.MPAM, which this model does not have
  kDpt,          ///< IDR3.DPT, likewise
  kSecureQueue,  ///< always CERROR_ILL on the Non-secure queue
};

inline constexpr ValueSpec kLeafValues[] = {{0, "all levels"}, {1, "last level only"}};
inline constexpr ValueSpec kRangeTgValues[] = {
    {0, "no range, any granule"}, {1, "4K"}, {2, "16K"}, {3, "64K"}};
inline constexpr ValueSpec kTtlValues[] = {
    {0, "any level"}, {1, "level 1"}, {2, "level 2"}, {3, "level 3"}};
inline constexpr ValueSpec kPriRespValues[] = {
    {0, "ResponseFailure"}, {1, "InvalidRequest"}, {2, "Success"}, {3, "ILLEGAL"}};
inline constexpr ValueSpec kResumeAcValues[] = {{0, "terminate"}, {1, "retry"}};
inline constexpr ValueSpec kResumeAbValues[] = {{0, "RAZ/WI"}, {1, "abort"}};
inline constexpr ValueSpec kSyncCsValues[] = {
    {0, "SIG_NONE"}, {1, "SIG_IRQ"}, {2, "SIG_SEV"}, {3, "ILLEGAL"}};

// --- groups of fields that commands share ---

inline constexpr auto kCmdOpcode = FieldList({PlainField("Opcode", 7, 0)});
inline constexpr auto kCmdSsec = FieldList({BitField("SSec", 10, {}, "must be 0")});
inline constexpr auto kCmdSsv = FieldList({BitField("SSV", 11, kSsvValues)});
inline constexpr auto kCmdSubstream = FieldList({PlainField("SubstreamID", 31, 12)});
inline constexpr auto kCmdStream = FieldList({PlainField("StreamID", 63, 32)});
inline constexpr auto kCmdVmid =
    FieldList({PlainField("VMID", 47, 32, {}, "RES0 without stage 2")});
inline constexpr auto kCmdAsid = FieldList({PlainField("ASID", 63, 48)});
inline constexpr auto kCmdLeaf = FieldList({BitField("Leaf", 64, kLeafValues)});
inline constexpr auto kCmdPage = FieldList({AddressField("Address", 127, 76)});
inline constexpr auto kCmdIpa = FieldList({AddressField("Address", 115, 76)});
/// (NUM + 1) * 2^SCALE granules. RES0 without IDR3.RIL, and when TG = 0.
inline constexpr auto kCmdRangeLow = FieldList(
    {PlainField("NUM", 16, 12, {}, "used if TG"), PlainField("SCALE", 24, 20, {}, "used if TG")});
inline constexpr auto kCmdRangeHigh =
    FieldList({PlainField("TTL", 73, 72, kTtlValues), PlainField("TG", 75, 74, kRangeTgValues)});

// --- the fields of each command ---

inline constexpr auto kCmdSecureStream = kCmdOpcode + kCmdSsec + kCmdStream;
inline constexpr auto kPrefetchConfigFields =
    kCmdOpcode + kCmdSsec + kCmdSsv + kCmdSubstream + kCmdStream;
inline constexpr auto kPrefetchAddrFields =
    kPrefetchConfigFields +
    FieldList({PlainField("Size", 68, 64, {}, "2^Size translations"),
               PlainField("Stride", 73, 69, {}, "2^(12+Stride) bytes; SMMUv3.1+")}) +
    kCmdPage;
inline constexpr auto kCfgiSteFields = kCmdSecureStream + kCmdLeaf;
inline constexpr auto kCfgiSteRangeFields =
    kCmdSecureStream +
    FieldList({PlainField("Range", 68, 64, {}, "2^(Range+1) StreamIDs; 31 is CMD_CFGI_ALL")});
inline constexpr auto kCfgiCdFields = kCmdOpcode + kCmdSsec + kCmdSubstream + kCmdStream + kCmdLeaf;
inline constexpr auto kCfgiVmsPidmFields = kCmdOpcode + kCmdSsec + kCmdVmid;
inline constexpr auto kTlbiVmidFields = kCmdOpcode + kCmdVmid;
inline constexpr auto kTlbiNhAsidFields = kCmdOpcode + kCmdVmid + kCmdAsid;
inline constexpr auto kTlbiAsidFields = kCmdOpcode + kCmdAsid;
inline constexpr auto kTlbiNhVaFields =
    kCmdOpcode + kCmdRangeLow + kCmdVmid + kCmdAsid + kCmdLeaf + kCmdRangeHigh + kCmdPage;
inline constexpr auto kTlbiNhVaaFields =
    kCmdOpcode + kCmdRangeLow + kCmdVmid + kCmdLeaf + kCmdRangeHigh + kCmdPage;
inline constexpr auto kTlbiEl2VaFields =
    kCmdOpcode + kCmdRangeLow + kCmdAsid + kCmdLeaf + kCmdRangeHigh + kCmdPage;
inline constexpr auto kTlbiEl2VaaFields =
    kCmdOpcode + kCmdRangeLow + kCmdLeaf + kCmdRangeHigh + kCmdPage;
inline constexpr auto kTlbiS2IpaFields =
    kCmdOpcode + kCmdRangeLow + kCmdVmid + kCmdLeaf + kCmdRangeHigh + kCmdIpa;
inline constexpr auto kAtcInvFields =
    kCmdOpcode + FieldList({BitField("Global", 9, {}, "ignored unless SSV")}) + kCmdSsv +
    kCmdSubstream + kCmdStream +
    FieldList({PlainField("Size", 69, 64, {}, "4096 * 2^Size bytes; 52 is everything")}) + kCmdPage;
inline constexpr auto kPriRespFields =
    kCmdOpcode + kCmdSsv + kCmdSubstream + kCmdStream +
    FieldList({PlainField("PRGIndex", 72, 64), PlainField("Resp", 77, 76, kPriRespValues)});
inline constexpr auto kResumeFields =
    kCmdOpcode + kCmdSsec +
    FieldList({BitField("Ac", 12, kResumeAcValues),
               BitField("Ab", 13, kResumeAbValues, "used if Ac = 0; abort if IDR0.TERM_MODEL")}) +
    kCmdStream + FieldList({PlainField("STAG", 79, 64)});
inline constexpr auto kSyncFields =
    kCmdOpcode +
    FieldList({PlainField("CS", 13, 12, kSyncCsValues),
               PlainField("MSH", 23, 22, kShareabilityValues),
               PlainField("MSIAttr", 27, 24, kMemAttrValues), PlainField("MSIData", 63, 32),
               AddressField("MSIAddress", 115, 66, "0: no MSI")});

inline constexpr FormatSpec kCmdPREFETCH_CONFIG{"CMD_PREFETCH_CONFIG", 128, kPrefetchConfigFields,
                                                "4.2.1"};
inline constexpr FormatSpec kCmdPREFETCH_ADDR{"CMD_PREFETCH_ADDR", 128, kPrefetchAddrFields,
                                              "4.2.2"};
inline constexpr FormatSpec kCmdCFGI_STE{"CMD_CFGI_STE", 128, kCfgiSteFields, "4.3.1"};
inline constexpr FormatSpec kCmdCFGI_STE_RANGE{"CMD_CFGI_STE_RANGE", 128, kCfgiSteRangeFields,
                                               "4.3.2"};
inline constexpr FormatSpec kCmdCFGI_CD{"CMD_CFGI_CD", 128, kCfgiCdFields, "4.3.3"};
inline constexpr FormatSpec kCmdCFGI_CD_ALL{"CMD_CFGI_CD_ALL", 128, kCmdSecureStream, "4.3.4"};
inline constexpr FormatSpec kCmdCFGI_VMS_PIDM{"CMD_CFGI_VMS_PIDM", 128, kCfgiVmsPidmFields,
                                              "4.3.5"};
inline constexpr FormatSpec kCmdTLBI_NH_ALL{"CMD_TLBI_NH_ALL", 128, kTlbiVmidFields, "4.4.2.1"};
inline constexpr FormatSpec kCmdTLBI_NH_ASID{"CMD_TLBI_NH_ASID", 128, kTlbiNhAsidFields, "4.4.2.2"};
inline constexpr FormatSpec kCmdTLBI_NH_VAA{"CMD_TLBI_NH_VAA", 128, kTlbiNhVaaFields, "4.4.2.3"};
inline constexpr FormatSpec kCmdTLBI_NH_VA{"CMD_TLBI_NH_VA", 128, kTlbiNhVaFields, "4.4.2.4"};
inline constexpr FormatSpec kCmdTLBI_EL3_ALL{"CMD_TLBI_EL3_ALL", 128, kCmdOpcode, "4.4.2.5"};
inline constexpr FormatSpec kCmdTLBI_EL3_VA{"CMD_TLBI_EL3_VA", 128, kTlbiEl2VaaFields, "4.4.2.6"};
inline constexpr FormatSpec kCmdTLBI_EL2_ALL{"CMD_TLBI_EL2_ALL", 128, kCmdOpcode, "4.4.2.7"};
inline constexpr FormatSpec kCmdTLBI_EL2_VA{"CMD_TLBI_EL2_VA", 128, kTlbiEl2VaFields, "4.4.2.8"};
inline constexpr FormatSpec kCmdTLBI_EL2_VAA{"CMD_TLBI_EL2_VAA", 128, kTlbiEl2VaaFields, "4.4.2.9"};
inline constexpr FormatSpec kCmdTLBI_EL2_ASID{"CMD_TLBI_EL2_ASID", 128, kTlbiAsidFields,
                                              "4.4.2.10"};
inline constexpr FormatSpec kCmdTLBI_S2_IPA{"CMD_TLBI_S2_IPA", 128, kTlbiS2IpaFields, "4.4.3.1"};
inline constexpr FormatSpec kCmdTLBI_S12_VMALL{"CMD_TLBI_S12_VMALL", 128, kTlbiVmidFields,
                                               "4.4.3.2"};
inline constexpr FormatSpec kCmdTLBI_NSNH_ALL{"CMD_TLBI_NSNH_ALL", 128, kCmdOpcode, "4.4.4.1"};
inline constexpr FormatSpec kCmdATC_INV{"CMD_ATC_INV", 128, kAtcInvFields, "4.5.1"};
inline constexpr FormatSpec kCmdPRI_RESP{"CMD_PRI_RESP", 128, kPriRespFields, "4.5.2"};
inline constexpr FormatSpec kCmdRESUME{"CMD_RESUME", 128, kResumeFields, "4.7.1"};
inline constexpr FormatSpec kCmdSTALL_TERM{"CMD_STALL_TERM", 128, kCmdSecureStream, "4.7.2"};
inline constexpr FormatSpec kCmdSYNC{"CMD_SYNC", 128, kSyncFields, "4.7.3"};

// Commands that this queue never accepts: their parameters are not described.
inline constexpr FormatSpec kCmdTLBI_S_EL2_ALL{"CMD_TLBI_S_EL2_ALL", 128, kCmdOpcode, "4.4.2.11"};
inline constexpr FormatSpec kCmdTLBI_S_EL2_VA{"CMD_TLBI_S_EL2_VA", 128, kCmdOpcode, "4.4.2.12"};
inline constexpr FormatSpec kCmdTLBI_S_EL2_VAA{"CMD_TLBI_S_EL2_VAA", 128, kCmdOpcode, "4.4.2.13"};
inline constexpr FormatSpec kCmdTLBI_S_EL2_ASID{"CMD_TLBI_S_EL2_ASID", 128, kCmdOpcode, "4.4.2.14"};
inline constexpr FormatSpec kCmdTLBI_S_S2_IPA{"CMD_TLBI_S_S2_IPA", 128, kCmdOpcode, "4.4.3.3"};
inline constexpr FormatSpec kCmdTLBI_S_S12_VMALL{"CMD_TLBI_S_S12_VMALL", 128, kCmdOpcode,
                                                 "4.4.3.4"};
inline constexpr FormatSpec kCmdTLBI_SNH_ALL{"CMD_TLBI_SNH_ALL", 128, kCmdOpcode, "4.4.4.2"};
inline constexpr FormatSpec kCmdDPTI_ALL{"CMD_DPTI_ALL", 128, kCmdOpcode, "4.6.1"};
inline constexpr FormatSpec kCmdDPTI_PA{"CMD_DPTI_PA", 128, kCmdOpcode, "4.6.2"};

struct CommandSpec {
  Opcode opcode;
  const FormatSpec* format;
  Needs needs;
  std::string_view meaning;
  std::string_view illegal_if = {};  ///< parameters that are CERROR_ILL, in words

  constexpr std::string_view name() const { return format->name; }
  /// Bits [7:0] of the command.
  constexpr std::uint8_t code() const { return static_cast<std::uint8_t>(opcode); }
};

inline constexpr std::string_view kIllegalSsec = "SSec = 1";
inline constexpr std::string_view kIllegalRange = "TG != 0 with NUM = 0, SCALE = 0 and no TTL";

inline constexpr CommandSpec kCommands[] = {
    {Opcode::PREFETCH_CONFIG, &kCmdPREFETCH_CONFIG, Needs::kNothing,
     "prefetch the configuration of a stream", kIllegalSsec},
    {Opcode::PREFETCH_ADDR, &kCmdPREFETCH_ADDR, Needs::kNothing,
     "prefetch configuration and translations of an address span",
     "SSec = 1; in SMMUv3.0 perhaps Stride != 0"},
    {Opcode::CFGI_STE, &kCmdCFGI_STE, Needs::kNothing, "invalidate one STE and the CDs used by it",
     kIllegalSsec},
    {Opcode::CFGI_STE_RANGE, &kCmdCFGI_STE_RANGE, Needs::kNothing,
     "invalidate an aligned range of STEs and the CDs used by them", kIllegalSsec},
    {Opcode::CFGI_CD, &kCmdCFGI_CD, Needs::kStage1, "invalidate one CD", kIllegalSsec},
    {Opcode::CFGI_CD_ALL, &kCmdCFGI_CD_ALL, Needs::kStage1, "invalidate every CD of one stream",
     kIllegalSsec},
    {Opcode::CFGI_VMS_PIDM, &kCmdCFGI_VMS_PIDM, Needs::kMpam,
     "invalidate a cached PARTID_MAP by VMID", kIllegalSsec},
    {Opcode::TLBI_NH_ALL, &kCmdTLBI_NH_ALL, Needs::kStage1,
     "invalidate NS-EL1 stage 1 entries by VMID"},
    {Opcode::TLBI_NH_ASID, &kCmdTLBI_NH_ASID, Needs::kStage1,
     "invalidate non-global NS-EL1 stage 1 entries by VMID and ASID"},
    {Opcode::TLBI_NH_VA, &kCmdTLBI_NH_VA, Needs::kStage1,
     "invalidate NS-EL1 stage 1 entries by VMID, VA, and ASID or global", kIllegalRange},
    {Opcode::TLBI_NH_VAA, &kCmdTLBI_NH_VAA, Needs::kStage1,
     "invalidate NS-EL1 stage 1 entries by VMID and VA, of any ASID", kIllegalRange},
    {Opcode::TLBI_EL3_ALL, &kCmdTLBI_EL3_ALL, Needs::kSecureQueue, "invalidate EL3 entries"},
    {Opcode::TLBI_EL3_VA, &kCmdTLBI_EL3_VA, Needs::kSecureQueue, "invalidate EL3 entries by VA"},
    {Opcode::TLBI_EL2_ALL, &kCmdTLBI_EL2_ALL, Needs::kHyp,
     "invalidate all NS-EL2 and NS-EL2-E2H entries"},
    {Opcode::TLBI_EL2_ASID, &kCmdTLBI_EL2_ASID, Needs::kHyp,
     "invalidate non-global NS-EL2-E2H entries by ASID"},
    {Opcode::TLBI_EL2_VA, &kCmdTLBI_EL2_VA, Needs::kHyp,
     "invalidate NS-EL2 or NS-EL2-E2H entries by VA, and ASID with E2H", kIllegalRange},
    {Opcode::TLBI_EL2_VAA, &kCmdTLBI_EL2_VAA, Needs::kHyp,
     "invalidate NS-EL2 or NS-EL2-E2H entries by VA, of any ASID", kIllegalRange},
    {Opcode::TLBI_S12_VMALL, &kCmdTLBI_S12_VMALL, Needs::kStage2,
     "invalidate NS-EL1 entries of both stages by VMID"},
    {Opcode::TLBI_S2_IPA, &kCmdTLBI_S2_IPA, Needs::kStage2,
     "invalidate stage 2 entries by VMID and IPA", kIllegalRange},
    {Opcode::TLBI_NSNH_ALL, &kCmdTLBI_NSNH_ALL, Needs::kNothing,
     "invalidate all NS-EL1 entries of both stages"},
    {Opcode::ATC_INV, &kCmdATC_INV, Needs::kAts, "invalidate an address span in an endpoint's ATC",
     "perhaps Size > 52"},
    {Opcode::PRI_RESP, &kCmdPRI_RESP, Needs::kPri, "answer a page request group", "Resp = 0b11"},
    {Opcode::RESUME, &kCmdRESUME, Needs::kStall, "retry or terminate one stalled transaction",
     kIllegalSsec},
    {Opcode::STALL_TERM, &kCmdSTALL_TERM, Needs::kStall,
     "terminate every stalled transaction of one stream", kIllegalSsec},
    {Opcode::SYNC, &kCmdSYNC, Needs::kNothing,
     "wait until the commands before it are complete, and signal that", "CS = 0b11"},
    {Opcode::TLBI_S_EL2_ALL, &kCmdTLBI_S_EL2_ALL, Needs::kSecureQueue, "invalidate S-EL2 entries"},
    {Opcode::TLBI_S_EL2_ASID, &kCmdTLBI_S_EL2_ASID, Needs::kSecureQueue,
     "invalidate S-EL2 entries by ASID"},
    {Opcode::TLBI_S_EL2_VA, &kCmdTLBI_S_EL2_VA, Needs::kSecureQueue,
     "invalidate S-EL2 entries by VA"},
    {Opcode::TLBI_S_EL2_VAA, &kCmdTLBI_S_EL2_VAA, Needs::kSecureQueue,
     "invalidate S-EL2 entries by VA, of any ASID"},
    {Opcode::TLBI_S_S12_VMALL, &kCmdTLBI_S_S12_VMALL, Needs::kSecureQueue,
     "invalidate Secure entries of both stages by VMID"},
    {Opcode::TLBI_S_S2_IPA, &kCmdTLBI_S_S2_IPA, Needs::kSecureQueue,
     "invalidate Secure stage 2 entries by IPA"},
    {Opcode::TLBI_SNH_ALL, &kCmdTLBI_SNH_ALL, Needs::kSecureQueue, "invalidate all Secure entries"},
    {Opcode::DPTI_ALL, &kCmdDPTI_ALL, Needs::kDpt, "invalidate all cached DPT entries"},
    {Opcode::DPTI_PA, &kCmdDPTI_PA, Needs::kDpt, "invalidate cached DPT entries by PA"},
};
inline constexpr std::size_t kCommandCount = std::size(kCommands);

/// The description of an opcode, or nullptr if it is reserved or IMPLEMENTATION DEFINED.
constexpr const CommandSpec* FindCommand(std::uint8_t code) {
  for (const CommandSpec& c : kCommands) {
    if (c.code() == code) return &c;
  }
  return nullptr;
}
constexpr const CommandSpec& SpecOf(Opcode opcode) {
  return *FindCommand(static_cast<std::uint8_t>(opcode));
}

/// Opcodes that each implementation gives its own meaning. IHI 0070 G.b 4.1.1.
constexpr bool IsImpdefCommand(std::uint8_t code) { return code >= 0x80 && code <= 0x8F; }

/// One command, in either domain.
template <class D, Opcode O>
using CommandRecord = Record<D, *SpecOf(O).format>;

/// A command of that opcode with every other field 0.
template <class D, Opcode O>
constexpr CommandRecord<D, O> NewCommand() {
  return With<"Opcode">(CommandRecord<D, O>(), Bits<D, 8>(SpecOf(O).code()));
}

consteval bool CommandsAreConsistent() {
  for (const CommandSpec& c : kCommands) {
    if (!WellFormed(*c.format) || c.format->bits != 128 || FindCommand(c.code()) != &c)
      return false;
  }
  return true;
}
static_assert(CommandsAreConsistent());

}  // namespace quiesce
