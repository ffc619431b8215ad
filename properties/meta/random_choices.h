// Choices drawn from a seed, and how often each point was asked.
#pragma once

#include <array>
#include <cstdint>

#include "generators/prng.h"
#include "spec/choices.h"

namespace quiesce {

class RandomChoices : public Choices {
 public:
  explicit RandomChoices(std::uint64_t seed) : prng_(seed) {}

  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    ++asked_[static_cast<std::size_t>(point)];
    return static_cast<unsigned>(prng_.Below(alternatives));
  }

  const std::array<std::uint64_t, kChoicePointCount>& asked() const { return asked_; }

 private:
  Prng prng_;
  std::array<std::uint64_t, kChoicePointCount> asked_{};
};

}  // namespace quiesce
