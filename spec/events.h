// The records of the event queue: 32 bytes each, little-endian. IHI 0070 G.b 7.3.
//
// Positions of Span, R, W, X and Priv in F_BAD_ATS_TREQ, of TTRnW and of the implementation defined
// bits of fault records are not in the text of G.b (their figures are); they follow the drivers and
// headers that agree with it elsewhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "spec/encodings.h"
#include "spec/fields.h"
#include "spec/format.h"
#include "spec/record.h"

namespace quiesce {

/// The event number, bits [7:0] of a record.
enum class EventType : std::uint8_t {
  F_UUT = 0x01,
  C_BAD_STREAMID = 0x02,
  F_STE_FETCH = 0x03,
  C_BAD_STE = 0x04,
  F_BAD_ATS_TREQ = 0x05,
  F_STREAM_DISABLED = 0x06,
  F_TRANSL_FORBIDDEN = 0x07,
  C_BAD_SUBSTREAMID = 0x08,
  F_CD_FETCH = 0x09,
  C_BAD_CD = 0x0A,
  F_WALK_EABT = 0x0B,
  F_TRANSLATION = 0x10,
  F_ADDR_SIZE = 0x11,
  F_ACCESS = 0x12,
  F_PERMISSION = 0x13,
  F_TLB_CONFLICT = 0x20,
  F_CFG_CONFLICT = 0x21,
  E_PAGE_REQUEST = 0x24,
  F_VMS_FETCH = 0x25,
};

inline constexpr ValueSpec kEventClassValues[] = {{0, "CD"}, {1, "TT"}, {2, "IN"}, {3, "reserved"}};
inline constexpr ValueSpec kFaultStageValues[] = {{0, "stage 1"}, {1, "stage 2"}};
inline constexpr ValueSpec kEventStallValues[] = {{0, "terminated"}, {1, "stalled"}};
inline constexpr ValueSpec kTtRnWValues[] = {{0, "descriptor write"}, {1, "descriptor read"}};

// --- groups of fields that records share ---

inline constexpr auto kEventTypeAndStream =
    FieldList({PlainField("Type", 7, 0), PlainField("StreamID", 63, 32)});
inline constexpr auto kEventCommon = FieldList({
    PlainField("Type", 7, 0),
    BitField("SSV", 11, kSsvValues),
    PlainField("SubstreamID", 31, 12, {}, "valid if SSV"),
    PlainField("StreamID", 63, 32),
});
inline constexpr auto kEventReason = FieldList({PlainField("Reason", 79, 64, {}, "IMPDEF")});
inline constexpr auto kEventConflictReason =
    FieldList({PlainField("Reason", 95, 64, {}, "IMPDEF")});
inline constexpr auto kEventStall = FieldList({
    PlainField("STAG", 79, 64, {}, "valid if Stall"),
    BitField("Stall", 95, kEventStallValues),
});
inline constexpr auto kEventAccess = FieldList({
    BitField("PnU", 97, kPnUValues),
    BitField("InD", 98, kInDValues),
    BitField("RnW", 99, kRnWValues),
});
inline constexpr auto kEventStage = FieldList({
    BitField("NSIPA", 102, {}, "0 on the Non-secure queue"),
    BitField("S2", 103, kFaultStageValues),
});
inline constexpr auto kEventClass = FieldList({PlainField("CLASS", 105, 104, kEventClassValues)});
inline constexpr auto kEventImpdef = FieldList({PlainField("IMPDEF", 127, 112)});
inline constexpr auto kEventInputAddr = FieldList({AddressField("InputAddr", 191, 128)});
inline constexpr auto kEventInputPage = FieldList({AddressField("InputAddr", 191, 140)});
inline constexpr auto kEventIpa = FieldList({AddressField("IPA", 243, 204, "valid if S2")});
inline constexpr auto kEventFetchAddr = FieldList({AddressField("FetchAddr", 243, 195, "PA")});

// --- the fields of each record ---

inline constexpr auto kUutFields = kEventCommon + kEventReason + kEventAccess + kEventInputAddr;
inline constexpr auto kFetchAbortFields = kEventCommon + kEventReason + kEventFetchAddr;
inline constexpr auto kBadAtsTreqFields = kEventCommon +
                                          FieldList({
                                              PlainField("Span", 67, 64, {}, "STUs"),
                                              BitField("Priv", 92),
                                              BitField("X", 93),
                                              BitField("W", 94),
                                              BitField("R", 95),
                                          }) +
                                          kEventInputPage;
inline constexpr auto kTranslForbiddenFields =
    kEventTypeAndStream + FieldList({BitField("RnW", 99, kRnWValues)}) + kEventInputAddr;
inline constexpr auto kBadSubstreamIdFields = FieldList({
    PlainField("Type", 7, 0),
    PlainField("SubstreamID", 31, 12, {}, "always valid"),
    PlainField("StreamID", 63, 32),
});
inline constexpr auto kWalkEabtFields = kEventCommon + kEventReason + kEventAccess + kEventStage +
                                        kEventClass + kEventInputAddr + kEventFetchAddr;
inline constexpr auto kTranslationFaultFields = kEventCommon + kEventStall + kEventAccess +
                                                kEventStage + kEventClass + kEventImpdef +
                                                kEventInputAddr + kEventIpa;
inline constexpr auto kPermissionFields =
    kEventCommon + kEventStall + kEventAccess + kEventStage + kEventClass +
    FieldList({BitField("TTRnW", 108, kTtRnWValues, "valid if CLASS = TT")}) + kEventImpdef +
    kEventInputAddr + kEventIpa;
inline constexpr auto kTlbConflictFields =
    kEventCommon + kEventConflictReason + kEventAccess + kEventStage + kEventInputAddr + kEventIpa;
inline constexpr auto kCfgConflictFields = kEventCommon + kEventConflictReason;
inline constexpr auto kPageRequestFields =
    kEventCommon +
    FieldList({
        BitField("uX", 97),
        BitField("uW", 98),
        BitField("uR", 99),
        BitField("pX", 101),
        BitField("pW", 102),
        BitField("pR", 103),
        PlainField("Span", 115, 108, {}, "in 4096-byte units"),
    }) +
    kEventInputPage;

/// What every record starts with; SSV and SubstreamID are absent from some.
inline constexpr FormatSpec kEventHeader{"EVENT", 256, kEventCommon, "7.3"};

inline constexpr FormatSpec kF_UUT{"F_UUT", 256, kUutFields, "7.3.2"};
inline constexpr FormatSpec kC_BAD_STREAMID{"C_BAD_STREAMID", 256, kEventCommon, "7.3.3"};
inline constexpr FormatSpec kF_STE_FETCH{"F_STE_FETCH", 256, kFetchAbortFields, "7.3.4"};
inline constexpr FormatSpec kC_BAD_STE{"C_BAD_STE", 256, kEventCommon, "7.3.5"};
inline constexpr FormatSpec kF_BAD_ATS_TREQ{"F_BAD_ATS_TREQ", 256, kBadAtsTreqFields, "7.3.6"};
inline constexpr FormatSpec kF_STREAM_DISABLED{"F_STREAM_DISABLED", 256, kEventTypeAndStream,
                                               "7.3.7"};
inline constexpr FormatSpec kF_TRANSL_FORBIDDEN{"F_TRANSL_FORBIDDEN", 256, kTranslForbiddenFields,
                                                "7.3.8"};
inline constexpr FormatSpec kC_BAD_SUBSTREAMID{"C_BAD_SUBSTREAMID", 256, kBadSubstreamIdFields,
                                               "7.3.9"};
inline constexpr FormatSpec kF_CD_FETCH{"F_CD_FETCH", 256, kFetchAbortFields, "7.3.10"};
inline constexpr FormatSpec kC_BAD_CD{"C_BAD_CD", 256, kEventCommon, "7.3.11"};
inline constexpr FormatSpec kF_WALK_EABT{"F_WALK_EABT", 256, kWalkEabtFields, "7.3.12"};
inline constexpr FormatSpec kF_TRANSLATION{"F_TRANSLATION", 256, kTranslationFaultFields, "7.3.13"};
inline constexpr FormatSpec kF_ADDR_SIZE{"F_ADDR_SIZE", 256, kTranslationFaultFields, "7.3.14"};
inline constexpr FormatSpec kF_ACCESS{"F_ACCESS", 256, kTranslationFaultFields, "7.3.15"};
inline constexpr FormatSpec kF_PERMISSION{"F_PERMISSION", 256, kPermissionFields, "7.3.16"};
inline constexpr FormatSpec kF_TLB_CONFLICT{"F_TLB_CONFLICT", 256, kTlbConflictFields, "7.3.17"};
inline constexpr FormatSpec kF_CFG_CONFLICT{"F_CFG_CONFLICT", 256, kCfgConflictFields, "7.3.18"};
inline constexpr FormatSpec kE_PAGE_REQUEST{"E_PAGE_REQUEST", 256, kPageRequestFields, "7.3.19"};
inline constexpr FormatSpec kF_VMS_FETCH{"F_VMS_FETCH", 256, kFetchAbortFields, "7.3.20"};

/// What decides whether the record is written, given a writable queue.
enum class Recorded : std::uint8_t {
  kAlways,
  kRecInvSid,   ///< only if CR2.RECINVSID
  kFaultModel,  ///< only if R or S of the faulting stage; always, for stage 1 bypass
  kHint,        ///< the client asks for it; no transaction is terminated
};

struct EventSpec {
  EventType type;
  const FormatSpec* format;
  Recorded recorded;
  bool smmu_off;  ///< may be recorded while CR0.SMMUEN = 0 (7.2)
  std::string_view meaning;

