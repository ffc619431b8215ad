// The names under which `quiesce decode` knows what words can be.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/decode/decode.h"
#include "spec/format.h"

namespace quiesce {

/// Every format of spec/: structures, descriptors, registers, events, commands. In that order.
std::vector<const FormatSpec*> AllFormats();

/// Something that words can be decoded as.
struct DecodeKind {
  std::string_view name;
  unsigned bits;  ///< of one record
  Decoded (*decode)(const FormatSpec* format, std::span<const std::uint64_t> words);
  const FormatSpec* format;  ///< nullptr if the words themselves say

  Decoded operator()(std::span<const std::uint64_t> words) const { return decode(format, words); }
};

/// "event", "command", or the name of any format, without regard to case; a register also with its
/// SMMU_ prefix, a command also without its CMD_.
std::optional<DecodeKind> KindNamed(std::string_view name);

/// "event, command, ste, cd, ..." for an error message.
std::string KindsInWords();

}  // namespace quiesce
