// An observer that keeps every step of a translation, for printing and for comparison.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "model/smmu/observer.h"

namespace quiesce {

/// A structure read from memory.
template <class R>
struct Fetched {
  std::uint64_t address;  ///< PA
  R record;
};

/// A stage gave an output address.
struct StageOutput {
  Stage stage;
  std::uint64_t input;
  std::uint64_t output;
};

using TraceStep = std::variant<Fetched<L1Std<Concrete>>, Fetched<Ste<Concrete>>,
                               Fetched<L1Cd<Concrete>>, Fetched<Cd<Concrete>>, WalkStep,
                               DescriptorUpdate, StageOutput, const RuleSpec*, Event>;

class TraceObserver : public NoObserver {
 public:
  void FetchL1Std(std::uint64_t pa, const L1Std<Concrete>& r) {
    Add(Fetched<L1Std<Concrete>>{pa, r});
  }
  void FetchSte(std::uint64_t pa, const Ste<Concrete>& r) { Add(Fetched<Ste<Concrete>>{pa, r}); }
  void FetchL1Cd(std::uint64_t pa, const L1Cd<Concrete>& r) { Add(Fetched<L1Cd<Concrete>>{pa, r}); }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>& r) { Add(Fetched<Cd<Concrete>>{pa, r}); }
  void Walked(const WalkStep& step) { Add(step); }
  void Updated(const DescriptorUpdate& update) { Add(update); }
  void Translated(Stage stage, std::uint64_t input, std::uint64_t output) {
    Add(StageOutput{stage, input, output});
  }
  void RuleBroken(const RuleSpec& rule) { Add(&rule); }
  void EventRecorded(const Event& event) { Add(event); }

  /// In the order in which they happened.
  const std::vector<TraceStep>& steps() const { return steps_; }
  void Clear() { steps_.clear(); }

 private:
  void Add(TraceStep step) { steps_.push_back(std::move(step)); }

  std::vector<TraceStep> steps_;
};

}  // namespace quiesce
