// What the next kernel does with the SMMU at all, as data. A Variant says how the driver adopts; a
// Policy says whether it does, and what happens around it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace quiesce {

/// What becomes of the SMMU.
enum class TakeOver : std::uint8_t {
  kFullResetAbort,   ///< fresh tables; every stream aborts until its driver attaches
  kFullResetBypass,  ///< fresh tables; every stream bypasses until its driver attaches
  kLeaveAlone,       ///< no register and no table is written, and no device gets a domain
  kAdopt,            ///< the Variant decides
  kBySignal,         ///< adopt, then abort every stream not marked quiesced, one store each
};

/// What is done to every device before the first write to the SMMU.
enum class DevicesFirst : std::uint8_t {
  kNothing,
  kBusMasterOff,        ///< no new transactions; those in flight end on their own
  kFunctionLevelReset,  ///< likewise, and the device forgets its state
};

struct Policy {
  std::string_view name;
  std::string_view summary;  ///< one line
  std::string_view source;   ///< where it was proposed or is used
  TakeOver take_over = TakeOver::kAdopt;
  DevicesFirst devices_first = DevicesFirst::kNothing;
  /// The crashed kernel gave no device an IOVA that is the address of the next kernel's memory,
  /// so that DMA which bypasses cannot reach it. A promise about the image.
  bool next_kernel_outside_iova = false;

  friend bool operator==(const Policy&, const Policy&) = default;
};

namespace policies {
inline constexpr Policy kFullResetAbort{"full-reset-abort", "full reset, all DMA aborts",
                                        "Linux before the series", TakeOver::kFullResetAbort};
inline constexpr Policy kFullResetBypass{"full-reset-bypass", "full reset, all DMA bypasses",
                                         "Linux with arm-smmu-v3.disable_bypass=0",
                                         TakeOver::kFullResetBypass};
inline constexpr Policy kLeaveAlone{"leave-alone", "the SMMU is never touched",
                                    "a next kernel without an SMMUv3 driver",
                                    TakeOver::kLeaveAlone};
inline constexpr Policy kAdopt{"adopt", "the crashed kernel's stream table stays in use",
                               "the series of 2026", TakeOver::kAdopt};
inline constexpr Policy kBySignal{"by-signal",
                                  "adopt, but streams not marked quiesced abort at once",
                                  "linux-iommu, 2024", TakeOver::kBySignal};
inline constexpr Policy kResetDevices{
    "reset-devices", "every device gets a function level reset, then full reset",
    "linux-iommu, 2018", TakeOver::kFullResetAbort, DevicesFirst::kFunctionLevelReset};
inline constexpr Policy kMasterOff{
    "bus-master-off", "every device loses bus mastering, then full reset", "linux-iommu, 2018",
    TakeOver::kFullResetAbort, DevicesFirst::kBusMasterOff};
inline constexpr Policy kReservedIova{
    "reserved-iova",        "full reset to bypass; no IOVA names the next kernel",
    "linux-iommu, 2018",    TakeOver::kFullResetBypass,
    DevicesFirst::kNothing, true};
}  // namespace policies

inline constexpr std::array kPolicies = {policies::kFullResetAbort, policies::kFullResetBypass,
                                         policies::kLeaveAlone,     policies::kAdopt,
                                         policies::kBySignal,       policies::kResetDevices,
                                         policies::kMasterOff,      policies::kReservedIova};

/// By exact name; nothing for an unknown name.
constexpr std::optional<Policy> FindPolicy(std::string_view name) {
  for (const Policy& p : kPolicies) {
    if (p.name == name) return p;
  }
  return std::nullopt;
}

constexpr bool Adopts(const Policy& p) {
  return p.take_over == TakeOver::kAdopt || p.take_over == TakeOver::kBySignal;
}

}  // namespace quiesce
