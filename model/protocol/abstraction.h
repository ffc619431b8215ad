// From the concrete world of a hand-over to the protocol: the abstraction function.
#pragma once

#include <array>
#include <optional>

#include "model/driver/entry_words.h"
#include "model/protocol/protocol.h"
#include "model/protocol/setting.h"
#include "model/world/judge/bench.h"

namespace quiesce {

/// The transactions that a protocol follows; the stream of one that is not there is quiesced.
struct FollowedDma {
  std::optional<DmaId> first = {};
  std::optional<DmaId> second = {};
};

/// Asks the world without a trace: no choice of the run is taken.
class Abstraction {
 public:
  /// At the crash, before any step. `bench` must outlive the abstraction.
  Abstraction(Bench& bench, const Setting& setting, const FollowedDma& followed);

  /// The state at the crash, whole.
  const Protocol<Concrete>& initial() const { return initial_; }
  /// Before the state is asked for: what the world's words alone do not say.
  void Saw(const Step& step);
  /// The observable fields as the world is now; the others as `like` has them.
  Protocol<Concrete> Now(const Protocol<Concrete>& like);
  /// `like` with what follows for the driver from the registers and the streams' words as they are
  /// now.
  Protocol<Concrete> WithDecisions(const Protocol<Concrete>& like) const;
  /// A store there may change the class of an STE.
  bool MayMatter(std::uint64_t pa) const { return bench_.fetched.MayHold(pa); }

 private:
  struct Stream {
    DmaId id;
    std::uint32_t sid;
    std::optional<std::uint64_t> ste_address;  ///< at the crash
    std::optional<std::uint64_t> l1_address;   ///< likewise
    EntryWords ste{};                          ///< at the crash
  };
  void ReadRegisters(Protocol<Concrete>& p) const;
  void ReadFacts(Protocol<Concrete>& p) const;
  void ReadStreamFacts(const Stream& s, const RegisterImage& r, ProtocolStream<Concrete>& to) const;
  std::optional<std::uint64_t> L1AddressOf(const Stream& s) const;
  bool IsEntry(std::uint64_t pa) const;
  void RefreshClasses(bool old_table);
  SteClass ClassOf(const Stream& s, bool old_table) const;
  bool IsStalled(const Stream& s) const;
  std::optional<std::uint64_t> SteOf(std::uint32_t sid) const;

  Bench& bench_;
  Setting setting_;
  std::uint64_t own_cr1_;  ///< what the driver writes, in the fields that there are
  std::uint64_t own_cr2_;
  std::array<std::optional<Stream>, 2> streams_;
  FetchWatch watch_;
  std::optional<bool> classes_of_old_table_;  ///< what the classes are of; nothing: not known
  std::array<SteClass, 2> classes_{};
  bool fresh_table_ = false;  ///< the driver has named one, perhaps where the old one was
  /// Somebody has written what the crashed kernel's tables held, other than an entry that is
  /// compared.
  bool rewritten_ = false;
  Protocol<Concrete> initial_;
};

}  // namespace quiesce
