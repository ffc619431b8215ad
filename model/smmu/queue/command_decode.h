// From the 16 bytes of a command to what it asks for. IHI 0070 G.b 4.1 to 4.5, 4.7.
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/queue/invalidation.h"

namespace quiesce {

using CommandWords = std::array<std::uint64_t, 2>;

/// The command is CERROR_ILL.
struct IllegalCommand {
  friend bool operator==(const IllegalCommand&, const IllegalCommand&) = default;
};
/// The command is consumed and has no effect.
struct IgnoredCommand {
  friend bool operator==(const IgnoredCommand&, const IgnoredCommand&) = default;
};

using Command = std::variant<IllegalCommand, IgnoredCommand, Invalidation, Prefetch,
                             AtcInvalidation, PrgResponse, Resume, StallTerm, Sync>;

/// What the command means on this SMMU in its present state. That a command is illegal goes before
/// that it is ignored. Reserved bits (CU-21), parameters out of range (CU-24), SSV without
/// substreams (CU-34), reserved tags (CU-35) and over-large ATC spans (CU-42) ask `choices`.
/// IMPLEMENTATION DEFINED opcodes are illegal: the modelled SMMU has none.
Command Decode(const CommandWords& words, const ProgrammingInterface& regs, Choices& choices);

}  // namespace quiesce
