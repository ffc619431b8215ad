// Words to names: what each field of a register or structure holds, for people and as JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/format.h"
#include "spec/rules/rule.h"

namespace quiesce {

/// One field with its value; addresses are in place.
struct DecodedField {
  FieldSpec spec;
  std::uint64_t value;
  std::string meaning;  ///< the name of the value and the note of the field; may be empty
};

/// A run of bits that no field of the format names and that are not all 0.
struct ReservedBits {
  unsigned msb;
  unsigned lsb;
  std::string known_as;  ///< fields of other SMMU versions that these bits would be; may be empty
};

struct Decoded {
  std::string title;               ///< what it is, with its section
  std::vector<std::string> notes;  ///< one line each, below the title
  std::vector<DecodedField> fields;
  std::vector<ReservedBits> reserved;
  std::vector<const RuleSpec*> broken;  ///< as BrokenRules (broken_rules.h) says; Decode leaves it
  std::vector<std::uint64_t> words;
};

/// The number of words of a format: 64-bit words, or one 32-bit word.
constexpr std::size_t WordCount(const FormatSpec& f) { return f.bits == 32 ? 1 : f.bits / 64; }

/// "IHI 0070 G.b 5.2", whether or not the format's source names its document.
std::string SourceOf(const FormatSpec& format);

/// Every field of the format, in its order. `words` holds WordCount(format) of them; a missing word
/// reads as 0.
Decoded Decode(const FormatSpec& format, std::span<const std::uint64_t> words);

/// Aligned lines, each ended by a newline: the title, the notes, a line for each field,
/// "reserved bits set: ..." if there are any, and a line for each broken rule.
std::string ToText(const Decoded& decoded);

/// {"title", "notes", "words": ["0x..."], "fields": [{"name", "bits", "value", "meaning"}],
/// "reserved": [{"bits", "known_as"}], "breaks": [{"rule", "text", "source"}]}. Values are strings,
/// since JSON numbers lose bits above 53.
nlohmann::ordered_json ToJson(const Decoded& decoded);

/// ToText(Decode(...)).
std::string DecodeText(const FormatSpec& format, std::span<const std::uint64_t> words);

}  // namespace quiesce
