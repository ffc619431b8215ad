#include "model/driver/fault_point.h"

#include <array>

namespace quiesce {
namespace {

/// In the order of the enumeration.
constexpr std::array<std::string_view, kFaultPointCount> kNames = {
    "map-stream-table", "map-l2",         "map-scan-l2",        "map-scan-cds",  "map-scan-cd-leaf",
    "heap-l2-pointers", "heap-devres",    "heap-reserve-id",    "heap-master",   "alloc-cmdq",
    "alloc-eventq",     "alloc-priq",     "alloc-stream-table", "alloc-l2",      "alloc-cd-table",
    "alloc-page-table", "poll-cr0",       "poll-gbpa",          "poll-irq-ctrl", "poll-sync",
    "irq-msi-vectors",  "irq-eventq",     "irq-gerror",         "irq-priq",      "irq-combined",
    "register-sysfs",   "register-iommu",
};

}  // namespace

std::string_view NameOf(FaultPoint point) { return kNames[static_cast<std::size_t>(point)]; }

std::optional<FaultPoint> FaultPointNamed(std::string_view name) {
  for (std::size_t i = 0; i < kFaultPointCount; ++i) {
    if (kNames[i] == name) return static_cast<FaultPoint>(i);
  }
  return std::nullopt;
}

}  // namespace quiesce
