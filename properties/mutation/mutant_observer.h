// An observer that gets one decision or one number of the model wrong, and notes which were met.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/smmu/observer.h"

namespace quiesce {

/// Change one thing, or nothing.
struct Mutation {
  enum class To : std::uint8_t { kOpposite, kTrue, kFalse };

  std::optional<DecisionId> decision = {};
  To to = To::kOpposite;
  std::optional<QuantityId> quantity = {};
  int step = 0;  ///< of the quantity; it stays within what the model can go on with

  bool Apply(DecisionId id, bool value) const {
    if (decision != id) return value;
    return to == To::kOpposite ? !value : to == To::kTrue;
  }
  unsigned Apply(QuantityId id, unsigned value) const {
    if (quantity != id) return value;
    const QuantitySpec& spec = SpecOf(id);
    return static_cast<unsigned>(std::clamp(static_cast<int>(value) + step,
                                            static_cast<int>(spec.smallest),
                                            static_cast<int>(spec.largest)));
  }
};

class MutantObserver : public NoObserver {
 public:
  explicit MutantObserver(const Mutation& mutation) : mutation_(mutation) {}

  bool Decide(DecisionId id, bool value) {
    const bool goes_on_with = mutation_.Apply(id, value);
    met_[static_cast<std::size_t>(id)][value ? 1 : 0] = true;
    return goes_on_with;
  }
  unsigned Measure(QuantityId id, unsigned value) {
    measured_[static_cast<std::size_t>(id)] = true;
    return mutation_.Apply(id, value);
  }
  void Updated(const DescriptorUpdate& u) { updates_.push_back(u); }

  /// The model found this answer, whatever it was made to go on with.
  bool Met(DecisionId id, bool value) const {
    return met_[static_cast<std::size_t>(id)][value ? 1 : 0];
  }
  bool Met(QuantityId id) const { return measured_[static_cast<std::size_t>(id)]; }
  const std::vector<DescriptorUpdate>& updates() const { return updates_; }
  /// Before the next translation; what was met is kept.
  void Restart() { updates_.clear(); }

 private:
  Mutation mutation_;
  std::array<std::array<bool, 2>, kDecisionCount> met_{};
  std::array<bool, kQuantityCount> measured_{};
  std::vector<DescriptorUpdate> updates_;
};

}  // namespace quiesce
