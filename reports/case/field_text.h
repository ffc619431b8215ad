// One field of a register or structure as "name and number", and back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "spec/format.h"

namespace quiesce {

/// "SPLIT" 8, in the order of the format; fields that are 0 are left out. Bits that no field names
/// come last as "reserved" (one word) or "reservedN" (bits of word N).
struct FieldText {
  std::string name;
  std::uint64_t value;       ///< address fields in place
  std::string_view meaning;  ///< of the encoding, empty if none is known
};
std::vector<FieldText> NonZeroFields(const FormatSpec& format,
                                     std::span<const std::uint64_t> words);

/// Sets one field. Errors: no such field, a value that does not fit it, a field that is set twice
/// to different values (it must still be 0).
absl::Status SetField(const FormatSpec& format, std::string_view name, std::uint64_t value,
                      std::span<std::uint64_t> words);

/// Small numbers in decimal, the rest in hexadecimal.
std::string NumberText(std::uint64_t value);

}  // namespace quiesce
