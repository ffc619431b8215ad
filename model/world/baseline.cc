#include "model/world/baseline.h"

#include <algorithm>

#include "model/smmu/cache/cached_translate.h"

namespace quiesce {
namespace {

constexpr unsigned kMostRuns = 64;
constexpr unsigned kMostAlternatives = 64;

/// Goes through all answers to all questions, depth first.
class AllChoices : public Choices {
 public:
  unsigned Pick(ChoicePoint, unsigned alternatives) override {
    if (at_ == script_.size()) script_.push_back({0, std::min(alternatives, kMostAlternatives)});
    truncated_ |= alternatives > kMostAlternatives;
    return script_[at_++].pick;
  }
  /// To the next set of answers; false if there is none.
  bool Next() {
    at_ = 0;
    while (!script_.empty() && script_.back().pick + 1 == script_.back().alternatives) {
      script_.pop_back();
    }
    if (script_.empty()) return false;
    ++script_.back().pick;
    return true;
  }
  bool truncated() const { return truncated_; }

 private:
  struct Question {
    unsigned pick;
    unsigned alternatives;
  };
  std::vector<Question> script_;
  std::size_t at_ = 0;
  bool truncated_ = false;
};

/// Any hit; nothing is kept, and nothing goes.
struct AnyHit {
  Choices& choices;
  std::size_t Hit(std::size_t n) const {
    return choices.Pick(ChoicePoint::kCacheHit, static_cast<unsigned>(n + 1));
  }
  bool Fill() const { return false; }
  std::size_t Evict(std::size_t) const { return 0; }
};

Landing WhereIs(const Machine& machine, std::uint64_t address) {
  if (machine.map().OwnerOf(address) == Owner::kSmmu) return Landing::kSmmu;
  switch (machine.memory().Read64(address).status) {
    case BusStatus::kOk:
      return Landing::kMemory;
    case BusStatus::kAbort:
      return Landing::kBusAbort;
    default:
      return Landing::kNotCaptured;
  }
}

DmaEnd EndOf(const Machine& machine, const Outcome& o) {
  DmaEnd end{o.verdict, Landing::kNowhere, 0};
  if (!end.succeeds()) return end;
  end.address = o.address;
  if (!end.completes()) {
    end.permissions = o.permissions;
    return end;
  }
  end.landing = WhereIs(machine, o.address);
  end.attributes = o.attributes;
  end.privileged = o.privileged;
  end.instruction = o.instruction;
  return end;
}

}  // namespace

DmaEnd EndOf(const DmaTaken& taken) {
  DmaEnd end{taken.verdict, taken.landing, 0};
  if (end.succeeds()) end.address = taken.address;
  if (end.verdict == Verdict::kAtsSuccess) end.permissions = taken.permissions;
  if (!end.completes()) return end;
  end.attributes = taken.attributes;
  end.privileged = taken.privileged;
  end.instruction = taken.instruction;
  return end;
}

bool Baseline::Permits(const DmaEnd& end) const {
  return unpredictable || std::ranges::find(ends, end) != ends.end();
}

bool Baseline::SomeAt(const DmaEnd& end) const {
  return std::ranges::any_of(ends, [&](const DmaEnd& e) {
    return e.verdict == end.verdict && e.landing == end.landing && e.address == end.address;
  });
}

bool Baseline::AllSucceed() const {
  return !unpredictable && std::ranges::all_of(ends, [](const DmaEnd& e) {
    return e.succeeds() && e.landing != Landing::kBusAbort;
  });
}

bool Baseline::SomeUntranslated(std::uint64_t address) const {
  return std::ranges::any_of(
      ends, [&](const DmaEnd& e) { return e.completes() && e.address == address; });
}

Baseline PermittedEnds(Machine& machine, const Transaction& transaction, FetchedLines& fetched) {
  Baseline base;
  AllChoices choices;
  AnyHit policy{choices};
  SpaceNoter noter(fetched, machine.smmu().view());
  Caches& caches = machine.smmu().caches();
  unsigned runs = 0;
  do {
    const DmaEnd end = EndOf(machine, TranslateCached(caches, policy, machine.smmu().view(),
                                                      transaction, choices, noter));
    // Without any hit, of the first alternative that does not refuse before.
    if (base.space == AddressSpace{}) base.space = noter.space();
    if (!base.Permits(end)) base.ends.push_back(end);
  } while (++runs < kMostRuns && choices.Next());
  base.complete = runs < kMostRuns && !choices.truncated();
  return base;
}

bool RewritesTables(const Transaction& transaction, const Baseline& base,
                    const FetchedLines& fetched) {
  if (transaction.access == AccessKind::kRead) return false;
  return std::ranges::any_of(base.ends, [&](const DmaEnd& e) {
    return e.completes() && e.landing == Landing::kMemory && fetched.MayHold(e.address);
  });
}

void FindClashes(std::vector<std::vector<Baseline>>& all) {
  std::vector<Baseline*> flat;
  for (std::vector<Baseline>& device : all) {
    for (Baseline& base : device) flat.push_back(&base);
  }
  for (Baseline* a : flat) {
    for (const Baseline* b : flat) a->unpredictable |= Clash(a->space, b->space);
    a->complete &= !a->unpredictable;
  }
}

}  // namespace quiesce
