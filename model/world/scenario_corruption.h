// The ways in which a crash (or a dying driver) can have damaged the image: named operators.
//
// Each names its target by StreamID, not by address, so that it keeps its meaning while a scenario
// shrinks around it. An operator whose target does not exist changes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "spec/registers.h"

namespace quiesce {

/// One bit of a register, below its width.
struct FlipRegisterBit {
  Reg reg;
  unsigned bit;
  friend bool operator==(const FlipRegisterBit&, const FlipRegisterBit&) = default;
};

/// One bit, 0 to 63, of the L1STD that covers a StreamID.
struct FlipL1StdBit {
  std::uint32_t sid;
  unsigned bit;
  friend bool operator==(const FlipL1StdBit&, const FlipL1StdBit&) = default;
};

/// One bit, 0 to 511, of the STE of a StreamID.
struct FlipSteBit {
  std::uint32_t sid;
  unsigned bit;
  friend bool operator==(const FlipSteBit&, const FlipSteBit&) = default;
};

/// One bit, 0 to 511, of a CD.
struct FlipCdBit {
  std::uint32_t sid;
  std::uint32_t ssid;
  unsigned bit;
  friend bool operator==(const FlipCdBit&, const FlipCdBit&) = default;
};

/// The L1STD that covers a StreamID claims another size for its L2 table.
struct LieSpan {
  std::uint32_t sid;
  unsigned span;  ///< 0 to 31
  friend bool operator==(const LieSpan&, const LieSpan&) = default;
};

/// The L1STD that covers a StreamID keeps its Span and points to address 0.
struct NullL2Ptr {
  std::uint32_t sid;
  friend bool operator==(const NullL2Ptr&, const NullL2Ptr&) = default;
};

/// The L1STD that covers a StreamID points this many bytes past its table.
struct MisalignL2Ptr {
  std::uint32_t sid;
  std::uint32_t bytes;  ///< a multiple of 64
  friend bool operator==(const MisalignL2Ptr&, const MisalignL2Ptr&) = default;
};

/// STRTAB_BASE_CFG.LOG2SIZE says something else than what was built.
struct LieLog2Size {
  unsigned log2size;  ///< 0 to 63
  friend bool operator==(const LieLog2Size&, const LieLog2Size&) = default;
};

/// STRTAB_BASE_CFG.SPLIT says something else than what was built.
struct LieSplit {
  unsigned split;  ///< 0 to 31
  friend bool operator==(const LieSplit&, const LieSplit&) = default;
};

/// The L1STD that covers `sid` becomes a copy of the one that covers `source_sid`.
struct AliasL1Std {
  std::uint32_t sid;
  std::uint32_t source_sid;
  friend bool operator==(const AliasL1Std&, const AliasL1Std&) = default;
};

/// One 64-bit word of an STE has another value.
struct OverwriteSteWord {
  std::uint32_t sid;
  unsigned word;  ///< 0 to 7
  std::uint64_t value;
  friend bool operator==(const OverwriteSteWord&, const OverwriteSteWord&) = default;
};

/// One 64-bit word of a CD has another value.
struct OverwriteCdWord {
  std::uint32_t sid;
  std::uint32_t ssid;
  unsigned word;  ///< 0 to 7
  std::uint64_t value;
  friend bool operator==(const OverwriteCdWord&, const OverwriteCdWord&) = default;
};

/// Of an STE only some words were stored; the others are 0.
struct TornSte {
  std::uint32_t sid;
  unsigned words;  ///< bit n: word n was stored
  friend bool operator==(const TornSte&, const TornSte&) = default;
};

/// Of a CD only some words were stored; the others are 0.
struct TornCd {
  std::uint32_t sid;
  std::uint32_t ssid;
  unsigned words;  ///< bit n: word n was stored
  friend bool operator==(const TornCd&, const TornCd&) = default;
};

/// STE.Config says something else than what was built.
struct LieConfig {
  std::uint32_t sid;
  unsigned config;  ///< 0 to 7
  friend bool operator==(const LieConfig&, const LieConfig&) = default;
};

/// STE.S1Fmt says something else than what was built.
struct LieS1Fmt {
  std::uint32_t sid;
  unsigned format;  ///< 0 to 3
  friend bool operator==(const LieS1Fmt&, const LieS1Fmt&) = default;
};

/// STE.S1CDMax says something else than what was built.
struct LieS1CdMax {
  std::uint32_t sid;
  unsigned log2size;  ///< 0 to 31
  friend bool operator==(const LieS1CdMax&, const LieS1CdMax&) = default;
};

/// CD.TG0 says something else than what was built.
struct LieTg0 {
  std::uint32_t sid;
  std::uint32_t ssid;
  unsigned format;  ///< 0 to 3
  friend bool operator==(const LieTg0&, const LieTg0&) = default;
};

/// CD.T0SZ says something else than what was built.
struct LieT0sz {
  std::uint32_t sid;
  std::uint32_t ssid;
  unsigned txsz;  ///< 0 to 63
  friend bool operator==(const LieT0sz&, const LieT0sz&) = default;
};

/// STE.S2T0SZ says something else than what was built.
struct LieS2T0sz {
  std::uint32_t sid;
  unsigned txsz;  ///< 0 to 63
  friend bool operator==(const LieS2T0sz&, const LieS2T0sz&) = default;
};

/// The L1STD that covers a StreamID keeps its Span and points elsewhere.
struct PointL2Ptr {
  std::uint32_t sid;
  std::uint64_t pa;
  friend bool operator==(const PointL2Ptr&, const PointL2Ptr&) = default;
};

/// The L1STD that covers a StreamID points at the level 1 table itself.
struct LoopL2Ptr {
  std::uint32_t sid;
  friend bool operator==(const LoopL2Ptr&, const LoopL2Ptr&) = default;
};

/// The L1STD that covers a StreamID points at that stream's own CDs.
struct PointL2PtrAtCds {
  std::uint32_t sid;
  friend bool operator==(const PointL2PtrAtCds&, const PointL2PtrAtCds&) = default;
};

/// The L2 table that holds a StreamID lies at address 0, with all that it holds.
struct MoveL2ToZero {
  std::uint32_t sid;
  friend bool operator==(const MoveL2ToZero&, const MoveL2ToZero&) = default;
};

/// STE.S1ContextPtr points elsewhere.
struct PointS1Context {
  std::uint32_t sid;
  std::uint64_t pa;
  friend bool operator==(const PointS1Context&, const PointS1Context&) = default;
};

/// STE.S1ContextPtr points this many bytes past its table.
struct MisalignS1Context {
  std::uint32_t sid;
  std::uint32_t bytes;  ///< a multiple of 64
  friend bool operator==(const MisalignS1Context&, const MisalignS1Context&) = default;
};

/// STE.S1ContextPtr points at the STE itself.
struct LoopS1Context {
  std::uint32_t sid;
  friend bool operator==(const LoopS1Context&, const LoopS1Context&) = default;
};

/// The L1CD that covers a SubstreamID is valid and points elsewhere.
/// Only a 2-level CD table has one.
struct PointCdLeaf {
  std::uint32_t sid;
  std::uint32_t ssid;
  std::uint64_t pa;
  friend bool operator==(const PointCdLeaf&, const PointCdLeaf&) = default;
};

/// The L1CD that covers a SubstreamID points this many bytes past its leaf.
struct MisalignCdLeaf {
  std::uint32_t sid;
  std::uint32_t ssid;
  std::uint32_t bytes;  ///< a multiple of 4 KiB
  friend bool operator==(const MisalignCdLeaf&, const MisalignCdLeaf&) = default;
};

/// CD.TTB0 points elsewhere.
struct PointTtb0 {
  std::uint32_t sid;
  std::uint32_t ssid;
  std::uint64_t pa;
  friend bool operator==(const PointTtb0&, const PointTtb0&) = default;
};

/// STE.S2TTB points elsewhere.
struct PointS2Ttb {
  std::uint32_t sid;
  std::uint64_t pa;
  friend bool operator==(const PointS2Ttb&, const PointS2Ttb&) = default;
};

/// The first descriptor in use of the table that CD.TTB0 holds names that table.
struct LoopTable {
  std::uint32_t sid;
  std::uint32_t ssid;
  friend bool operator==(const LoopTable&, const LoopTable&) = default;
};

/// One bit, 0 to 63, of that descriptor.
struct FlipDescriptorBit {
  std::uint32_t sid;
  std::uint32_t ssid;
  unsigned bit;
  friend bool operator==(const FlipDescriptorBit&, const FlipDescriptorBit&) = default;
};

/// STRTAB_BASE points elsewhere.
struct PointStrtab {
  std::uint64_t pa;
  friend bool operator==(const PointStrtab&, const PointStrtab&) = default;
};

/// STRTAB_BASE points this many bytes past the table.
struct MisalignStrtab {
  std::uint32_t bytes;  ///< a multiple of 64
  friend bool operator==(const MisalignStrtab&, const MisalignStrtab&) = default;
};

/// STRTAB_BASE_CFG.FMT names the other format.
struct LieFormat {
  friend bool operator==(const LieFormat&, const LieFormat&) = default;
};

/// The STE of `sid` becomes a copy of that of `source_sid`.
struct AliasSte {
  std::uint32_t sid;
  std::uint32_t source_sid;
  friend bool operator==(const AliasSte&, const AliasSte&) = default;
};

/// Two STEs share one table of CDs.
struct AliasS1Context {
  std::uint32_t sid;
  std::uint32_t source_sid;
  friend bool operator==(const AliasS1Context&, const AliasS1Context&) = default;
};

/// Two CDs share one translation table.
struct AliasTtb0 {
  std::uint32_t sid;
  std::uint32_t ssid;
  std::uint32_t source_sid;
  std::uint32_t source_ssid;
  friend bool operator==(const AliasTtb0&, const AliasTtb0&) = default;
};

/// Two CDs share one ASID.
struct AliasAsid {
  std::uint32_t sid;
  std::uint32_t ssid;
  std::uint32_t source_sid;
  std::uint32_t source_ssid;
  friend bool operator==(const AliasAsid&, const AliasAsid&) = default;
};

/// Two STEs share one VMID.
struct AliasVmid {
  std::uint32_t sid;
  std::uint32_t source_sid;
  friend bool operator==(const AliasVmid&, const AliasVmid&) = default;
};

/// These bits of GERROR are toggled: errors become active, or stop being so.
struct LatchErrors {
  std::uint32_t bits;
  friend bool operator==(const LatchErrors&, const LatchErrors&) = default;
};

/// CR0ACK differs from CR0 in these bits, as in the middle of an update.
struct LieAck {
  std::uint32_t bits;
  friend bool operator==(const LieAck&, const LieAck&) = default;
};

/// GBPA.Update is 1, as in the middle of an update.
struct PendGbpa {
  friend bool operator==(const PendGbpa&, const PendGbpa&) = default;
};

/// The indexes of the command queue.
struct LieCommandIndex {
  std::uint32_t prod;
  std::uint32_t cons;
  friend bool operator==(const LieCommandIndex&, const LieCommandIndex&) = default;
};

/// The indexes of the event queue.
struct LieEventIndex {
  std::uint32_t prod;
  std::uint32_t cons;
  friend bool operator==(const LieEventIndex&, const LieEventIndex&) = default;
};

using Corruption =
    std::variant<FlipRegisterBit, FlipL1StdBit, FlipSteBit, FlipCdBit, LieSpan, NullL2Ptr,
                 MisalignL2Ptr, LieLog2Size, LieSplit, AliasL1Std, OverwriteSteWord,
                 OverwriteCdWord, TornSte, TornCd, LieConfig, LieS1Fmt, LieS1CdMax, LieTg0, LieT0sz,
                 LieS2T0sz, PointL2Ptr, LoopL2Ptr, PointL2PtrAtCds, MoveL2ToZero, PointS1Context,
                 MisalignS1Context, LoopS1Context, PointCdLeaf, MisalignCdLeaf, PointTtb0,
                 PointS2Ttb, LoopTable, FlipDescriptorBit, PointStrtab, MisalignStrtab, LieFormat,
                 AliasSte, AliasS1Context, AliasTtb0, AliasAsid, AliasVmid, LatchErrors, LieAck,
                 PendGbpa, LieCommandIndex, LieEventIndex>;
inline constexpr std::size_t kCorruptionKinds = std::variant_size_v<Corruption>;

/// The operator's name by its index in Corruption: "NullL2Ptr".
std::string_view CorruptionName(std::size_t kind);

/// One line: "NullL2Ptr sid=0x100".
std::string Describe(const Corruption& corruption);

}  // namespace quiesce
