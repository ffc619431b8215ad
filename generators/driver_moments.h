// When the driver does what, from a trial run of the newest one: others act at random, but what
// they do matters where it comes between two steps that belong together.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "generators/prng.h"
#include "model/world/hand_over.h"

namespace quiesce {

class DriverMoments {
 public:
  /// Runs the hand-over once, as it stands, with the first alternative everywhere.
  explicit DriverMoments(const HandOver& h);

  /// Just after the driver has read the aligned word; nothing if it never does.
  std::optional<Moment> DrawAfterRead(Prng& p, std::uint64_t pa) const;
  /// Just after it has read the register.
  std::optional<Moment> DrawAfterRead(Prng& p, Reg reg) const;
  /// At most three steps after it has written a register: any, or often one of a call's last.
  std::optional<Moment> DrawAfterWrite(Prng& p) const;

 private:
  struct Access {
    std::uint64_t where;  ///< address, or offset of a register
    Moment next;
  };
  class Noter;
  static std::optional<Moment> DrawOf(Prng& p, const std::vector<Access>& all, std::uint64_t where);

  std::vector<Access> reads_;
  std::vector<Access> register_reads_;
  std::vector<Access> register_writes_;
};

}  // namespace quiesce
