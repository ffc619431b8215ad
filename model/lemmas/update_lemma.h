// The lemmas about updates of live STEs and CDs: their names and what they say (QZ-08; IHI 0070
// G.b 3.21.3). The statements are in update_questions.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace quiesce {

enum class EntryKind : std::uint8_t { kSte, kCd };

/// Who says which bits are used when the update is planned. The architecture judges all of them.
enum class UpdatePlanner : std::uint8_t {
  kArchitecture,  ///< this project's reading of the field texts
  kLinux,         ///< the driver's used bits; what it changes knowingly (safe bits) is not judged
  kLinuxOwn,      ///< kLinux, of entries that it could have written for one master
};

enum class UpdateLemma : std::uint8_t {
  kHitlessSte,
  kHitlessCd,
  kHitlessSteDriver,
  kHitlessSteDriverOwn,
  kHitlessCdDriver,
  kInvalidNeededSte,
  kInvalidNeededCd,
  kUsedBitsDecide,
};
inline constexpr std::size_t kUpdateLemmaCount = 8;

struct UpdateLemmaSpec {
  std::string_view id;
  EntryKind kind;
  UpdatePlanner planner;
  std::string_view statement;
  std::string_view twin;  ///< the broken statement
};

namespace internal {
inline constexpr std::string_view kHitlessByArchitecture =
    "an update by the architecture's used bits shows the SMMU the old entry, the new one, or V = 0";
inline constexpr std::string_view kHitlessByDriver =
    "an update by the driver's used bits shows the SMMU the old entry, the new one, or V = 0";
inline constexpr std::string_view kHitlessByDriverOfItsOwn =
    "an update by the driver's used bits, between STEs that it could have written for one master, "
    "shows the SMMU the old one, the new one, or V = 0";
inline constexpr std::string_view kOneForgotten = "one used bit field forgotten";
inline constexpr std::string_view kInvalidIsNeeded =
    "an update goes through V = 0 only where the two entries can mix";
inline constexpr std::string_view kAllStored = "with every word stored, too";
}  // namespace internal

inline constexpr std::array<UpdateLemmaSpec, kUpdateLemmaCount> kUpdateLemmas = {{
    {"HITLESS-STE", EntryKind::kSte, UpdatePlanner::kArchitecture, internal::kHitlessByArchitecture,
     internal::kOneForgotten},
    {"HITLESS-CD", EntryKind::kCd, UpdatePlanner::kArchitecture, internal::kHitlessByArchitecture,
     internal::kOneForgotten},
    {"HITLESS-STE-DRIVER", EntryKind::kSte, UpdatePlanner::kLinux, internal::kHitlessByDriver,
     internal::kOneForgotten},
    {"HITLESS-STE-DRIVER-OWN", EntryKind::kSte, UpdatePlanner::kLinuxOwn,
     internal::kHitlessByDriverOfItsOwn, internal::kOneForgotten},
    {"HITLESS-CD-DRIVER", EntryKind::kCd, UpdatePlanner::kLinux, internal::kHitlessByDriver,
     internal::kOneForgotten},
    {"INVALID-NEEDED-STE", EntryKind::kSte, UpdatePlanner::kArchitecture,
     internal::kInvalidIsNeeded, internal::kAllStored},
    {"INVALID-NEEDED-CD", EntryKind::kCd, UpdatePlanner::kArchitecture, internal::kInvalidIsNeeded,
     internal::kAllStored},
    {"USED-BITS-DECIDE", EntryKind::kSte, UpdatePlanner::kArchitecture,
     "STEs that are the same in the bits that one uses use the same, and are both legal or neither",
     "without IDR0.Hyp, too"},
}};
constexpr const UpdateLemmaSpec& SpecOf(UpdateLemma l) {
  return kUpdateLemmas[static_cast<std::size_t>(l)];
}
constexpr std::optional<UpdateLemma> UpdateLemmaNamed(std::string_view id) {
  for (std::size_t i = 0; i < kUpdateLemmaCount; ++i) {
    if (kUpdateLemmas[i].id == id) return static_cast<UpdateLemma>(i);
  }
  return std::nullopt;
}

/// HITLESS-*: about one stage of an update, from 1.
constexpr bool HasStages(UpdateLemma l) { return l < UpdateLemma::kInvalidNeededSte; }
inline constexpr unsigned kUpdateStages = 3;

}  // namespace quiesce
