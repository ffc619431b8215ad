// The non-zero fields of a register or structure on one line.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "spec/format.h"

namespace quiesce {

/// "V=1 Config=5 (stage 1) S1ContextPtr=0x4814c000"; "all zero" if there is none.
std::string FieldsText(const FormatSpec& format, std::span<const std::uint64_t> words);

}  // namespace quiesce
