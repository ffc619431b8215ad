// What has to notice a mutant of a decision: the hand-written cases of model/smmu/testing, and the
// naive oracle on drawn walks. Prepared once; a mutant then costs the translations alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/smmu/testing/directed_case.h"
#include "oracles/naive/random_tables.h"
#include "properties/mutation/mutant_observer.h"

namespace quiesce {

/// A translation with one thing changed, or with two checks swapped.
struct MutantTranslation {
  Mutation mutation;
  /// Both set: `later` is looked at before `earlier`. If it is found when `earlier` is left out, it
  /// is what is reported.
  struct Check {
    DecisionId id;
    bool fails;  ///< the answer that ends the translation
  };
  std::optional<Check> earlier = {};
  std::optional<Check> later = {};
};

class DecisionChecks {
 public:
  DecisionChecks();
  ~DecisionChecks();

  /// The first check that notices, or nothing.
  std::string KillerOf(const MutantTranslation& mutant);

  /// What the checks meet without a change.
  const MutantObserver& Coverage();

 private:
  struct Directed {
    std::unique_ptr<testing::Rig> rig;
    testing::DirectedCase what;
  };
  struct Walk {
    naive::Access access;
    naive::Outcomes permitted;
  };
  struct Drawn;

  bool Notices(const Directed& directed, const MutantTranslation& mutant);
  bool Notices(Drawn& drawn, const MutantTranslation& mutant);

  std::vector<Directed> directed_;
  std::vector<std::unique_ptr<Drawn>> drawn_;
  MutantObserver met_{Mutation()};
};

}  // namespace quiesce
