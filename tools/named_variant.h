// Variants by what users call them.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "model/driver/variant.h"
#include "model/driver/variant_fields.h"

namespace quiesce {

/// A named version, "newest", or "bug-N": the newest with that bug; then any number of changes:
/// "v7,empty_l1=span-zero". The name stays that of the first. An error says where names are listed,
/// why a bug is no variant, or which values a field has.
absl::StatusOr<Variant> VariantNamed(std::string_view name);

/// "no, yes".
std::string ValuesOf(const VariantField& field);

}  // namespace quiesce
