// What others call of a run; the run itself is in hand_over_run.cc.
#include <algorithm>

#include "model/world/hand_over_runner_impl.h"

namespace quiesce {

bool HandOverResult::Violates(Invariant invariant) const {
  return std::ranges::find(violations, invariant, &Violation::invariant) != violations.end();
}

HandOverRunner::HandOverRunner(const HandOver& h) : impl_(std::make_unique<Impl>(h)) {}
HandOverRunner::~HandOverRunner() = default;
void HandOverRunner::Load(const HandOver& h) { impl_->Load(h); }
void HandOverRunner::Use(const Variant& variant) { impl_->Use(variant); }
void HandOverRunner::Use(const Policy& policy) { impl_->Use(policy); }
HandOverResult HandOverRunner::Run(Choices& choices, HandOverObserver* observer) {
  return impl_->Run(choices, observer);
}

HandOverResult Run(const HandOver& h, Choices& choices, HandOverObserver* observer) {
  HandOverRunner runner(h);
  return runner.Run(choices, observer);
}

}  // namespace quiesce
