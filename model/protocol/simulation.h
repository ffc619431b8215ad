// Ties the world to the protocol: in one run of a hand-over, every concrete step must be an enabled
// action of the protocol, or change nothing that it has.
//
// What the protocol alone knows (how far the driver is) is not seen in the world, so the check
// follows all states that the protocol can be in. An empty set is a mismatch.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/protocol/abstraction.h"
#include "model/protocol/action.h"
#include "model/world/hand_over_run.h"

namespace quiesce {

struct SimulationMismatch {
  Moment when;
  std::string text;  ///< the step, what was expected, what is there, and which guards failed
};

class Simulation final : public HandOverObserver {
 public:
  /// The actions of one state; AllActions unless a test breaks them.
  using ActionSource = std::function<std::vector<GuardedAction<Concrete>>(
      const Setting&, const Protocol<Concrete>&, const ActionInputs<Concrete>&)>;

  explicit Simulation(const FollowedDma& followed);
  Simulation(const FollowedDma& followed, ActionSource source)
      : followed_(followed), source_(std::move(source)) {}

  void Began(Bench& bench) override;
  void Ended(Bench& bench) override;
  void Took(Moment next, const Step& step) override;

  const std::optional<SimulationMismatch>& mismatch() const { return mismatch_; }
  /// Some state on the way broke it.
  bool Broke(Invariant invariant) const { return broken_.contains(invariant); }
  /// Every action that explained a step.
  const std::set<std::string_view>& taken() const { return taken_; }

 private:
  using States = std::vector<Protocol<Concrete>>;

  void Follow(const Step& step);
  void CheckDma(const DmaTaken& taken);
  void CheckEnd(DmaId id, std::size_t stream, const DmaTaken& taken);
  void Close();
  States Steps(const Protocol<Concrete>& from, const Protocol<Concrete>& now,
               const ActionInputs<Concrete>& inputs, bool driver);
  States Match(const Protocol<Concrete>& now, const ActionInputs<Concrete>& inputs);
  void Adopt(States states);
  void Fail(const Step& step, const Protocol<Concrete>& now);

  FollowedDma followed_;
  ActionSource source_;
  Setting setting_;
  Bench* bench_ = nullptr;
  std::optional<Abstraction> abstraction_;
  States states_;
  Protocol<Concrete> last_;  ///< the observable fields as last seen
  Moment when_;
  std::optional<SimulationMismatch> mismatch_;
  std::set<Invariant> broken_;
  std::set<std::string_view> taken_;
};

/// The observable fields in which the two differ, with both values; empty if in none.
std::string ObservableDifference(const Protocol<Concrete>& expected,
                                 const Protocol<Concrete>& actual);

}  // namespace quiesce
