// QZ-08: while a call changes a live STE or CD, each entry that the SMMU can see on the way acts as
// the one before or the one after, or is invalid. IHI 0070 G.b 3.21.3.
#pragma once

#include "model/driver/used_bits.h"
#include "model/world/judge/bench.h"

namespace quiesce {

class HitlessJudge {
 public:
  void BeforeCall(Bench& bench, const DriverCall&) {
    entries_.clear();
    for (unsigned i = 0; i < bench.hand_over.devices.size(); ++i) {
      for (const std::uint32_t sid : bench.hand_over.devices[i].sids) {
        Watch(bench, {i, sid, false, SteAddressNow(bench, sid).value_or(0)});
        const CdNow cd = CdOf(bench, Transaction{.stream_id = sid});
        Watch(bench, {i, sid, true, cd.address.value_or(0)});
      }
    }
  }

  void OnSeen(Bench& bench, std::uint64_t pa, std::uint64_t) {
    if (!bench.machine.smmu().registers().EffectiveSmmuen()) return;
    for (Entry& e : entries_) {
      if (pa >= e.address && pa - e.address < 64) e.seen.push_back(EntryNow(bench, e.address));
    }
  }

  void AfterCall(Bench& bench, const DriverCall&, const std::optional<DriverStop>&) {
    for (const Entry& e : entries_) {
      if (e.seen.empty()) continue;
      const EntryWords last = EntryNow(bench, e.address);
      for (const EntryWords& words : e.seen) {
        if (!IsValid(e, words) || ActsAs(e, words, e.before, last) || ActsAs(e, words, last, last))
          continue;
        bench.Report(Invariant::kLiveStructures,
                     e.is_cd ? "a live CD is a mixture of two" : "a live STE is a mixture of two",
                     e.device, e.sid);
      }
    }
  }

 private:
  struct Entry {
    unsigned device;
    std::uint32_t sid;
    bool is_cd;
    std::uint64_t address;  ///< where the SMMU fetches it as the call begins
    EntryWords before{};
    std::vector<EntryWords> seen = {};
  };

  void Watch(Bench& bench, Entry entry) {
    if (entry.address == 0) return;
    entry.before = EntryNow(bench, entry.address);
    entries_.push_back(std::move(entry));
  }

  static bool IsValid(const Entry& e, const EntryWords& words) {
    return e.is_cd ? bool(Is<"V">(FromRaw<Cd<Concrete>>(words)))
                   : bool(Is<"V">(FromRaw<Ste<Concrete>>(words)));
  }

  /// `words` and `other` agree in all that `words` uses. Full ATS and MEV may change ahead.
  static bool ActsAs(const Entry& e, const EntryWords& words, const EntryWords& other,
                     const EntryWords& last) {
    const EntryWords used =
        e.is_cd ? ArchitectureUsedCdBits(words) : ArchitectureUsedSteBits(words);
    const EntryWords safe = e.is_cd ? EntryWords{} : DriverSafeSteBits(e.before, last);
    for (unsigned i = 0; i < 8; ++i) {
      if (((words[i] ^ other[i]) & used[i] & ~safe[i]) != 0) return false;
    }
    return true;
  }

  std::vector<Entry> entries_;
};

}  // namespace quiesce
