// QZ-08: live structures change legally, and are invalidated before anything relies on the change.
// IHI 0070 G.b 3.21.3, 4.3, 4.4.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "model/smmu/cache/must_drop.h"
#include "model/world/judge/begun_invalidations.h"
#include "model/world/judge/bench.h"
#include "spec/rules/ste_rules.h"

namespace quiesce {

class LiveStructuresJudge {
 public:
  void Begin(Bench& bench) {
    stes_.clear();
    unseen_.clear();
    moves_ = 0;
    begun_.Clear();
    all_config_ = nonsecure_tlb_ = el2_tlb_ = true;
    for (unsigned i = 0; i < bench.hand_over.devices.size(); ++i) {
      for (const std::uint32_t sid : bench.hand_over.devices[i].sids) {
        const auto address = SteAddressNow(bench, sid);
        const Words words = EntryNow(bench, address);
        const std::uint64_t l1_pa = L1Address(bench, sid);
        stes_.push_back({i, sid, address, words, L1Now(bench, l1_pa), l1_pa});
      }
    }
  }
  void OnStore(Bench&, const Resource&, std::uint64_t pa, std::uint64_t) {
    const auto at = std::ranges::lower_bound(unseen_, pa);
    if (at == unseen_.end() || *at != pa) unseen_.insert(at, pa);
  }

  void OnSeen(Bench& bench, std::uint64_t pa, std::uint64_t value) {
    if (const auto at = std::ranges::lower_bound(unseen_, pa); at != unseen_.end() && *at == pa) {
      unseen_.erase(at);
    }
    for (Watched& w : stes_) {
      w.l1_stored |= pa == w.l1_pa;
      w.stored |= w.address && pa >= *w.address && pa - *w.address < 64;
    }
    const StrtabConfig<Concrete>& t = bench.machine.smmu().view().strtab;
    const std::uint64_t base = t.base.raw();
    if (!t.two_level || pa < base || pa - base >= L1Bytes(t)) return;
    const L1Std<Concrete> l1{Bits<Concrete, 64>(value)};
    const std::uint64_t l2 = Addr<"L2Ptr">(l1).raw();
    const auto hidden = std::ranges::lower_bound(unseen_, l2);
    if (Get<"Span">(l1) == 0 || hidden == unseen_.end()) return;
    if (*hidden - l2 < (std::uint64_t{32} << Get<"Span">(l1).raw())) {
      bench.Report(Invariant::kLiveStructures, "an L2 table is live before its STEs are seen",
                   std::nullopt, pa);
    }
  }

  void OnChanged(Bench& bench) {
    split_ = static_cast<unsigned>(bench.machine.smmu().view().strtab.split.raw());
    bench.places.Refresh(bench.machine, bench.fetched);
    const std::uint64_t before = std::exchange(moves_, bench.places.moves());
    const bool moved = before != moves_;
    for (Watched& w : stes_) {
      if (moved || !w.address) Look(bench, w);
    }
  }

  void OnCommand(Bench& bench, const CommandTaken& command) {
    begun_.Follow(bench, command, [&](const Invalidation& i) { TakePlace(i); });
  }

  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    if (!bench.driver.probed()) return;
    if (call.kind == CallKind::kProbe && !stop) RequireCrashedGone(bench);
    const bool relies = call.kind == CallKind::kFirstUse || call.kind == CallKind::kAttach ||
                        call.kind == CallKind::kProbe;
    if (!relies || stop) return;
    for (const Watched& w : stes_) {
      if (w.stale) Blame(bench, w, "an STE changed and was not invalidated");
      if (w.l1_stale) Blame(bench, w, "an L1STD changed and was not invalidated");
    }
  }

 private:
  using Words = EntryWords;
  struct Watched {
    unsigned device;
    std::uint32_t sid;
    std::optional<std::uint64_t> address;
    Words words{};
    std::uint64_t l1 = 0;
    std::uint64_t l1_pa = 0;
    bool stored = false;  ///< by the driver, since the last look
    bool l1_stored = false;
    bool stale = false;
    bool l1_stale = false;
  };

