// quiesce diff A B: the choices in which two versions of the driver differ.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace quiesce {

/// One line a field: its name, the value in `a`, the value in `b`. Names are those of `quiesce list
/// variants`, bugs included. An error names the unknown one.
absl::StatusOr<std::string> DiffText(std::string_view a, std::string_view b);

/// The same as {a, b, differences: [{field, a, b}]}.
absl::StatusOr<std::string> DiffJson(std::string_view a, std::string_view b);

}  // namespace quiesce
