// From a Scenario to the bytes of an Image. Deterministic: the same scenario gives the same bytes.
#pragma once

#include "model/driver/platform.h"
#include "model/image/image.h"
#include "model/world/scenario.h"

namespace quiesce {

/// The image that the scenario describes, its corruptions applied last, in order. Streams at or
/// above 2^LOG2SIZE are left out.
Image Render(const Scenario& scenario);

/// The same into an image that is reused, which saves its allocations; whatever it held is gone.
void RenderInto(const Scenario& scenario, Image& image);

/// From the first of the crashed kernel's structures to the last.
PhysicalRange RenderedTables(const Scenario& scenario);

}  // namespace quiesce
