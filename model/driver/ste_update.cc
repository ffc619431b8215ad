#include "model/driver/ste_update.h"

#include <algorithm>

#include "model/driver/used_bits.h"

namespace quiesce {
namespace {

constexpr unsigned kWords = 8;

/// Takes stores into a plan: words that do not change are left out, and a group with no store
/// needs no invalidation.
class Planner {
 public:
  explicit Planner(const EntryWords& live) : entry_(live) {}

  void Put(unsigned first, unsigned last, const EntryWords& source) {
    bool stored = false;
    for (unsigned i = first; i <= last; ++i) {
      if (entry_[i] == source[i]) continue;
      entry_[i] = source[i];
      plan_.steps.push_back({EntryStep::Kind::kStore, i, source[i]});
      stored = true;
    }
    if (stored) plan_.steps.push_back({EntryStep::Kind::kInvalidate});
  }
  void Break() { plan_.hitless = false; }
  UpdatePlan Take() { return std::move(plan_); }

 private:
  EntryWords entry_;
  UpdatePlan plan_;
};

/// The entry that keeps every used bit of the live one and takes the target's bits elsewhere, and
/// the words in which that is not yet the target.
struct Preparation {
  EntryWords entry{};
  std::vector<unsigned> critical;
};

Preparation Prepare(const EntryWords& live, const EntryWords& target, const UsedBits& bits) {
  const EntryWords used_live = bits.used(live);
  const EntryWords used_target = bits.used(target);
  const EntryWords safe = bits.safe == nullptr ? EntryWords{} : bits.safe(live, target);
  Preparation p;
  for (unsigned i = 0; i < kWords; ++i) {
    const std::uint64_t keep = used_live[i] & ~(safe[i] & used_target[i]);
    p.entry[i] = (live[i] & keep) | (target[i] & ~keep);
    if (((p.entry[i] ^ target[i]) & used_target[i]) != 0) p.critical.push_back(i);
  }
  return p;
}

}  // namespace

const UsedBits kDriverSte{&DriverUsedSteBits, &DriverSafeSteBits};
const UsedBits kDriverCd{&DriverUsedCdBits};
const UsedBits kArchitectureSte{&ArchitectureUsedSteBits};
const UsedBits kArchitectureCd{&ArchitectureUsedCdBits};

unsigned UpdatePlan::Invalidations() const {
  return static_cast<unsigned>(std::count_if(steps.begin(), steps.end(), [](const EntryStep& s) {
    return s.kind == EntryStep::Kind::kInvalidate;
  }));
}

UpdatePlan PlanUpdate(const EntryWords& live, const EntryWords& target, const UsedBits& bits) {
  Preparation p = Prepare(live, target, bits);
  Planner planner(live);
  if (p.critical.size() == 1) {
    const unsigned critical = p.critical.front();
    p.entry[critical] = live[critical];
    planner.Put(0, kWords - 1, p.entry);
    planner.Put(critical, critical, target);
  } else if (p.critical.size() > 1) {
    EntryWords invalid = live;
    invalid[0] = 0;
    planner.Break();
    planner.Put(0, 0, invalid);
    planner.Put(1, kWords - 1, target);
    planner.Put(0, 0, target);
  }
  planner.Put(0, kWords - 1, target);
  return planner.Take();
}

std::vector<EntryWords> EntriesDuring(const EntryWords& live, const UpdatePlan& plan) {
  std::vector<EntryWords> entries{live};
  for (const EntryStep& step : plan.steps) {
    if (step.kind != EntryStep::Kind::kStore) continue;
    EntryWords next = entries.back();
    next[step.word] = step.value;
    entries.push_back(next);
  }
  return entries;
}

}  // namespace quiesce
