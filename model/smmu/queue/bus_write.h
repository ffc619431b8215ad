// Writes that the SMMU makes on its own behalf: queue records and message signalled interrupts.
// IHI 0070 G.b 3.18, 7.2.2.
#pragma once

#include <cstdint>
#include <span>

#include "model/image/memory.h"
#include "model/smmu/mmio/programming_interface.h"

namespace quiesce {

/// Writes whole words at an aligned address; nothing unless the answer is kOk. Where memory was not
/// captured the answer is kNotCaptured: a write must not make its neighbours known.
BusStatus WriteWords(SparseMemory& memory, std::uint64_t pa, std::span<const std::uint64_t> words);

/// A 32-bit write at an address that is a multiple of 4; kNotCaptured as above.
BusStatus Write32(SparseMemory& memory, std::uint64_t pa, std::uint32_t value);

/// Who sends a message, and the error that tells of its abort.
struct MsiSource {
  Reg cfg0;  ///< ADDR
  Reg cfg1;  ///< DATA
  GlobalError abort;
};
inline constexpr MsiSource kEventqMsi{Reg::EVENTQ_IRQ_CFG0, Reg::EVENTQ_IRQ_CFG1,
                                      GlobalError::MSI_EVENTQ_ABT_ERR};
inline constexpr MsiSource kPriqMsi{Reg::PRIQ_IRQ_CFG0, Reg::PRIQ_IRQ_CFG1,
                                    GlobalError::MSI_PRIQ_ABT_ERR};
inline constexpr MsiSource kGerrorMsi{Reg::GERROR_IRQ_CFG0, Reg::GERROR_IRQ_CFG1,
                                      GlobalError::MSI_GERROR_ABT_ERR};

/// Activates a global error and sends the GERROR message if that is due. IHI 0070 G.b 7.5.1.
void Raise(GlobalError error, ProgrammingInterface& regs, SparseMemory& memory);

/// Sends the message that the registers describe, if there are MSIs and ADDR is not 0; an abort
/// activates the source's error. The address is truncated to OAS (3.4.3).
void SendMsi(const MsiSource& source, ProgrammingInterface& regs, SparseMemory& memory);

/// The message of a CMD_SYNC; nothing if the address is 0.
void SendSyncMsi(std::uint64_t address, std::uint32_t data, ProgrammingInterface& regs,
                 SparseMemory& memory);

}  // namespace quiesce
