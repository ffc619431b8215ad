// Anything that can happen to a whole SMMU, drawn step by step; and what must hold after each
// transaction, judged from outside.
#pragma once

#include <cstdint>
#include <string>

#include "model/smmu/smmu.h"
#include "properties/meta/drawn_world.h"
#include "properties/meta/random_choices.h"

namespace quiesce {

/// What can be told from outside about a transaction's traces.
struct Surface {
  std::uint64_t recorded;  ///< entries that EVENTQ_PROD has moved by, modulo twice the queue
  std::size_t inside;      ///< transactions in the SMMU or waiting before it
  std::size_t held;        ///< stalls whose record waits
};

/// Empty, or in one line what is wrong: at most one record, and that only of a transaction with an
/// event; a stall stays inside, everything else leaves; a STAG comes with a stall alone.
std::string WhyDmaIsWrong(const Surface& before, const Surface& after, const DmaResult& result);

/// An SMMU in a drawn world, to which drawn things happen.
class SmmuHistory {
 public:
  SmmuHistory(WorldFamily family, std::uint64_t seed);

  /// One drawn step: a register write or read, a command submitted, an update, a command consumed,
  /// a transaction, a page request, an eviction, a word of memory changed, or, once in a while, the
  /// end of service. What WhyDmaIsWrong says of a transaction.
  std::string Step();

  Surface surface() const;
  Smmu& smmu() { return smmu_; }
  SparseMemory& memory() { return memory_; }
  DrawnWorld& world() { return world_; }

  unsigned transactions = 0;
  unsigned records = 0;  ///< events recorded
  unsigned commands = 0;
  unsigned syncs = 0;
  unsigned stalls = 0;
  unsigned finished_stalls = 0;
  unsigned cached = 0;  ///< most entries that the caches ever held

 private:
  static DrawnWorld Drawn(WorldFamily family, std::uint64_t seed);
  RegisterImage WithQueues();
  void AccessRegister();
  CommandWords DrawCommand();
  void Acknowledge();
  void Submit();
  std::string TryDma();
  void RequestPage();
  void Disturb();

  Prng prng_;
  RandomChoices choices_;
  DrawnWorld world_;
  SparseMemory memory_;
  Smmu smmu_;
};

}  // namespace quiesce
