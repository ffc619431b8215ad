// The eight words of an STE or a CD, and masks over them by field name.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "spec/format.h"
#include "spec/word/word.h"

namespace quiesce {

using EntryWords = std::array<std::uint64_t, 8>;

/// Sets the bits of the named fields; a name that the format does not have is left out.
constexpr void AddFields(const FormatSpec& format, std::initializer_list<std::string_view> names,
                         EntryWords& mask) {
  for (const std::string_view name : names) {
    for (const FieldSpec& f : format.fields) {
      if (f.name == name) mask[f.lsb / 64] |= MaxValue(f.width) << (f.lsb % 64);
    }
  }
}

constexpr EntryWords FieldsMask(const FormatSpec& format,
                                std::initializer_list<std::string_view> names) {
  EntryWords mask{};
  AddFields(format, names, mask);
  return mask;
}

constexpr EntryWords operator&(const EntryWords& a, const EntryWords& b) {
  EntryWords r{};
  for (std::size_t i = 0; i < r.size(); ++i) r[i] = a[i] & b[i];
  return r;
}

}  // namespace quiesce
