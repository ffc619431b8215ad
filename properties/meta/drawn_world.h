// Draws an SMMU with its memory, and transactions aimed at it: from any bits at all to well-formed
// images. Everything follows from the seed.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "generators/prng.h"
#include "model/image/image.h"
#include "model/smmu/transaction.h"
#include "model/smmu/view.h"
#include "oracles/naive/random_tables.h"
#include "properties/meta/wild_pages.h"

namespace quiesce {

enum class WorldFamily : std::uint8_t {
  kRaw,       ///< any bits in registers and memory
  kCorner,    ///< extreme words in registers and memory
  kNear,      ///< an SMMU that could exist or nearly so, nearly legal structures everywhere
  kTables,    ///< legal configurations on random tables, at times with a bit of the STE flipped
  kScenario,  ///< rendered scenarios, some corrupted
};
inline constexpr WorldFamily kWorldFamilies[] = {WorldFamily::kRaw, WorldFamily::kCorner,
                                                 WorldFamily::kNear, WorldFamily::kTables,
                                                 WorldFamily::kScenario};

std::string_view NameOf(WorldFamily family);

class DrawnWorld {
 public:
  /// Replaces what was drawn before; views of that are no longer valid.
  void Draw(WorldFamily family, std::uint64_t seed);

  SmmuView view() const { return View(registers_, memory()); }
  const RegisterImage& registers() const { return registers_; }
  const SparseMemory& memory() const { return uses_tables_ ? tables_.memory : image_.memory; }

  /// Half of them at something that was drawn; every kind of transaction.
  Transaction NextTransaction();

 private:
  struct Target {
    std::uint32_t stream_id = 0;
    bool ssv = false;
    std::uint32_t substream_id = 0;
    std::uint64_t address = 0;
  };

  void DrawWild(WildKind kind);
  void DrawTables();
  /// In DrawTables(): ATS for its stream, split-stage at times.
  void EnableAts();
  void DrawScenario();
  Target DrawTarget();

  Prng prng_{0};
  RegisterImage registers_;
  Image image_;
  naive::RandomTables tables_;
  bool uses_tables_ = false;
  std::vector<Target> targets_;
};

}  // namespace quiesce
