// What one image means, as a page that needs nothing else.
#pragma once

#include <optional>
#include <string>

#include "model/driver/platform.h"
#include "model/driver/variant.h"
#include "model/image/loaded_image.h"

namespace quiesce {

/// What the text of `quiesce inspect` says, and of each stream what every take-over makes of it.
std::string InspectHtml(const LoadedImage& loaded, const Variant& variant, const Platform& platform,
                        const std::optional<PhysicalRange>& next_kernel);

}  // namespace quiesce
