// What one image means, as JSON.
#pragma once

#include <optional>
#include <string>

#include "model/driver/platform.h"
#include "model/driver/variant.h"
#include "model/image/loaded_image.h"

namespace quiesce {

/// {image, registers: [{name, value, fields}], adoption: {variant, adopted, decision}, hazards:
/// [{id, rank, text, source, where}], streams: [{first, last, text}], take_overs: [{kind, name,
/// outcome, after_reset: [{first, last, fate, text}], devices_probed: likewise}]}. Values of
/// registers are strings with 0x: they have 64 bits.
std::string InspectJson(const LoadedImage& loaded, const Variant& variant, const Platform& platform,
                        const std::optional<PhysicalRange>& next_kernel);

}  // namespace quiesce