  constexpr std::string_view name() const { return format->name; }
  /// Bits [7:0] of the record.
  constexpr std::uint8_t code() const { return static_cast<std::uint8_t>(type); }
};

inline constexpr EventSpec kEvents[] = {
    {EventType::F_UUT, &kF_UUT, Recorded::kAlways, true,
     "the client issued a transaction of a type that the SMMU does not support"},
    {EventType::C_BAD_STREAMID, &kC_BAD_STREAMID, Recorded::kRecInvSid, false,
     "the StreamID is outside the stream table, or its L1STD covers no STE for it"},
    {EventType::F_STE_FETCH, &kF_STE_FETCH, Recorded::kAlways, false,
     "reading the STE or its L1STD aborted, or its address is out of range"},
    {EventType::C_BAD_STE, &kC_BAD_STE, Recorded::kAlways, false,
     "the STE is invalid (V = 0) or ILLEGAL"},
    {EventType::F_BAD_ATS_TREQ, &kF_BAD_ATS_TREQ, Recorded::kAlways, true,
     "an ATS Translation Request came from a stream that may not use ATS"},
    {EventType::F_STREAM_DISABLED, &kF_STREAM_DISABLED, Recorded::kAlways, false,
     "STE.S1DSS terminates this transaction: without SubstreamID, or with SubstreamID 0"},
    {EventType::F_TRANSL_FORBIDDEN, &kF_TRANSL_FORBIDDEN, Recorded::kAlways, true,
     "an ATS Translated transaction came from a stream that may not bypass the SMMU"},
    {EventType::C_BAD_SUBSTREAMID, &kC_BAD_SUBSTREAMID, Recorded::kAlways, false,
     "the SubstreamID is not usable: no substreams here, out of range, or its L1CD is not usable"},
    {EventType::F_CD_FETCH, &kF_CD_FETCH, Recorded::kAlways, false,
     "reading the CD or its L1CD aborted, or in SMMUv3.0 its address is out of range"},
    {EventType::C_BAD_CD, &kC_BAD_CD, Recorded::kAlways, false,
     "the CD is invalid (V = 0) or ILLEGAL"},
    {EventType::F_WALK_EABT, &kF_WALK_EABT, Recorded::kAlways, false,
     "reading or updating a translation table descriptor aborted"},
    {EventType::F_TRANSLATION, &kF_TRANSLATION, Recorded::kFaultModel, false,
     "no valid translation: input address out of range, walks disabled, or invalid descriptor"},
    {EventType::F_ADDR_SIZE, &kF_ADDR_SIZE, Recorded::kFaultModel, false,
     "an output address is larger than the stage allows"},
    {EventType::F_ACCESS, &kF_ACCESS, Recorded::kFaultModel, false,
     "the access flag of the block or page is 0 and hardware does not set it"},
    {EventType::F_PERMISSION, &kF_PERMISSION, Recorded::kFaultModel, false,
     "the stage does not permit this access"},
    {EventType::F_TLB_CONFLICT, &kF_TLB_CONFLICT, Recorded::kAlways, false,
     "several TLB entries match one address"},
    {EventType::F_CFG_CONFLICT, &kF_CFG_CONFLICT, Recorded::kAlways, false,
     "several cached configurations match one stream: STE.CONT covers STEs that differ"},
    {EventType::E_PAGE_REQUEST, &kE_PAGE_REQUEST, Recorded::kHint, false,
     "the client hints that it will soon access this span"},
    {EventType::F_VMS_FETCH, &kF_VMS_FETCH, Recorded::kAlways, false,
     "reading the VMS aborted (MPAM only: not generated by this model)"},
};
inline constexpr std::size_t kEventCount = std::size(kEvents);

/// Numbers that each implementation gives its own meaning. IHI 0070 G.b 7.3.21.
constexpr bool IsImpdefEvent(std::uint8_t code) { return code >= 0xE0 && code <= 0xEF; }

/// The description of an event number, or nullptr if it is reserved or IMPLEMENTATION DEFINED.
constexpr const EventSpec* FindEvent(std::uint8_t code) {
  for (const EventSpec& e : kEvents) {
    if (e.code() == code) return &e;
  }
  return nullptr;
}
constexpr const EventSpec& SpecOf(EventType type) {
  return *FindEvent(static_cast<std::uint8_t>(type));
}

/// One record, in either domain.
template <class D, EventType T>
using EventRecord = Record<D, *SpecOf(T).format>;

/// A record of that type with every other field 0.
template <class D, EventType T>
constexpr EventRecord<D, T> NewEvent() {
  return With<"Type">(EventRecord<D, T>(), Bits<D, 8>(SpecOf(T).code()));
}

consteval bool EventsAreConsistent() {
  for (std::size_t i = 0; i < kEventCount; ++i) {
    const FormatSpec& f = *kEvents[i].format;
    if (!WellFormed(f) || f.bits != 256 || FindEvent(kEvents[i].code()) != &kEvents[i])
      return false;
  }
  return WellFormed(kEventHeader);
}
static_assert(EventsAreConsistent());

}  // namespace quiesce
