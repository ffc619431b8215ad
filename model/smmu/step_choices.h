// Choices for a part that outlives the step which answers for it.
#pragma once

#include "spec/choices.h"

namespace quiesce {

/// Passes every question to the choices of the step under way; the first alternative before any
/// step.
class StepChoices : public Choices {
 public:
  void Use(Choices& choices) { now_ = &choices; }

  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    return now_ == nullptr ? 0 : now_->Pick(point, alternatives);
  }
  std::uint64_t Unknown(ChoicePoint point, unsigned bits) override {
    return now_ == nullptr ? 0 : now_->Unknown(point, bits);
  }

 private:
  Choices* now_ = nullptr;
};

}  // namespace quiesce
