// A guarded action, evaluated at one state: {name, guard, effect}.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "model/protocol/protocol.h"
#include "model/protocol/setting.h"

namespace quiesce {

/// Whose step it is.
enum class Party : std::uint8_t { kDriver, kWorld };

/// One conjunct of a guard.
template <class D>
struct Clause {
  std::string_view text;
  Bool<D> holds;
};

/// What an action leaves open; a step may have any values.
template <class D>
struct ActionInputs {
  Bits<D, kCr0Bits> bits;
  Bool<D> a;
  Bool<D> b;
};

template <class D>
struct GuardedAction {
  std::string_view name;
  int stream;  ///< of Protocol::streams; -1: of none
  Party party;
  std::vector<Clause<D>> guard;
  Protocol<D> next;

  Bool<D> Enabled() const {
    Bool<D> all(true);
    for (const Clause<D>& c : guard) all = all && c.holds;
    return all;
  }
};

/// Is told the actions of one state.
template <class D>
class ActionSink {
 public:
  virtual ~ActionSink() = default;
  /// False: the actions of that party need not be told.
  virtual bool Wants(Party) const { return true; }
  /// False: actions whose guards imply `condition` need not be told.
  virtual bool Opens(const Bool<D>& condition) const {
    (void)condition;
    return true;
  }
  virtual void Add(std::string_view name, Party party, std::initializer_list<Clause<D>> guard,
                   const Protocol<D>& next, int stream = -1) = 0;
};

/// Keeps them.
template <class D>
class GuardedActions final : public ActionSink<D> {
 public:
  void Add(std::string_view name, Party party, std::initializer_list<Clause<D>> guard,
           const Protocol<D>& next, int stream = -1) override {
    all_.push_back({name, stream, party, guard, next});
  }
  std::vector<GuardedAction<D>> Take() { return std::move(all_); }

 private:
  std::vector<GuardedAction<D>> all_;
};

template <class D>
Protocol<D> At(Protocol<D> p, Phase phase) {
  p.phase = Bits<D, 5>(static_cast<std::uint64_t>(phase));
  return p;
}
/// Given up.
template <class D>
Protocol<D> Gone(const Setting& s, Protocol<D> p) {
  p.option = p.ids_held = Bool<D>(false);
  return At(p, s.may.reprobes ? Phase::kCrashed : Phase::kGone);
}
template <class D>
void SetSte(ProtocolStream<D>& s, SteClass c, const Bool<D>& when = Bool<D>(true)) {
  s.ste = Ite(when, Bits<D, 3>(static_cast<std::uint64_t>(c)), s.ste);
}

/// The driver writes CR0 and remembers whether a field in transition changed again: that is
/// CONSTRAINED UNPREDICTABLE, and such a field is then as `in` says (6.3.9).
template <class D>
Protocol<D> WithCr0(const ActionInputs<D>& in, Protocol<D> p, const Bits<D, kCr0Bits>& value) {
  const Bits<D, kCr0Bits> seen = (p.cr0 & ~p.present) | (value & p.present);
  const Bits<D, kCr0Bits> moving = (p.cr0 ^ p.ack) & (p.cr0 ^ seen);
  p.update_broken = p.update_broken || moving != 0;
  p.cr0 = (seen & ~moving) | (in.bits & moving);
  p.asked = value & p.present;
  return p;
}
/// A write that IHI 0070 G.b 6.3 permits only while these CR0 bits are 0 and acknowledged.
template <class D>
Protocol<D> Guarded(Protocol<D> p, std::uint64_t cr0_bits) {
  p.guard_broken = p.guard_broken || ((p.cr0 | p.ack) & Bits<D, kCr0Bits>(cr0_bits)) != 0;
  return p;
}
/// The write that a reset makes once is made.
template <class D>
Protocol<D> Once(Protocol<D> p, OnceWrite w) {
  p.written = p.written | Bits<D, 4>(static_cast<std::uint64_t>(w));
  return p;
}
template <class D>
Bool<D> HasWritten(const Protocol<D>& p, OnceWrite w) {
  return (p.written & Bits<D, 4>(static_cast<std::uint64_t>(w))) != 0;
}
template <class D>
Clause<D> NotYet(const Protocol<D>& p, OnceWrite w) {
  return {"not written yet", !HasWritten(p, w)};
}
/// What the driver takes CR0 for: what it wrote last.
template <class D>
Bits<D, kCr0Bits> Shadow(const Setting& s, const Protocol<D>& p) {
  return Ite(p.update_broken || Bool<D>(s.may.shares_cr0), p.asked, p.cr0);
}
template <class D>
Clause<D> Acknowledged(const Setting& s, const Protocol<D>& p) {
  // The driver compares with what it wrote. A field that it changed in transition may be otherwise
  // later, and that field alone; what another agent writes once it has looked it does not see.
  const Bits<D, kCr0Bits> in_doubt = p.cr0 ^ p.asked;
  const Bool<D> seen = p.update_broken && ((p.ack ^ p.cr0) & ~in_doubt) == 0;
  return {"CR0ACK shows CR0", p.ack == p.cr0 || seen || Bool<D>(s.may.shares_cr0)};
}
template <class D>
Protocol<D> WithGbpaAbort(Protocol<D> p, bool abort) {
  p.update_broken = p.update_broken || p.gbpa_update;
  p.gbpa_next = Bool<D>(abort);
  p.gbpa_update = Bool<D>(true);
  return p;
}

inline constexpr std::uint64_t kSmmuenBit = 1;
inline constexpr std::uint64_t kPriqenBit = 2;
inline constexpr std::uint64_t kEventqenBit = 4;
inline constexpr std::uint64_t kCmdqenBit = 8;
inline constexpr std::uint64_t kAtschkBit = 16;

template <class D>
Bool<D> Cr0Has(const Bits<D, kCr0Bits>& cr0, std::uint64_t bit) {
  return (cr0 & Bits<D, kCr0Bits>(bit)) != 0;
}

}  // namespace quiesce
