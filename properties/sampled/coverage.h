// How often a run met each situation, and how often it had to.
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/run_record.h"

namespace quiesce {

/// A situation that a property must meet in this share of its cases.
struct CoverageGoal {
  std::string_view label;
  unsigned per_mille;
};

/// The least count that `cases` draws must reach: four standard deviations below the goal, so that
/// a short run does not fail by chance.
inline std::uint64_t MinimumFor(const CoverageGoal& goal, std::uint64_t cases) {
  const double expected = static_cast<double>(cases) * goal.per_mille / 1000;
  const double least = expected - 4 * std::sqrt(expected);
  return least <= 0 ? 0 : static_cast<std::uint64_t>(least);
}

class CoverageCounters {
 public:
  void Count(std::string_view label) { Add(label, 1); }
  void Add(std::string_view label, std::uint64_t count) {
    const auto it = counts_.find(label);
    if (it != counts_.end()) {
      it->second += count;
    } else {
      counts_.emplace(label, count);
    }
  }

  std::uint64_t Of(std::string_view label) const {
    const auto it = counts_.find(label);
    return it == counts_.end() ? 0 : it->second;
  }

  /// Every label that was met or has a goal, by name.
  std::vector<Coverage> Report(std::span<const CoverageGoal> goals, std::uint64_t cases) const {
    std::map<std::string, Coverage, std::less<>> rows;
    for (const auto& [label, count] : counts_) rows[label] = {label, count, 0};
    for (const CoverageGoal& goal : goals) {
      Coverage& row = rows[std::string(goal.label)];
      row.label = goal.label;
      row.minimum = MinimumFor(goal, cases);
    }
    std::vector<Coverage> out;
    for (auto& [label, row] : rows) out.push_back(std::move(row));
    return out;
  }

 private:
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

}  // namespace quiesce
