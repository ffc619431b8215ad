#include "model/driver/stop.h"

#include "absl/strings/str_format.h"

namespace quiesce {

std::string Describe(const DriverStop& stop) {
  const std::string at = stop.address ? absl::StrFormat(" at 0x%x", *stop.address) : "";
  switch (stop.kind) {
    case DriverStopKind::kRule:
      return absl::StrFormat("%s%s: %s", SpecOf(*stop.rule).id, at, SpecOf(*stop.rule).text);
    case DriverStopKind::kBusAbort:
      return absl::StrFormat("external abort on a read by the CPU%s", at);
    case DriverStopKind::kNotCaptured:
      return absl::StrFormat("cannot say: memory%s was not captured", at);
    case DriverStopKind::kFault:
      return absl::StrFormat("failed: %s", NameOf(*stop.fault));
    case DriverStopKind::kWildPointer:
      break;
  }
  return absl::StrFormat("used as a pointer although it failed: %s", NameOf(*stop.fault));
}

}  // namespace quiesce
