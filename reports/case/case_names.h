// The words that stand for enumerations in a `.case`.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "model/driver/adopt.h"
#include "spec/choices.h"

namespace quiesce {

/// By ChoicePoint. CU ids are those of CAVEATS.md; points without one have a name of their own.
inline constexpr std::array<std::string_view, kChoicePointCount> kChoiceNames = {
    "CU-16", "CU-17", "CU-18", "CU-19",          "CU-20",          "CU-21",
    "CU-22", "CU-23", "CU-25", "TRANSLATED-OAS", "DESCRIPTOR-64K", "S2SL0-PASIZE"};

inline constexpr std::array<std::pair<AdoptKind, std::string_view>, 5> kAdoptionNames = {{
    {AdoptKind::kAdopted, "adopted"},
    {AdoptKind::kTossed, "tossed"},
    {AdoptKind::kNotEntered, "not-entered"},
    {AdoptKind::kBusAbort, "cpu-abort"},
    {AdoptKind::kNotCaptured, "not-captured"},
}};

constexpr std::string_view NameOf(ChoicePoint p) {
  return kChoiceNames[static_cast<std::size_t>(p)];
}

constexpr std::optional<ChoicePoint> ChoiceNamed(std::string_view name) {
  for (std::size_t i = 0; i < kChoicePointCount; ++i) {
    if (kChoiceNames[i] == name) return static_cast<ChoicePoint>(i);
  }
  return std::nullopt;
}

constexpr std::string_view NameOf(AdoptKind kind) {
  for (const auto& [k, name] : kAdoptionNames) {
    if (k == kind) return name;
  }
  return {};
}

constexpr std::optional<AdoptKind> AdoptionNamed(std::string_view name) {
  for (const auto& [kind, n] : kAdoptionNames) {
    if (n == name) return kind;
  }
  return std::nullopt;
}

}  // namespace quiesce
