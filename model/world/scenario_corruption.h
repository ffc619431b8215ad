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

using Corruption = std::variant<FlipRegisterBit, FlipL1StdBit, FlipSteBit, FlipCdBit, LieSpan,
                                NullL2Ptr, MisalignL2Ptr, LieLog2Size, LieSplit, AliasL1Std>;
inline constexpr std::size_t kCorruptionKinds = std::variant_size_v<Corruption>;

/// The operator's name by its index in Corruption: "NullL2Ptr".
std::string_view CorruptionName(std::size_t kind);

/// One line: "NullL2Ptr sid=0x100".
std::string Describe(const Corruption& corruption);

}  // namespace quiesce
