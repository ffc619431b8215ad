// Why the driver did not go on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/driver/adopt_rules.h"
#include "model/driver/fault_point.h"
#include "model/image/memory.h"

namespace quiesce {

enum class DriverStopKind : std::uint8_t {
  kRule,         ///< the driver refuses
  kBusAbort,     ///< a read by the CPU takes an external abort: the kdump kernel is lost
  kNotCaptured,  ///< the image does not hold what the driver reads: no honest answer
  kFault,        ///< memory, a mapping, a time-out or a registration failed
  kWildPointer,  ///< an undetected failure is used as a pointer: the kdump kernel is lost
};

struct DriverStop {
  DriverStopKind kind;
  std::optional<AdoptRule> rule;                   ///< for kRule
  std::optional<std::uint64_t> address;            ///< of the structure that it read, if any
  std::optional<FaultPoint> fault = std::nullopt;  ///< for kFault and kWildPointer

  friend bool operator==(const DriverStop&, const DriverStop&) = default;
};

inline DriverStop RuleStop(AdoptRule rule, std::optional<std::uint64_t> address = std::nullopt) {
  return {DriverStopKind::kRule, rule, address};
}
inline DriverStop FaultStop(FaultPoint fault) {
  return {DriverStopKind::kFault, std::nullopt, std::nullopt, fault};
}

/// A read by the CPU that did not answer with data.
inline DriverStop Unreadable(BusStatus status, std::uint64_t address) {
  const DriverStopKind kind =
      status == BusStatus::kAbort ? DriverStopKind::kBusAbort : DriverStopKind::kNotCaptured;
  return {kind, std::nullopt, address};
}

/// True if the kernel itself does not survive the stop, or nothing can be said.
inline bool IsFatal(const DriverStop& stop) {
  return stop.kind != DriverStopKind::kRule && stop.kind != DriverStopKind::kFault;
}

/// One line: "ADOPT-L1STD-SPAN at 0x81000018: Span of a used L1 descriptor is not 9".
std::string Describe(const DriverStop& stop);

}  // namespace quiesce
