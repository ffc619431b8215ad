// Variants by what users call them.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "model/driver/variant.h"

namespace quiesce {

/// A named version, "newest", or "bug-N": the newest with that bug. NotFound says where names are
/// listed, or why a bug is no variant.
absl::StatusOr<Variant> VariantNamed(std::string_view name);

}  // namespace quiesce
