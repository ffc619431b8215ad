// The places where the driver can fail for reasons that no image shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace quiesce {

/// Where the driver can fail for reasons that no image shows: memory, address space, time-outs and
/// registrations. One name for each call site of the kind.
enum class FaultPoint : std::uint8_t {
  // Mapping of found memory.
  kMapStreamTable,  ///< the L1 table, or the linear table
  kMapL2,           ///< for good: all at adopt time, or one at insert
  kMapScanL2,       ///< for the ID scan only
  kMapScanCds,      ///< a linear CD table or an L1 CD table, for the ID scan only
  kMapScanCdLeaf,   ///< likewise
  // Memory of the kernel itself.
  kHeapL2Pointers,  ///< the array of mapped L2 tables
  kHeapDevres,      ///< a cleanup action cannot be registered
  kHeapReserveId,   ///< an ID cannot be noted as reserved
  kHeapMaster,
  // DMA memory.
  kAllocCmdq,
  kAllocEventq,
  kAllocPriq,
  kAllocStreamTable,
  kAllocL2,
  kAllocCdTable,
  kAllocPageTable,
  // A poll that never sees what it waits for, whatever the register says.
  kPollCr0,
  kPollGbpa,
  kPollIrqCtrl,
  kPollSync,
  // Registrations.
  kIrqMsiVectors,  ///< the platform has no MSI vectors to give: wired interrupts are used
  kIrqEventq,
  kIrqGerror,
  kIrqPriq,
  kIrqCombined,
  kRegisterSysfs,
  kRegisterIommu,
};
inline constexpr std::size_t kFaultPointCount =
    static_cast<std::size_t>(FaultPoint::kRegisterIommu) + 1;

/// "map-stream-table", as printed and written in cases.
std::string_view NameOf(FaultPoint point);

/// By that name; nothing for an unknown one.
std::optional<FaultPoint> FaultPointNamed(std::string_view name);

}  // namespace quiesce
