// What software has to invalidate, command by command, for an access to see memory as it now is
// once some of what the access reads has changed. IHI 0070 G.b 4.3, 4.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/smmu/queue/invalidation.h"
#include "model/smmu/transaction.h"
#include "model/world/scenario.h"

namespace quiesce {

/// The kinds of words that a translation reads, as bits of a set.
enum class ReadKind : std::uint8_t {
  kL1Std = 1,
  kSte = 2,
  kL1Cd = 4,
  kCd = 8,
  kStage1Table = 16,
  kStage1Leaf = 32,
  kStage2Table = 64,
  kStage2Leaf = 128,
};
constexpr unsigned operator|(ReadKind a, ReadKind b) {
  return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr unsigned operator|(unsigned a, ReadKind b) { return a | static_cast<unsigned>(b); }

/// One access of a stream, with the tags of its entries.
struct Target {
  const Stream& stream;
  const Transaction& transaction;
  std::optional<std::uint16_t> vmid;  ///< nothing without stage 2
  std::uint16_t asid;
  std::uint32_t cd_index;
  bool e2h;
};

struct Recipe {
  std::string_view name;
  unsigned changes;  ///< ReadKinds that may have changed
  bool (*applies)(const Target&);
  std::vector<Invalidation> (*commands)(const Target&);
};

/// In a fixed order; names are those of the commands.
std::vector<Recipe> Recipes();

}  // namespace quiesce
