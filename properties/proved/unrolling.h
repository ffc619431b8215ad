// Runs of the protocol as one formula: a state at a crash, and a step after the other.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "properties/proved/bounded_search.h"
#include "properties/proved/protocol_system.h"

namespace quiesce {

/// The values that a model gives to a state.
Protocol<Concrete> StateIn(const z3::model& m, const Protocol<Symbolic>& from);

/// A crash as a healthy kernel leaves it, the plainest first: what a run does not need is not
/// there.
std::vector<Bool<Symbolic>> PlainCrash(const Protocol<Symbolic>& p);
/// False: a run takes such a step only if it has to.
bool IsPlain(std::string_view action);

/// `System` has Initial, Bad and ActionsAt of ProtocolSystem. With `idles` a run may do nothing for
/// a step: what it can reach within n steps it reaches in n.
template <class System>
class Unrolling {
 public:
  Unrolling(z3::context& ctx, const System& system, bool idles, const ProofBudget& budget)
      : ctx_(ctx), system_(system), idles_(idles), budget_(budget), solver_(ctx, "QF_BV") {
    Configure(ctx_, solver_, budget);
    states_.push_back(StateConstants(ctx_, "@0"));
    solver_.add(system_.Initial(ctx_, states_[0]));
  }

  z3::solver& solver() { return solver_; }
  const Protocol<Symbolic>& crash() const { return states_.front(); }
  const std::vector<std::pair<std::string_view, int>>& names() const { return names_; }

  void Extend() {
    const std::string suffix = "@" + std::to_string(states_.size());
    const Protocol<Symbolic> next = StateConstants(ctx_, suffix);
    const ActionInputs<Symbolic> in = InputConstants(ctx_, suffix);
    const z3::expr taken = ctx_.bv_const(("taken" + suffix).c_str(), 8);
    z3::expr_vector cases(ctx_);
    unsigned n = 0;
    for (const GuardedAction<Symbolic>& a : system_.ActionsAt(states_.back(), in)) {
      names_.resize(std::max<std::size_t>(names_.size(), n + 1));
      names_[n] = {a.name, a.stream};
      cases.push_back(a.Enabled().In(ctx_) && taken == ctx_.bv_val(n++, 8) &&
                      Equal(ctx_, next, a.next));
    }
    if (idles_) {
      cases.push_back(taken == ctx_.bv_val(kIdle, 8) && Equal(ctx_, next, states_.back()));
    }
    solver_.add(z3::mk_or(cases));
    states_.push_back(next);
    taken_.push_back(taken);
  }

  /// The state after `steps` steps breaks one of them.
  z3::expr Bad(unsigned steps, std::span<const Invariant> invariants) const {
    z3::expr_vector bad(ctx_);
    for (const Invariant i : invariants) bad.push_back(system_.Bad(ctx_, states_[steps], i));
    return z3::mk_or(bad);
  }
  /// The last step is this action.
  z3::expr Takes(unsigned action) const { return taken_.back() == ctx_.bv_val(action, 8); }

  std::string WhyUnknown(const z3::expr_vector& assumed) {
    return WhyUndecided(ctx_, solver_, assumed, "run", budget_);
  }

  /// A plain run of `steps` steps that satisfies `assumed`, which the solver has just done.
  ProtocolTrace Trace(unsigned steps, z3::expr_vector assumed) {
    model_ = solver_.get_model();
    Keep(assumed, Wishes(steps));
    ProtocolTrace trace{StateIn(*model_, states_[0]), {}};
    for (unsigned i = 0; i < steps; ++i) {
      const std::uint64_t taken = model_->eval(taken_[i], true).get_numeral_uint64();
      if (taken == kIdle) continue;
      const auto& [name, stream] = names_[taken];
      trace.steps.push_back({name, stream, StateIn(*model_, states_[i + 1])});
    }
    return trace;
  }

 private:
  static constexpr unsigned kIdle = 255;

  std::vector<z3::expr> Wishes(unsigned steps) const {
    std::vector<z3::expr> wishes;
    for (const Bool<Symbolic>& w : PlainCrash(states_[0])) wishes.push_back(w.In(ctx_));
    for (unsigned i = 0; i < steps; ++i) {
      z3::expr_vector plain(ctx_);
      for (unsigned n = 0; n < names_.size(); ++n) {
        if (IsPlain(names_[n].first)) plain.push_back(taken_[i] == ctx_.bv_val(n, 8));
      }
      wishes.push_back(z3::mk_or(plain));
    }
    return wishes;
  }

  /// Adds those of the wishes that can be had with what is assumed, the first ones first.
  void Keep(z3::expr_vector& assumed, std::span<const z3::expr> wishes) {
    if (wishes.empty()) return;
    const unsigned before = assumed.size();
    for (const z3::expr& w : wishes) assumed.push_back(w);
    if (solver_.check(assumed) == z3::sat) {
      model_ = solver_.get_model();
      return;
    }
    assumed.resize(before);
    if (wishes.size() == 1) return;
    Keep(assumed, wishes.first(wishes.size() / 2));
    Keep(assumed, wishes.subspan(wishes.size() / 2));
  }

  z3::context& ctx_;
  const System& system_;
  bool idles_;
  ProofBudget budget_;
  z3::solver solver_;
  std::optional<z3::model> model_;
  std::vector<Protocol<Symbolic>> states_;
  std::vector<z3::expr> taken_;
  std::vector<std::pair<std::string_view, int>> names_;
};

}  // namespace quiesce
