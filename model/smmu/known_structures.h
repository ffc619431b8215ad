// STEs and CDs that are known to be legal, with what follows from them: an SMMU meets the same few
// again and again, and their rules and decoding are most of the work of a translation.
//
// Content decides: every structure is still fetched and compared in full, so a changed one is
// checked anew. One that breaks a rule, or has Choices asked about one, is never remembered. What
// is remembered was decided without an observer in the way, and is not given to one that Decides.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "model/smmu/stage_config.h"
#include "spec/cd_table.h"

namespace quiesce {

/// The observer may answer decisions itself: nothing derived without it holds for it.
template <class Obs>
inline constexpr bool kAltersDecisions =
    !std::is_same_v<decltype(&Obs::Decide), decltype(&NoObserver::Decide)> ||
    !std::is_same_v<decltype(&Obs::Measure), decltype(&NoObserver::Measure)>;

/// A usable L1STD as the table's registers and one StreamID see it.
struct KnownL1Std {
  std::uint32_t stream_id;
  std::uint64_t l1std;
  std::uint64_t ste_address;  ///< below 2^OAS
};

struct KnownSte {
  Ste<Concrete> ste;
  bool overrides_nothing;
  CdTable<Concrete> cd_table;  ///< of no meaning without stage 1
  Stage2 stage2;               ///< of no meaning unless stage 2 translates VMSAv8-64 tables
};

/// A CD behind one STE.
struct KnownCd {
  Ste<Concrete> ste;
  Cd<Concrete> cd;
  Stage1 lower;  ///< of no meaning, as is `upper`, for VMSAv8-32 LPAE
  Stage1 upper;
};

/// For one set of ID registers, one stream table configuration and one CR2.
class KnownStructures {
 public:
  std::optional<std::uint64_t> FindSteAddress(std::uint32_t stream_id,
                                              const L1Std<Concrete>& l1std) const {
    const std::uint64_t word = l1std.word(0).raw();
    if (word == 0) return std::nullopt;  // as every empty place
    const KnownL1Std& known = l1stds_[stream_id % kPlaces];
    if (known.stream_id != stream_id || known.l1std != word) return std::nullopt;
    return known.ste_address;
  }
  void Add(const KnownL1Std& known) { l1stds_[known.stream_id % kPlaces] = known; }

  /// Null if it is not known. Valid until another structure is added.
  const KnownSte* Find(const Ste<Concrete>& ste) {
    if (!Is<"V">(ste).raw()) return nullptr;  // as every empty place
    if (stes_[last_ste_].ste != ste) last_ste_ = PlaceOf(ste);
    const KnownSte& known = stes_[last_ste_];
    return known.ste == ste ? &known : nullptr;
  }
  const KnownCd* Find(const Ste<Concrete>& ste, const Cd<Concrete>& cd) {
    if (!Is<"V">(cd).raw()) return nullptr;
    if (cds_[last_cd_].cd != cd) last_cd_ = PlaceOf(cd);
    const KnownCd& known = cds_[last_cd_];
    return known.cd == cd && known.ste == ste ? &known : nullptr;
  }

  /// Both must be legal without anybody having been asked. Fields that are ignored may hold
  /// anything, so only what is in use is decoded.
  const KnownSte* Add(const Ste<Concrete>& ste, const Caps<Concrete>& caps) {
    KnownSte& known = stes_[PlaceOf(ste)];
    known = {ste, OverridesNothing(ste).raw(), DecodeCdTable(ste, caps), {}};
    if ((Stage2Translates(ste) && Is<"S2AA64">(ste)).raw()) {
      known.stage2 = MakeStage2(ste, caps, kNoObserver);
    }
    return &known;
  }
  const KnownCd* Add(const Ste<Concrete>& ste, const Cd<Concrete>& cd,
                     const StreamWorld<Concrete>& world, const Caps<Concrete>& caps) {
    KnownCd& known = cds_[PlaceOf(cd)];
    known = {ste, cd, {}, {}};
    if (Is<"AA64">(cd).raw()) {
      known.lower = MakeStage1(cd, world, caps, false, kNoObserver);
      known.upper = MakeStage1(cd, world, caps, true, kNoObserver);
    }
    return &known;
  }

 private:
  static constexpr std::size_t kPlaces = 4;

  /// Streams differ in S1ContextPtr or S2TTB, CDs in TTB0.
  static std::size_t PlaceOf(const Ste<Concrete>& ste) {
    return Fold(ste.word(0).raw() ^ ste.word(3).raw());
  }
  static std::size_t PlaceOf(const Cd<Concrete>& cd) { return Fold(cd.word(1).raw()); }
  static std::size_t Fold(std::uint64_t word) { return (word >> 6 ^ word >> 12) % kPlaces; }

  std::array<KnownL1Std, kPlaces> l1stds_{};
  std::array<KnownSte, kPlaces> stes_{};
  std::array<KnownCd, kPlaces> cds_{};
  // Where the last one was: tried first, so that what follows from a structure need not wait for
  // the fetch of the structure.
  std::size_t last_ste_ = 0;
  std::size_t last_cd_ = 0;
};

}  // namespace quiesce
