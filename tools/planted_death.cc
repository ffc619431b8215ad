#include "tools/planted_death.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

using Kind = PlantedDeath::Kind;

std::optional<Kind> KindNamed(std::string_view name) {
  if (name == "segv") return Kind::kSegv;
  if (name == "abort") return Kind::kAbort;
  if (name == "hang") return Kind::kHang;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<PlantedDeath> ParsePlantedDeath(std::string_view text) {
  const std::vector<std::string> words = absl::StrSplit(std::string(text), ':');
  const auto kind = KindNamed(words[0]);
  const auto index = words.size() == 3 ? ParseNumber(words[2]) : std::nullopt;
  if (!kind || !index) {
    return absl::InvalidArgumentError(
        absl::StrFormat("--plant %s: expected segv|abort|hang:PROPERTY:INDEX", text));
  }
  return PlantedDeath{*kind, words[1], *index};
}

void DieIfPlanted(const PlantedDeath& planted, std::string_view property, std::uint64_t index) {
  if (planted.property != property || planted.index != index) return;
  switch (planted.kind) {
    case Kind::kSegv:
      std::raise(SIGSEGV);
      break;
    case Kind::kAbort:
      std::abort();
    case Kind::kHang:
      std::this_thread::sleep_for(std::chrono::hours(24));
      break;
  }
}

}  // namespace quiesce
