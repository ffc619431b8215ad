// What must hold in every hand-over: the invariants that runs are judged by. Their oracle is the
// architecture, as model/smmu has it, never what the driver believes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "spec/rules/rule.h"

namespace quiesce {

enum class Invariant : std::uint8_t {
  kNotAborted,         ///< QZ-01
  kSamePlace,          ///< QZ-02
  kNotBypassed,        ///< QZ-03
  kNextKernelIntact,   ///< QZ-04
  kOthersUnaffected,   ///< QZ-05
  kGuardsKept,         ///< QZ-06
  kUpdateProtocol,     ///< QZ-07
  kLiveStructures,     ///< QZ-08
  kSameSte,            ///< QZ-09
  kResourcesBalance,   ///< QZ-10
  kTossLeavesNoTrace,  ///< QZ-11
  kDecidedAsUsed,      ///< QZ-12
  kFreshIds,           ///< QZ-13
  kAcceptsWellFormed,  ///< QZ-14
  kEnds,               ///< QZ-15
  kInsertIsLocal,      ///< QZ-16
};
inline constexpr std::size_t kInvariantCount = 16;

inline constexpr std::array<RuleSpec, kInvariantCount> kInvariants = {{
    {"QZ-01", "cover letters v1 to v7; hand-over contract",
     "DMA that would have completed is not terminated or stalled before its device is quiesced"},
    {"QZ-02", "hand-over contract; IHI 0070 G.b 3.17",
     "DMA reaches the same physical address, with the same rights and attributes"},
    {"QZ-03", "cover letters v1 to v7; IHI 0070 G.b 3.11, 6.3.14",
     "nothing passes untranslated that did not before"},
    {"QZ-04", "discussion of v2 and v7",
     "no DMA, and no driver write through an adopted table, writes the next kernel's memory"},
    {"QZ-05", "hand-over contract", "an action for one device changes no other device's DMA"},
    {"QZ-06", "IHI 0070 G.b 6.2, 6.3", "no register is written while its guard forbids it"},
    {"QZ-07", "IHI 0070 G.b 3.5.1, 6.3.9, 6.3.14, 6.3.16, 7.2, 7.5; PCIe 10.5.1.3",
     "every Update protocol is followed, and those of queues and of ATS"},
    {"QZ-08", "IHI 0070 G.b 3.21.3, 4.3, 4.4",
     "a live structure changes legally, and is invalidated before anything relies on the change"},
    {"QZ-09", "IHI 0070 G.b 3.3.1, 5.1", "software and hardware mean the same STE"},
    {"QZ-10", "review of v3 to v6",
     "what is acquired is of use, is given back once on every path, and mappings are bounded"},
    {"QZ-11", "review of v3 to v6",
     "a tossed adoption leaves no trace, and the full reset after it is complete"},
    {"QZ-12", "review of v4", "what is used is what was decided on: no word read again unchecked"},
    {"QZ-13", "discussion of v7; IHI 0070 G.b 3.17",
     "no ASID or VMID of a new domain is live in the adopted configuration or a cache"},
    {"QZ-14", "hand-over contract", "a well-formed image is accepted, and what is tossed is named"},
    {"QZ-15", "hand-over contract; IHI 0070 G.b 3.12.2",
     "the hand-over ends for every device, and no stalled transaction waits for ever"},
    {"QZ-16", "insert path of v4", "a failure at insert touches only its own L1 descriptor's span"},
}};

constexpr const RuleSpec& SpecOf(Invariant i) { return kInvariants[static_cast<std::size_t>(i)]; }

/// By exact id: "QZ-09".
constexpr std::optional<Invariant> FindInvariant(std::string_view id) {
  for (std::size_t i = 0; i < kInvariantCount; ++i) {
    if (kInvariants[i].id == id) return static_cast<Invariant>(i);
  }
  return std::nullopt;
}

}  // namespace quiesce
