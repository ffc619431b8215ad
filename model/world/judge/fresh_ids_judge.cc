#include "model/world/judge/fresh_ids_judge.h"

#include "model/smmu/cache/cached_translate.h"

namespace quiesce {
namespace {

/// Entries with these tags are found by the same lookups.
bool Meet(const TlbTag& a, const TlbTag& b) {
  if (a.regime != b.regime || a.vmid != b.vmid) return false;
  return a.asid == b.asid || a.global || b.global || a.regime == Regime::kNsEl2;
}

}  // namespace

void FreshIdsJudge::Begin(Bench& bench) {
  before_.assign(bench.devices.size(), {});
  in_flight_.assign(bench.devices.size(), {});
  for (std::size_t i = 0; i < in_flight_.size(); ++i) {
    in_flight_[i].resize(bench.hand_over.devices[i].in_flight.size());
  }
  own_.assign(bench.devices.size(), std::nullopt);
  fetched_.Clear();
}

std::vector<TlbTag> FreshIdsJudge::TagsOf(Bench& bench, const Transaction& transaction) {
  scratch_.Clear();
  AlwaysHitAndFill policy;
  FetchNoter noter(fetched_);
  TranslateCached(scratch_, policy, bench.machine.smmu().view(), transaction, bench.choices, noter);
  std::vector<TlbTag> tags;
  for (std::size_t n = 0;; ++n) {
    const TlbEntry* entry = scratch_.tlb().Find(n, [](const TlbEntry&) { return true; });
    if (entry == nullptr) return tags;
    if (!IsTable(entry->scope.kind)) tags.push_back(entry->scope.tag);
  }
}

const std::vector<TlbTag>& FreshIdsJudge::TagsInFlight(Bench& bench, DmaId id) {
  std::optional<std::vector<TlbTag>>& known = in_flight_[id.device][id.n];
  if (!known || known->empty()) known = TagsOf(bench, bench.in_flight(id));
  return *known;
}

const std::vector<TlbTag>& FreshIdsJudge::TagsOfOwn(Bench& bench, unsigned device,
                                                    const Transaction& own) {
  std::optional<OwnTags>& known = own_[device];
  const bool same = known && known->transaction == own && !known->tags.empty();
  if (!same) known = OwnTags{own, TagsOf(bench, own)};
  return known->tags;
}

void FreshIdsJudge::BeforeCall(Bench& bench, const DriverCall& call) {
  const bool makes_domain = call.kind == CallKind::kProbeDevice ||
                            call.kind == CallKind::kFirstUse || call.kind == CallKind::kAttach;
  if (!makes_domain) return;
  std::vector<TlbScope>& cached = before_[call.device];
  cached.clear();
  const auto any = [](const TlbEntry&) { return true; };
  for (std::size_t n = 0;; ++n) {
    const TlbEntry* entry = bench.machine.smmu().caches().tlb().Find(n, any);
    if (entry == nullptr) return;
    cached.push_back(entry->scope);
  }
}

/// What was cached before the domain was made, and still is, meets none of its tags.
void FreshIdsJudge::CheckCached(Bench& bench, unsigned device, const std::vector<TlbTag>& own) {
  for (const TlbScope& old : before_[device]) {
    const bool meets = std::ranges::any_of(own, [&](const TlbTag& o) { return Meet(o, old.tag); });
    const auto same = [&](const TlbEntry& e) { return e.scope == old; };
    if (!meets || bench.machine.smmu().caches().tlb().Find(0, same) == nullptr) continue;
    bench.Report(Invariant::kFreshIds, "a new domain shares its tags with what is still cached",
                 device, old.tag.asid != 0 ? old.tag.asid : old.tag.vmid);
  }
}

/// Nothing of the crashed kernel is left that new tags could meet.
bool FreshIdsJudge::IsAlone(const Bench& bench, unsigned device) const {
  for (unsigned other = 0; other < bench.devices.size(); ++other) {
    const bool goes_on = !bench.devices[other].quiesced;
    if (other != device && goes_on && !bench.hand_over.devices[other].in_flight.empty()) {
      return false;
    }
  }
  return before_[device].empty();
}

void FreshIdsJudge::OnOwnDma(Bench& bench, unsigned device, std::uint64_t, const DmaTaken& taken) {
  if (IsAlone(bench, device)) return;
  if (watch_.Moved(bench.machine, fetched_)) {
    for (auto& tags : in_flight_) tags.assign(tags.size(), std::nullopt);
    own_.assign(own_.size(), std::nullopt);
  }
  const std::vector<TlbTag>& own = TagsOfOwn(bench, device, taken.transaction);
  CheckCached(bench, device, own);
  for (unsigned other = 0; other < bench.devices.size(); ++other) {
    if (other == device || bench.devices[other].quiesced) continue;
    for (unsigned n = 0; n < in_flight_[other].size(); ++n) {
      for (const TlbTag& theirs : TagsInFlight(bench, {other, n})) {
        const bool meets =
            std::ranges::any_of(own, [&](const TlbTag& o) { return Meet(o, theirs); });
        if (!meets) continue;
        bench.Report(Invariant::kFreshIds, "a new domain shares its tags with DMA in flight",
                     device, theirs.asid != 0 ? theirs.asid : theirs.vmid);
      }
    }
  }
}

}  // namespace quiesce
