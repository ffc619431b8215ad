// Structures that are known to be legal, by their content: an SMMU meets the same few STEs and CDs
// again and again, and their rules are most of the work of a translation. Every structure is still
// fetched and compared in full, so a changed one is checked anew; whoever breaks a rule, or has
// Choices asked about one, is never remembered.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "spec/stream_formats.h"

namespace quiesce {

/// For one set of ID registers and one CR2.
class KnownLegal {
 public:
  bool Holds(const Ste<Concrete>& ste) const { return stes_[PlaceOf(ste)] == ste; }
  void Add(const Ste<Concrete>& ste) { stes_[PlaceOf(ste)] = ste; }

  /// A CD behind a legal STE.
  bool Holds(const Ste<Concrete>& ste, const Cd<Concrete>& cd) const {
    const Pair& known = pairs_[PlaceOf(cd)];
    return known.cd == cd && known.ste == ste;
  }
  void Add(const Ste<Concrete>& ste, const Cd<Concrete>& cd) { pairs_[PlaceOf(cd)] = {ste, cd}; }

 private:
  static constexpr std::size_t kPlaces = 8;
  struct Pair {
    Ste<Concrete> ste;
    Cd<Concrete> cd;
  };

  /// Streams differ in S1ContextPtr or S2TTB, CDs in TTB0. An all-zero structure is not legal, so
  /// that empty places answer nothing.
  static std::size_t PlaceOf(const Ste<Concrete>& ste) {
    return Fold(ste.word(0).raw() ^ ste.word(3).raw());
  }
  static std::size_t PlaceOf(const Cd<Concrete>& cd) { return Fold(cd.word(1).raw()); }
  static std::size_t Fold(std::uint64_t word) { return (word >> 6 ^ word >> 12) % kPlaces; }

  std::array<Ste<Concrete>, kPlaces> stes_;
  std::array<Pair, kPlaces> pairs_;
};

}  // namespace quiesce
