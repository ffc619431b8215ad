// Names to words: the inverse of decode.h.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "spec/format.h"

namespace quiesce {

/// The words of a format from assignments "Field=value"; fields that are not given are 0.
///
/// Field names match without regard to case. A value is a number (decimal, 0x or 0b), the whole
/// address for an address field, or the name of one of the field's values, without regard to
/// case, blanks and punctuation; "s1" stands for "stage 1". Errors, in one line that names the
/// field: no such field, given twice, a value that is no number or name, too wide, or address bits
/// that the field does not hold.
absl::StatusOr<std::vector<std::uint64_t>> EncodeFields(const FormatSpec& format,
                                                        std::span<const std::string> assignments);

}  // namespace quiesce
