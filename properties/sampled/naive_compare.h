// The model's answer to one walk beside what the naive oracle permits: outcome, output address and
// every architected field of the event.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "model/smmu/observer.h"
#include "model/smmu/outcome.h"
#include "model/smmu/transaction.h"
#include "oracles/naive/random_tables.h"
#include "oracles/naive/translate.h"

namespace quiesce {

Transaction TransactionOf(const naive::Access& a);

/// What all updates of one access do to each descriptor, by stage and PA. The order and the number
/// of the updates are up to the implementation.
class UpdateSum {
 public:
  void Add(int stage, std::uint64_t pa, std::uint64_t before, std::uint64_t after) {
    Change& change = changes_[{stage, pa}];
    change.set |= after & ~before;
    change.cleared |= before & ~after;
  }
  void Add(const DescriptorUpdate& u) {
    Add(static_cast<int>(u.stage), u.address, u.before, u.after);
  }
  void Clear() { changes_.clear(); }
  friend bool operator==(const UpdateSum&, const UpdateSum&) = default;

  std::string ToText() const;

 private:
  struct Change {
    std::uint64_t set = 0;
    std::uint64_t cleared = 0;
    friend bool operator==(const Change&, const Change&) = default;
  };
  std::map<std::pair<int, std::uint64_t>, Change> changes_;
};

/// What the oracle permits for one transaction, the fetch of its CD included.
naive::Outcomes Permitted(const naive::RandomTables& t, const naive::Access& a);

/// The model's answer is one of those that are permitted; for a completed access, with its updates.
bool AgreesWithOne(const Outcome& model, const UpdateSum& updates, const naive::Outcomes& permitted,
                   const naive::Access& a, bool v3_0);

/// For messages.
std::string DescribeWithEvent(const Outcome& model);
std::string Describe(const naive::Outcomes& all, const naive::Access& a);

}  // namespace quiesce
