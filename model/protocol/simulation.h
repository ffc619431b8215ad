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
#include "model/protocol/protocol_values.h"
#include "model/world/hand_over_run.h"

namespace quiesce {

struct SimulationMismatch {
  Moment when;
  std::string text;  ///< the step, what was expected, what is there, and which guards failed
};

/// "call 1 step 7: ..."
std::string Describe(const SimulationMismatch& mismatch);

/// Followed are the first transactions of the first two devices that have any; of a run without,
/// the registers and the driver alone.
class Simulation final : public HandOverObserver {
 public:
  /// Tells the actions of one state; TellActions unless a test breaks them.
  using ActionSource = std::function<void(const Setting&, const Protocol<Concrete>&,
                                          const ActionInputs<Concrete>&, ActionSink<Concrete>&)>;

  static ActionSource TheProtocol();

  Simulation() : Simulation(TheProtocol()) {}
  explicit Simulation(ActionSource source) : source_(std::move(source)) {}

  void Began(Bench& bench) override;
  void Ended(Bench& bench) override;
  bool WantsReads() const override { return false; }
  void Took(Moment next, const Step& step) override;

  /// The first step that no enabled action explains.
  const std::optional<SimulationMismatch>& mismatch() const { return mismatch_; }
  /// Of the run that has ended with `result`: the mismatch, or else a violation that no state on
  /// the way foresees though the protocol knows its invariant.
  std::optional<SimulationMismatch> MismatchWith(const HandOverResult& result) const;

  /// Some state on the way broke it.
  bool Broke(Invariant invariant) const { return broken_.contains(invariant); }
  /// Every action that explained a step.
  const std::set<std::string_view>& taken() const { return taken_; }

 private:
  using State = Protocol<Concrete>;
  using States = std::vector<State>;

  void Follow(const Step& step);
  void CheckDma(const DmaTaken& taken);
  void CheckEnd(DmaId id, std::size_t stream, const DmaTaken& taken);
  bool Foresees(const Violation& v) const;
  void Close();
  template <class Use>
  void EachEnabled(const State& from, const ActionInputs<Concrete>& in, Party party, Use use);
  using Inputs = std::vector<ActionInputs<Concrete>>;
  States Steps(const State& from, const ProtocolValues& now, const Inputs& inputs, Party party);
  States Match(const State& now);
  bool IsOfAnother(const Step& step, const State& now) const;
  States Rewritten(const State& now) const;
  void Adopt(States states);
  void Fail(const Step& step, const State& now);

  ActionSource source_;
  FollowedDma followed_;
  /// Of the followed transactions; nothing for one whose device has another with its address.
  std::array<std::optional<std::uint64_t>, 2> addresses_{};
  Setting setting_;
  Bench* bench_ = nullptr;
  std::optional<Abstraction> abstraction_;
  States states_;
  State last_;  ///< the observable fields as last seen
  ProtocolValues last_values_{};
  Moment when_;
  std::optional<SimulationMismatch> mismatch_;
  std::set<Invariant> broken_;
  std::set<std::string_view> taken_;
};

}  // namespace quiesce
