#include "model/driver/adopt.h"

#include "absl/strings/str_format.h"
#include "model/driver/image_port.h"

namespace quiesce {
namespace {

AdoptKind KindOf(const DriverStop& stop) {
  switch (stop.kind) {
    case DriverStopKind::kRule:
    case DriverStopKind::kFault:
      return AdoptKind::kTossed;
    case DriverStopKind::kBusAbort:
    case DriverStopKind::kWildPointer:
      return AdoptKind::kBusAbort;
    case DriverStopKind::kNotCaptured:
      break;
  }
  return AdoptKind::kNotCaptured;
}

}  // namespace

AdoptDecision DecideAdoption(const Image& image, const Variant& variant, const Platform& platform) {
  ImageReader port(image);
  const AdoptContext ctx{port, variant, platform};
  if (auto stop = CheckGate(ctx)) return {AdoptKind::kNotEntered, stop, std::nullopt};
  AdoptedView view;
  if (auto stop = AdoptTable(ctx, ReadFeatures(port), view)) {
    return {KindOf(*stop), stop, std::nullopt};
  }
  return {AdoptKind::kAdopted, std::nullopt, std::move(view)};
}

std::string Describe(const AdoptDecision& decision) {
  switch (decision.kind) {
    case AdoptKind::kNotEntered:
      return "adoption not entered: " + Describe(*decision.stop);
    case AdoptKind::kTossed:
      return "adoption tossed: " + Describe(*decision.stop);
    case AdoptKind::kBusAbort:
      return "kdump kernel lost: " + Describe(*decision.stop);
    case AdoptKind::kNotCaptured:
      return Describe(*decision.stop);
    case AdoptKind::kAdopted:
      break;
  }
  const DriverTable<Concrete>& t = decision.view->table;
  return absl::StrFormat("adopted: %s stream table at 0x%x, %u %s",
                         t.two_level ? "2-level" : "linear", t.base.raw(), t.entries.raw(),
                         t.two_level ? "L1 descriptors" : "STEs");
}

}  // namespace quiesce
