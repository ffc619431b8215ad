// Whether the driver adopts the stream table that an image holds, for any Variant: the steps of
// adopt_table.h on an image at rest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/driver/adopt_table.h"
#include "model/driver/platform.h"
#include "model/driver/stop.h"
#include "model/driver/variant.h"
#include "model/image/image.h"

namespace quiesce {

enum class AdoptKind : std::uint8_t {
  kNotEntered,  ///< the gate said no: full reset
  kTossed,      ///< a check failed: Variant::on_toss says what follows
  kAdopted,
  kBusAbort,     ///< the kdump kernel is lost
  kNotCaptured,  ///< as DriverStopKind
};

struct AdoptDecision {
  AdoptKind kind;
  std::optional<DriverStop> stop;   ///< exactly when not adopted
  std::optional<AdoptedView> view;  ///< exactly when adopted
};

AdoptDecision DecideAdoption(const Image& image, const Variant& variant, const Platform& platform);

/// One line: "adoption tossed: ADOPT-L1STD-SPAN at 0x81000018: ...".
std::string Describe(const AdoptDecision& decision);

inline DriverFeatures<Concrete> FeaturesOf(const RegisterImage& r) {
  return ProbeFeatures<Concrete>(r.Get<Reg::IDR0>(), r.Get<Reg::IDR1>());
}

}  // namespace quiesce
