// What one image means, as text: registers, adoption, streams.
#pragma once

#include <string>

#include "model/driver/adopt.h"
#include "model/image/image.h"

namespace quiesce {

/// Every register that is not 0, and the ones that decide, with their non-zero fields.
std::string RegistersText(const RegisterImage& registers);

/// Would this variant adopt; if not, which rule stops it.
std::string AdoptionText(const AdoptDecision& decision, const Variant& variant);

/// Per run of StreamIDs: what the SMMU does with its DMA and, if adopted, whether the driver would
/// defer the attach of a device with that StreamID alone.
std::string StreamsText(const Image& image, const AdoptDecision& decision, const Variant& variant,
                        const Platform& platform);

}  // namespace quiesce
