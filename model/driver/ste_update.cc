#include "model/driver/ste_update.h"

#include <algorithm>

#include "model/driver/update_stages.h"
#include "model/driver/used_bits.h"

namespace quiesce {
namespace {

constexpr unsigned kWords = 8;

/// Takes stages into a plan: words that do not change are left out, and a stage with no store needs
/// no invalidation.
class Planner {
 public:
  explicit Planner(const EntryWords& live) : entry_(live) {}

  void Put(const EntryWords& source) {
    bool stored = false;
    for (unsigned i = 0; i < kWords; ++i) {
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
  const EntryWords safe = bits.safe == nullptr ? EntryWords{} : bits.safe(live, target);
  const UpdateStages<Concrete> stages =
      StagesOf(EntryOf(live), EntryOf(target), EntryOf(bits.used(live)), EntryOf(bits.used(target)),
               EntryOf(safe));
  Planner planner(live);
  if (!stages.hitless) planner.Break();
  for (std::size_t i = 1; i < stages.entries.size(); ++i) planner.Put(WordsOf(stages.entries[i]));
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
