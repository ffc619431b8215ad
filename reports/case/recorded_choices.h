// The answers of an SMMU, noted as a run goes on and given again when it is replayed.
#pragma once

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "model/smmu/fixed_choices.h"
#include "reports/case/case.h"

namespace quiesce {

/// Notes every answer of `inner` that is not the usual one of its point.
class RecordingChoices final : public Choices {
 public:
  RecordingChoices(Choices& inner, const FixedChoices& usual) : inner_(inner), usual_(usual) {}

  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    const unsigned nth = asked_[static_cast<std::size_t>(point)]++;
    const unsigned answer = inner_.Pick(point, alternatives);
    if (answer != usual_.Pick(point, alternatives)) picks_.push_back({point, nth, answer});
    return answer;
  }
  const std::vector<CasePick>& picks() const { return picks_; }

 private:
  Choices& inner_;
  FixedChoices usual_;
  std::array<unsigned, kChoicePointCount> asked_{};
  std::vector<CasePick> picks_;
};

/// The usual answers but where a pick says otherwise.
class ReplayedChoices final : public FixedChoices {
 public:
  ReplayedChoices(const FixedChoices& usual, const std::vector<CasePick>& picks)
      : FixedChoices(usual) {
    for (const CasePick& p : picks) picks_[{p.point, p.nth}] = p.alternative;
  }

  bool Settled() const override { return false; }  // the questions are counted
  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    const unsigned nth = asked_[static_cast<std::size_t>(point)]++;
    const auto found = picks_.find({point, nth});
    if (found == picks_.end()) return FixedChoices::Pick(point, alternatives);
    return found->second < alternatives ? found->second : alternatives - 1;
  }

 private:
  std::array<unsigned, kChoicePointCount> asked_{};
  std::map<std::pair<ChoicePoint, unsigned>, unsigned> picks_;
};

}  // namespace quiesce
