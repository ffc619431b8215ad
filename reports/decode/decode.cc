#include "reports/decode/decode.h"

#include <absl/strings/str_format.h>
#include <absl/strings/str_join.h>

#include <algorithm>

#include "spec/later_fields.h"

namespace quiesce {
namespace {

std::string BitsText(unsigned msb, unsigned lsb) {
  return msb == lsb ? absl::StrFormat("[%d]", msb) : absl::StrFormat("[%d:%d]", msb, lsb);
}

std::string BitsText(const FieldSpec& f) { return BitsText(f.lsb + f.width - 1u, f.lsb); }

std::string Hex(std::uint64_t value) { return absl::StrFormat("0x%x", value); }

std::string MeaningOf(const FieldSpec& f, std::uint64_t raw) {
  std::string meaning;
  for (const ValueSpec& v : f.values) {
    if (v.value == raw) meaning = v.name;
  }
  if (f.note.empty()) return meaning;
  return absl::StrFormat("%s%s(%s)", meaning, meaning.empty() ? "" : " ", f.note);
}

/// The words with every named bit cleared.
std::vector<std::uint64_t> ReservedPart(const FormatSpec& format,
                                        std::vector<std::uint64_t> words) {
  for (const FieldSpec& f : format.fields) {
    const std::uint64_t ones = f.width >= 64 ? ~0ull : (1ull << f.width) - 1;
    words[f.lsb / 64u] &= ~(ones << (f.lsb % 64u));
  }
  return words;
}

std::string KnownAs(const FormatSpec& format, unsigned msb, unsigned lsb) {
  std::vector<std::string> names;
  for (const LaterField& later : kLaterFields) {
    const bool overlaps = later.field.lsb <= msb && lsb < later.field.lsb + later.field.width;
    if (later.format != &format || !overlaps) continue;
    names.push_back(absl::StrFormat("%s, %s", later.field.name, later.feature));
  }
  return absl::StrJoin(names, "; ");
}

std::vector<ReservedBits> ReservedRuns(const FormatSpec& format,
                                       const std::vector<std::uint64_t>& words) {
  const auto is_set = [&](unsigned bit) { return (words[bit / 64] >> (bit % 64) & 1) != 0; };
  const unsigned bits = static_cast<unsigned>(words.size()) * 64;
  std::vector<ReservedBits> runs;
  for (unsigned lsb = 0; lsb < bits; ++lsb) {
    if (!is_set(lsb)) continue;
    unsigned msb = lsb;
    while (msb + 1 < bits && is_set(msb + 1)) ++msb;
    runs.push_back({msb, lsb, KnownAs(format, msb, lsb)});
    lsb = msb;
  }
  return runs;
}

std::string ReservedLine(const std::vector<ReservedBits>& runs) {
  return absl::StrJoin(runs, ", ", [](std::string* out, const ReservedBits& r) {
    *out += BitsText(r.msb, r.lsb);
    if (!r.known_as.empty()) *out += " (" + r.known_as + ")";
  });
}

}  // namespace

std::string SourceOf(const FormatSpec& format) {
  const bool bare = !format.source.empty() && format.source[0] >= '0' && format.source[0] <= '9';
  return absl::StrFormat("%s%s", bare ? "IHI 0070 G.b " : "", format.source);
}

Decoded Decode(const FormatSpec& format, std::span<const std::uint64_t> words) {
  Decoded d;
  d.title = absl::StrFormat("%s, %s", format.name, SourceOf(format));
  if (!format.purpose.empty()) d.notes.emplace_back(format.purpose);
  d.words.assign(words.begin(), words.end());
  d.words.resize(WordCount(format));
  for (const FieldSpec& f : format.fields) {
    d.fields.push_back({f, FieldDisplay(f, d.words), MeaningOf(f, FieldValue(f, d.words))});
  }
  d.reserved = ReservedRuns(format, ReservedPart(format, d.words));
  return d;
}

std::string ToText(const Decoded& d) {
  std::size_t name = 0, bits = 0, value = 0;
  for (const DecodedField& f : d.fields) {
    name = std::max(name, f.spec.name.size());
    bits = std::max(bits, BitsText(f.spec).size());
    value = std::max(value, Hex(f.value).size());
  }
  std::string text = d.title + "\n";
  for (const std::string& note : d.notes) text += "  " + note + "\n";
  for (const DecodedField& f : d.fields) {
    std::string line = absl::StrFormat("  %-*s  %-*s  %-*s  %s", static_cast<int>(name),
                                       f.spec.name, static_cast<int>(bits), BitsText(f.spec),
                                       static_cast<int>(value), Hex(f.value), f.meaning);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  if (!d.reserved.empty()) text += "  reserved bits set: " + ReservedLine(d.reserved) + "\n";
  for (const RuleSpec* r : d.broken) {
    text += absl::StrFormat("  breaks %s: %s (%s)\n", r->id, r->text, r->source);
  }
  return text;
}

nlohmann::ordered_json ToJson(const Decoded& d) {
  nlohmann::ordered_json json;
  json["title"] = d.title;
  json["notes"] = d.notes;
  json["words"] = nlohmann::ordered_json::array();
  for (const std::uint64_t w : d.words) json["words"].push_back(Hex(w));
  json["fields"] = nlohmann::ordered_json::array();
  for (const DecodedField& f : d.fields) {
    json["fields"].push_back({{"name", f.spec.name},
                              {"bits", BitsText(f.spec)},
                              {"value", Hex(f.value)},
                              {"meaning", f.meaning}});
  }
  json["reserved"] = nlohmann::ordered_json::array();
  for (const ReservedBits& r : d.reserved) {
    json["reserved"].push_back({{"bits", BitsText(r.msb, r.lsb)}, {"known_as", r.known_as}});
  }
  json["breaks"] = nlohmann::ordered_json::array();
  for (const RuleSpec* r : d.broken) {
    json["breaks"].push_back({{"rule", r->id}, {"text", r->text}, {"source", r->source}});
  }
  return json;
}

std::string DecodeText(const FormatSpec& format, std::span<const std::uint64_t> words) {
  return ToText(Decode(format, words));
}

}  // namespace quiesce
