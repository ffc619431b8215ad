// QZ-08 for CDs: one that a transaction uses stays legal, and is invalidated after each change
// before anything relies on that. IHI 0070 G.b 3.21.3, 4.3.
#pragma once

#include <utility>

#include "model/smmu/cache/must_drop.h"
#include "model/world/judge/begun_invalidations.h"
#include "model/world/judge/bench.h"

namespace quiesce {

class LiveCdsJudge {
 public:
  void Begin(Bench& bench) {
    cds_.clear();
    moves_ = 0;
    begun_.Clear();
    for (unsigned i = 0; i < bench.hand_over.devices.size(); ++i) {
      const HandOverDevice& d = bench.hand_over.devices[i];
      for (const std::uint32_t sid : d.sids) Watch(bench, i, Transaction{.stream_id = sid});
      for (const Transaction& t : d.in_flight) Watch(bench, i, t);
    }
  }

  void OnSeen(Bench&, std::uint64_t pa, std::uint64_t) {
    for (Watched& w : cds_) w.stored |= w.address && pa >= *w.address && pa - *w.address < 64;
  }
  void OnChanged(Bench& bench) {
    bench.places.Refresh(bench.machine, bench.fetched);
    const std::uint64_t before = std::exchange(moves_, bench.places.moves());
    if (before == moves_) return;
    for (Watched& w : cds_) Look(bench, w);
  }

  void OnCommand(Bench& bench, const CommandTaken& command) {
    begun_.Follow(bench, command, [&](const Invalidation& i) { TakePlace(i); });
  }

  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    const bool relies = call.kind == CallKind::kFirstUse || call.kind == CallKind::kAttach;
    if (!relies || stop) return;
    for (const Watched& w : cds_) {
      if (w.stale) Blame(bench, w, "a CD changed and was not invalidated");
    }
  }

 private:
  struct Watched {
    unsigned device;
    Transaction user;  ///< one that uses it
    std::optional<std::uint64_t> address;
    EntryWords words{};
    bool stored = false;  ///< by the driver, since the last look
    bool stale = false;
  };

  static std::uint32_t IndexOf(const Transaction& t) { return t.ssv ? t.substream_id : 0; }

  void Watch(Bench& bench, unsigned device, const Transaction& user) {
    const bool known = std::ranges::any_of(cds_, [&](const Watched& w) {
      return w.user.stream_id == user.stream_id && IndexOf(w.user) == IndexOf(user);
    });
    if (known) return;
    const CdNow cd = CdOf(bench, user);
    cds_.push_back({device, user, cd.address, EntryNow(bench, cd.address)});
  }

  /// A CD at another place has not been fetched before: that is the STE's change.
  static void Look(Bench& bench, Watched& w) {
    const CdNow cd = CdOf(bench, w.user);
    const EntryWords words = EntryNow(bench, cd.address);
    const bool on = bench.machine.smmu().registers().EffectiveSmmuen();
    if (cd.address != w.address) {
      w.stale = false;
    } else if (on && w.stored && words != w.words) {
      w.stale = true;
      if (cd.illegal) Blame(bench, w, "a live CD becomes illegal");
    }
    w.stored = false;
    w.address = cd.address;
    w.words = words;
  }

  void TakePlace(const Invalidation& i) {
    for (Watched& w : cds_) {
      if (MustDrop(CdKey{w.user.stream_id, IndexOf(w.user)}, i)) w.stale = false;
    }
  }

  static void Blame(Bench& bench, const Watched& w, std::string_view what) {
    bench.Report(Invariant::kLiveStructures, what, w.device, w.user.stream_id);
  }

  std::vector<Watched> cds_;
  std::uint64_t moves_ = 0;  ///< of KnownPlaces, at the last look
  BegunInvalidations begun_;
};

}  // namespace quiesce