  static void Blame(Bench& bench, const Watched& w, std::string_view what) {
    bench.Report(Invariant::kLiveStructures, what, w.device, w.sid);
  }
  static std::uint64_t L1Bytes(const StrtabConfig<Concrete>& t) {
    return std::uint64_t{8} << (t.sid_bits.raw() - std::min(t.sid_bits.raw(), t.split.raw()));
  }
  /// 0: there is no L1STD for it.
  static std::uint64_t L1Address(const Bench& bench, std::uint32_t sid) {
    const StrtabConfig<Concrete>& t = bench.machine.smmu().view().strtab;
    const bool in_table = std::uint64_t{sid} >> t.sid_bits.raw() == 0;
    return t.two_level && in_table ? L1StdAddress(t, Bits<Concrete, 32>(sid)).raw() : 0;
  }
  static std::uint64_t L1Now(const Bench& bench, std::uint64_t pa) {
    return pa == 0 ? 0 : bench.machine.memory().Read64(pa).value;
  }
  /// A new STREAM TABLE is the business of the invalidation of everything, and what somebody else
  /// has damaged is not the driver's. An STE that could not be fetched before is in no cache.
  void Look(Bench& bench, Watched& w) {
    const std::uint64_t l1_pa = L1Address(bench, w.sid);
    const std::uint64_t l1 = L1Now(bench, l1_pa);
    const auto address = SteAddressNow(bench, w.sid);
    const Words words = EntryNow(bench, address);
    const bool smmuen = bench.machine.smmu().registers().EffectiveSmmuen();
    if (smmuen && w.l1_stored && l1 != w.l1) w.l1_stale = true;
    if (smmuen && (w.stored || w.l1_stored) && words != w.words) {
      w.stale |= w.address.has_value();
      CheckLegal(bench, w, words);
    }
    w.stored = w.l1_stored = false;
    w.l1_pa = l1_pa;
    w.l1 = l1;
    w.address = address;
    w.words = words;
  }

  static void CheckLegal(Bench& bench, const Watched& w, const Words& words) {
    Ste<Concrete> ste;
    for (unsigned i = 0; i < 8; ++i) ste.word(i) = Bits<Concrete, 64>(words[i]);
    using B = Bool<Concrete>;
    constexpr SteRuleChoices<Concrete> kMild{B(false), B(false), B(false), B(false), B(false)};
    if (!Is<"V">(ste)) return;
    if (FirstSteViolation(ste, bench.machine.smmu().view().caps, kMild)) {
      Blame(bench, w, "a live STE becomes illegal");
    }
  }

  void TakePlace(const Invalidation& i) {
    const bool all = MustDrop(SteKey{0}, i) && MustDrop(SteKey{~0u}, i);
    if (all) all_config_ = false;
    if (i.opcode == Opcode::TLBI_NSNH_ALL) nonsecure_tlb_ = false;
    if (i.opcode == Opcode::TLBI_EL2_ALL) el2_tlb_ = false;
    for (Watched& w : stes_) {
      if (MustDrop(SteKey{w.sid}, i)) w.stale = false;
      if (MustDrop(L1StdKey{w.sid, split_}, i)) w.l1_stale = false;
    }
  }

  void RequireCrashedGone(Bench& bench) const {
    if (!bench.machine.smmu().registers().EffectiveSmmuen()) return;
    if (all_config_) {
      bench.Report(Invariant::kLiveStructures, "configuration cached before the crash stays");
    }
    const bool hyp = bool(Is<"Hyp">(bench.machine.smmu().view().caps.idr0));
    if (nonsecure_tlb_ || (hyp && el2_tlb_)) {
      bench.Report(Invariant::kLiveStructures, "translations cached before the crash stay");
    }
  }

  std::vector<Watched> stes_;
  std::vector<std::uint64_t> unseen_;  ///< ascending
  BegunInvalidations begun_;
  bool all_config_ = true;  ///< what was cached at the crash may still be
  bool nonsecure_tlb_ = true;
  bool el2_tlb_ = true;
  std::uint64_t moves_ = 0;  ///< of KnownPlaces, at the last look
  unsigned split_ = 8;       ///< StreamID bits behind an L1STD, as the SMMU has it
};

}  // namespace quiesce
