// The address spaces of one transaction, as the TLB tells them apart. IHI 0070 G.b 3.17.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "model/driver/entry_words.h"
#include "model/smmu/cache/tlb_match.h"
#include "model/world/fetched_lines.h"

namespace quiesce {

struct AddressSpace {
  /// What tags stage 1 translations, with the CD that makes them; nothing without stage 1.
  struct Stage1Space {
    TlbTag tag;
    EntryWords cd;
    friend bool operator==(const Stage1Space&, const Stage1Space&) = default;
  };
  /// What tags stage 2 translations, with the words of the STE that make them.
  struct Stage2Space {
    std::uint16_t vmid;
    std::array<std::uint64_t, 2> ste;
    friend bool operator==(const Stage2Space&, const Stage2Space&) = default;
  };
  std::optional<Stage1Space> stage1 = std::nullopt;
  std::optional<Stage2Space> stage2 = std::nullopt;

  friend bool operator==(const AddressSpace&, const AddressSpace&) = default;
};

/// Both have tags that are equal, but are configured differently: software's error, which makes
/// UNPREDICTABLE what a lookup in either of them gives. IHI 0070 G.b 3.17, 5.2.1, 5.4.1.
inline bool Clash(const AddressSpace& a, const AddressSpace& b) {
  const bool stage1 = a.stage1 && b.stage1 && a.stage1->tag == b.stage1->tag;
  const bool stage2 = a.stage2 && b.stage2 && a.stage2->vmid == b.stage2->vmid;
  if (stage1 && (a.stage1->cd != b.stage1->cd || a.stage2 != b.stage2)) return true;
  return stage2 && a.stage2 != b.stage2;
}

/// Notes the space of a translation that reads everything from memory, and what it fetches.
class SpaceNoter : public FetchNoter {
 public:
  SpaceNoter(FetchedLines& to, const SmmuView& smmu) : FetchNoter(to), smmu_(smmu) {}

  void UsedSte(const Ste<Concrete>& ste) {
    ste_ = ste;
    constexpr std::uint64_t kStage2Bit = 2;
    if ((Get<"Config">(ste).raw() & kStage2Bit) == 0) return;
    space_.stage2 = {Stage2Tag(ste, smmu_).vmid, {ste.word(2).raw(), ste.word(3).raw()}};
  }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>& cd) {
    FetchNoter::FetchCd(pa, cd);
    if (ste_ && Is<"V">(cd).raw()) space_.stage1 = {Stage1Tag(*ste_, cd, smmu_), RawWords(cd)};
  }

  const AddressSpace& space() const { return space_; }

 private:
  const SmmuView& smmu_;
  std::optional<Ste<Concrete>> ste_;
  AddressSpace space_;
};

}  // namespace quiesce
