// From the concrete world of a hand-over to the protocol: the abstraction function.
#pragma once

#include <array>
#include <optional>

#include "model/driver/entry_words.h"
#include "model/protocol/protocol.h"
#include "model/protocol/setting.h"
#include "model/world/judge/bench.h"

namespace quiesce {

/// The two transactions that a protocol follows; without a second, its stream is quiesced.
struct FollowedDma {
  DmaId first;
  std::optional<DmaId> second = {};
};

class Abstraction {
 public:
  /// At the crash, before any step. `bench` must outlive the abstraction.
  Abstraction(Bench& bench, const Setting& setting, const FollowedDma& followed);

  /// The state at the crash, whole.
  const Protocol<Concrete>& initial() const { return initial_; }
  /// The observable fields as the world is now; the others as `like` has them.
  Protocol<Concrete> Now(const Protocol<Concrete>& like) const;
  /// A store there may change the class of an STE.
  bool MayMatter(std::uint64_t pa) const { return bench_.fetched.MayHold(pa); }

 private:
  struct Stream {
    DmaId id;
    std::uint32_t sid;
    std::optional<std::uint64_t> ste_address;  ///< at the crash
    EntryWords ste{};                          ///< at the crash
  };
  void ReadRegisters(Protocol<Concrete>& p) const;
  void ReadFacts(Protocol<Concrete>& p) const;
  void ReadStreamFacts(const Stream& s, ProtocolStream<Concrete>& to) const;
  SteClass ClassOf(const Stream& s, bool old_table) const;
  EntryWords WordsAt(std::uint64_t address) const;

  Bench& bench_;
  Setting setting_;
  std::array<std::optional<Stream>, 2> streams_;
  Protocol<Concrete> initial_;
};

}  // namespace quiesce
