// What becomes of DMA in flight, by who takes the SMMU over: every driver version that adopts, and
// every policy, each on an image at rest.
//
// Nothing happens between the driver's steps here: no device does DMA, no cache is warm and nothing
// fails. So this is what each leaves behind; what DMA meets on the way is the business of the
// hand-over runs.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/driver/platform.h"
#include "model/image/image.h"

namespace quiesce {

enum class Fate : std::uint8_t {
  kAsBefore,    ///< same STE, same CD: the same translation
  kElsewhere,   ///< translated, by another STE or CD
  kBypass,      ///< passes untranslated, and did not before
  kAborts,      ///< terminated
  kSilenced,    ///< its device was reset or lost bus mastering before the SMMU was touched
  kNotInImage,  ///< the image does not hold what decides
};
inline constexpr std::array<std::string_view, 6> kFateNames = {
    "as before", "other tables", "untranslated", "aborts", "device silenced", "not in the image"};
constexpr std::string_view NameOf(Fate f) { return kFateNames[static_cast<std::size_t>(f)]; }

/// StreamIDs, first to last inclusive, with one fate.
struct FateRun {
  std::uint32_t first;
  std::uint32_t last;
  Fate fate;
  std::string text;  ///< what the SMMU does with them now
};

/// In the order of StreamIDs; only streams whose DMA the crashed kernel's SMMU lets through.
using Fates = std::vector<FateRun>;

struct TakeOverFates {
  std::string_view kind;  ///< "variant" or "policy"
  std::string_view name;
  std::string outcome;  ///< "adopted: ...", or how the SMMU was taken over instead
  Fates reset;          ///< once the SMMU is probed
  Fates probed;         ///< once each of their devices is probed, too, and none has used DMA yet
};

/// Every variant with the policy `adopt`, then every policy with the newest variant. Devices of at
/// most `kMostDevices` StreamIDs are probed, the lowest first.
inline constexpr std::size_t kMostDevices = 256;
std::vector<TakeOverFates> FatesOf(const Image& image, const Platform& platform);

/// A line each: how many streams meet which fate, and which ones where they differ.
std::string FatesText(const std::vector<TakeOverFates>& fates);

/// "11 as before", "9 as before; 2 aborts: 0x8, 0x10".
std::string SummaryOf(const Fates& fates);

}  // namespace quiesce
