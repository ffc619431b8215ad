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

struct PlatformFlagName {
  std::string_view name;
  bool Platform::*member;
};
inline constexpr PlatformFlagName kPlatformFlags[] = {{"coherent", &Platform::coherent},
                                                      {"vhe", &Platform::vhe},
                                                      {"ats_devices", &Platform::ats_devices},
                                                      {"combined_irq", &Platform::combined_irq},
                                                      {"msi_domain", &Platform::msi_domain}};

/// "CU-16".
constexpr std::string_view NameOf(ChoicePoint p) { return FindChoiceSpec(p)->id; }

constexpr std::optional<ChoicePoint> ChoiceNamed(std::string_view id) {
  for (const ChoiceSpec& s : kChoiceSpecs) {
    if (s.id == id) return s.point;
  }
  return std::nullopt;
}

/// True if an alternative is the number of a cache entry, of a store or of a pending update, of as
/// many as there are.
constexpr bool IsCounted(ChoicePoint p) {
  return p == ChoicePoint::kCacheHit || p == ChoicePoint::kCacheEviction ||
         p == ChoicePoint::kTornFetch || p == ChoicePoint::kUpdateInstant;
}

/// The most alternatives that any situation of the point has; where the value itself is UNKNOWN or
/// counted, those of one pick of 16 bits.
constexpr std::size_t AlternativesOf(ChoicePoint p) {
  if (IsCounted(p)) return std::size_t{1} << 16;
  std::size_t most = 0;
  for (const ChoiceSpec& s : kChoiceSpecs) {
    if (s.point != p) continue;
    const std::size_t n = s.alternatives.size();
    if (n == 1 && s.freedom == Freedom::kUnpredictable) return std::size_t{1} << 16;
    most = n > most ? n : most;
  }
  return most;
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
