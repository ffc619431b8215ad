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

std::vector<TlbTag> FreshIdsJudge::TagsOf(Bench& bench, const Transaction& transaction) {
  scratch_.Clear();
  AlwaysHitAndFill policy;
  NoObserver nobody;
  TranslateCached(scratch_, policy, bench.machine.smmu().view(), transaction, bench.choices,
                  nobody);
  std::vector<TlbTag> tags;
  for (std::size_t n = 0;; ++n) {
    const TlbEntry* entry = scratch_.tlb().Find(n, [](const TlbEntry&) { return true; });
    if (entry == nullptr) return tags;
    if (!IsTable(entry->scope.kind)) tags.push_back(entry->scope.tag);
  }
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

void FreshIdsJudge::OnOwnDma(Bench& bench, unsigned device, std::uint64_t, const DmaTaken& taken) {
  const std::vector<TlbTag> own = TagsOf(bench, taken.transaction);
  CheckCached(bench, device, own);
  for (unsigned other = 0; other < bench.devices.size(); ++other) {
    if (other == device || bench.devices[other].quiesced) continue;
    for (const Transaction& t : bench.hand_over.devices[other].in_flight) {
      for (const TlbTag& theirs : TagsOf(bench, t)) {
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
