#include "tools/mattering_text.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "reports/case/field_text.h"

namespace quiesce {
namespace {

using Place = DamagedWord::Place;

/// The structure that holds a word, and which of its words it is.
struct Home {
  const FormatSpec* format = nullptr;  ///< none: the case does not name it
  std::uint64_t address = 0;
  std::size_t word = 0;
};

Home HomeOf(const Case& c, std::uint64_t pa) {
  Home home;
  for (const MemoryItem& item : c.memory) {
    const std::uint64_t bytes = 8 * item.words.size();
    if (item.format == nullptr || pa < item.address || pa - item.address >= bytes * item.count) {
      continue;
    }
    const std::uint64_t offset = (pa - item.address) % bytes;
    home = {item.format, pa - offset, offset / 8};
  }
  return home;
}

/// As a field of the case's text: address fields in place.
std::uint64_t InField(const FieldSpec& f, std::uint64_t word) {
  const std::uint64_t mask = MaxValue(f.width) << f.lsb % 64;
  return f.kind == FieldKind::kAddress ? word & mask : (word & mask) >> f.lsb % 64;
}

std::string MaskText(std::string_view name, std::uint64_t value, std::uint64_t mask) {
  return absl::StrFormat("%s = %s, mask 0x%x%s", name, NumberText(value), mask,
                         mask == 0 ? " (no bit alone)" : "");
}

void AppendFields(const std::string& where, const FormatSpec& format, std::size_t word,
                  const DamagedWord& w, std::vector<std::string>& lines) {
  std::uint64_t named = 0;
  for (const FieldSpec& f : format.fields) {
    if (f.lsb / 64u != word) continue;
    named |= MaxValue(f.width) << f.lsb % 64;
    if (InField(f, w.value) == InField(f, w.sound)) continue;
    lines.push_back(absl::StrFormat("%s: %s", where,
                                    MaskText(f.name, InField(f, w.value), InField(f, w.matters))));
  }
  if (((w.value ^ w.sound) & ~named) == 0) return;
  lines.push_back(absl::StrFormat("%s: %s", where,
                                  MaskText("reserved bits", w.value & ~named, w.matters & ~named)));
}

void AppendRegister(const DamagedWord& w, std::string_view how, std::vector<std::string>& lines) {
  const auto half = RegisterAt(static_cast<std::uint32_t>(w.address));
  if (!half) {
    lines.push_back(absl::StrFormat("register 0x%x%s: %s", w.address, how,
                                    MaskText("value", w.value, w.matters)));
    return;
  }
  const FormatSpec& format = *SpecOf(half->reg).format;
  AppendFields(absl::StrFormat("%s%s", format.name, how), format, 0, w, lines);
}

void AppendWord(const Case& c, const DamagedWord& w, std::string_view how,
                std::vector<std::string>& lines) {
  const Home home = HomeOf(c, w.address);
  if (home.format == nullptr) {
    lines.push_back(
        absl::StrFormat("word @0x%x%s: %s", w.address, how, MaskText("value", w.value, w.matters)));
    return;
  }
  const std::string where = absl::StrFormat("%s @0x%x%s", home.format->name, home.address, how);
  AppendFields(where, *home.format, home.word, w, lines);
}

}  // namespace

std::vector<std::string> MatteringText(const Case& c, const MatteringBits& bits) {
  std::vector<std::string> lines;
  for (const DamagedWord& w : bits.words) {
    switch (w.place) {
      case Place::kRegister:
        AppendRegister(w, "", lines);
        break;
      case Place::kLaterRegister:
        AppendRegister(w, " as written later", lines);
        break;
      case Place::kMemory:
        AppendWord(c, w, "", lines);
        break;
      case Place::kCached:
        AppendWord(c, w, " as cached", lines);
        break;
      case Place::kLater:
        AppendWord(c, w, " as stored later", lines);
        break;
    }
  }
  if (bits.left_out != 0) {
    lines.push_back(absl::StrFormat("%u more damaged words were not looked at", bits.left_out));
  }
  return lines;
}

}  // namespace quiesce
