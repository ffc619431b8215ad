// Words from text as people have it: lists, memory dumps, register reads.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace quiesce {

/// The words of one record, in the form that Decode takes.
struct WordGroup {
  std::size_t line;  ///< where its first word stands, from 1
  std::vector<std::uint64_t> words;
};

/// Every record of `record_bits` (32, or a multiple of 64) in the text, at least one.
///
/// A word is 0x with hex digits, 8 or 16 bare hex digits, or 0; words are separated by blanks or
/// commas. At the start of a line a bracketed time stamp and an address with a colon (QEMU xp,
/// devmem, gdb x, md) are skipped; `hexdump -C` lines are read as bytes. `#` starts a comment.
///
/// For a record of 64-bit words: if any word has more than 8 digits all words are 64-bit; otherwise
/// they are 32-bit, low half first, if that gives whole records, else 64-bit. Errors, in one line
/// that names the line of the input: no words, not a word, too wide, or not a whole number of
/// records.
absl::StatusOr<std::vector<WordGroup>> ParseWords(std::string_view text, unsigned record_bits);

}  // namespace quiesce
