// One order for the items of a record, whatever the order in which they came.
#pragma once

#include <algorithm>
#include <tuple>

#include "reports/record/run_record.h"

namespace quiesce {

/// By id, so that records of shards merge to the same bytes as one run gives.
inline void SortRecord(RunRecord& r) {
  const auto by = [](auto... fields) {
    return [=](const auto& a, const auto& b) {
      return std::tie(a.*fields...) < std::tie(b.*fields...);
    };
  };
  std::ranges::sort(r.properties, by(&PropertyRecord::id, &PropertyRecord::variant));
  std::ranges::sort(r.proofs, by(&ProofRecord::id, &ProofRecord::variant));
  std::ranges::sort(r.findings, by(&Finding::property, &Finding::invariant, &Finding::variant));
  std::ranges::stable_sort(r.hunts, by(&Hunt::target, &Hunt::invariant, &Hunt::seed));
  for (PropertyRecord& p : r.properties) std::ranges::sort(p.coverage, by(&Coverage::label));
}

}  // namespace quiesce
