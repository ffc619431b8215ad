// Choices that are settled in advance: the first alternative everywhere, or as told for each point.
#pragma once

#include <array>
#include <initializer_list>
#include <utility>

#include "spec/choices.h"

namespace quiesce {

/// May promise that an answer depends on the question alone, and that nobody counts the questions:
/// then one that is not asked again changes nothing.
class SettledChoices : public Choices {
 public:
  virtual bool Settled() const = 0;
};

inline bool AreSettled(const Choices& choices) {
  const auto* const settled = dynamic_cast<const SettledChoices*>(&choices);
  return settled != nullptr && settled->Settled();
}

class FixedChoices : public SettledChoices {
 public:
  bool Settled() const override { return true; }

  FixedChoices() = default;
  FixedChoices(std::initializer_list<std::pair<ChoicePoint, unsigned>> picks) {
    for (const auto& [point, alternative] : picks) Set(point, alternative);
  }

  void Set(ChoicePoint point, unsigned alternative) {
    picks_[static_cast<std::size_t>(point)] = alternative;
  }

  /// The alternative set for the point, or the last one there is if that is less.
  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    const unsigned pick = picks_[static_cast<std::size_t>(point)];
    return pick < alternatives ? pick : alternatives - 1;
  }

 private:
  std::array<unsigned, kChoicePointCount> picks_{};
};

}  // namespace quiesce
