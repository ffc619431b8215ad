// Applies a Corruption to a rendered image.
#pragma once

#include "model/image/image.h"
#include "model/world/render_layout.h"
#include "model/world/scenario_corruption.h"

namespace quiesce {

/// Changes nothing if the target does not exist.
void ApplyCorruption(const Corruption& corruption, const ImageLayout& layout, Image& image);

}  // namespace quiesce
