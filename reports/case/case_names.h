// The words that stand for enumerations in a `.case`.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "model/driver/adopt.h"
#include "spec/choice_specs.h"

namespace quiesce {

inline constexpr std::array<std::pair<AdoptKind, std::string_view>, 5> kAdoptionNames = {{
    {AdoptKind::kAdopted, "adopted"},
    {AdoptKind::kTossed, "tossed"},
    {AdoptKind::kNotEntered, "not-entered"},
    {AdoptKind::kBusAbort, "cpu-abort"},
    {AdoptKind::kNotCaptured, "not-captured"},
}};

/// The id that `quiesce list choices` and CAVEATS.md use: "CU-16".
constexpr std::string_view NameOf(ChoicePoint p) { return FindChoiceSpec(p)->id; }

constexpr std::optional<ChoicePoint> ChoiceNamed(std::string_view name) {
  for (const ChoiceSpec& s : kChoiceSpecs) {
    if (s.id == name) return s.point;
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
