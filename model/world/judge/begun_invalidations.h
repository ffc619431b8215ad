// The invalidations that a CMD_SYNC has yet to complete. IHI 0070 G.b 4.7.
#pragma once

#include <variant>
#include <vector>

#include "model/smmu/queue/command_decode.h"
#include "model/world/judge/bench.h"

namespace quiesce {

class BegunInvalidations {
 public:
  void Clear() { begun_.clear(); }

  /// Follows one command. A CMD_SYNC that was consumed completes all that have begun before it:
  /// `completed` is called with each, in order. A command that was not consumed does nothing.
  template <class Completed>
  void Follow(const Bench& bench, const CommandTaken& command, Completed&& completed) {
    if (command.status != CommandStatus::kConsumed) return;
    if (command.sync) {
      for (const Invalidation& i : begun_) completed(i);
      begun_.clear();
      return;
    }
    const Command decoded = Decode(command.words, bench.machine.smmu().registers(), bench.choices);
    if (const auto* i = std::get_if<Invalidation>(&decoded)) begun_.push_back(*i);
  }

 private:
  std::vector<Invalidation> begun_;
};

}  // namespace quiesce
