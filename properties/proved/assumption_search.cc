#include "properties/proved/assumption_search.h"

#include <algorithm>
#include <string>

#include "properties/proved/termination.h"
#include "properties/proved/unrolling.h"

namespace quiesce {
namespace {

using A = ProtocolAssumption;

/// The protocol without assumptions, and each of them where its switch is on.
class SwitchedSystem {
 public:
  SwitchedSystem(z3::context& ctx, const ProtocolQuestion& question)
      : ctx_(ctx), free_(Assuming(question, {})) {
    for (const A a : question.assumptions) assuming_.emplace_back(a, Assuming(question, {a}));
  }

  z3::expr Switch(A a) const {
    return ctx_.bool_const(("assumes" + std::to_string(static_cast<unsigned>(a))).c_str());
  }

  z3::expr Initial(z3::context& ctx, const Protocol<Symbolic>& p) const {
    z3::expr all = free_.Initial(ctx, p);
    for (const auto& [a, system] : assuming_) {
      all = all && z3::implies(Switch(a), system.Initial(ctx, p));
    }
    return all;
  }

  /// The guard of an action is that without assumptions, and that under each which is on. No clause
  /// of a guard depends on two of them.
  std::vector<GuardedAction<Symbolic>> ActionsAt(const Protocol<Symbolic>& p,
                                                 const ActionInputs<Symbolic>& in) const {
    std::vector<GuardedAction<Symbolic>> actions = free_.ActionsAt(p, in);
    for (const auto& [a, system] : assuming_) {
      if (system.setting().may == free_.setting().may) continue;
      const std::vector<GuardedAction<Symbolic>> fewer = system.ActionsAt(p, in);
      for (std::size_t i = 0; i < actions.size(); ++i) {
        actions[i].guard.push_back(
            {NameOf(a), Implies(Bool<Symbolic>(Switch(a)), fewer[i].Enabled())});
      }
    }
    return actions;
  }

  z3::expr Bad(z3::context& ctx, const Protocol<Symbolic>& p, Invariant invariant) const {
    Bool<Symbolic> bad = Broken(free_.setting(), invariant, p);
    if (invariant == Invariant::kEnds) {
      bad = bad || Stuck(p, [&](const ActionInputs<Symbolic>& in) { return ActionsAt(p, in); });
    }
    return bad.In(ctx);
  }

 private:
  static ProtocolSystem Assuming(ProtocolQuestion question, AssumptionSet assumptions) {
    question.assumptions = std::move(assumptions);
    return ProtocolSystem(question);
  }

  z3::context& ctx_;
  ProtocolSystem free_;
  std::vector<std::pair<A, ProtocolSystem>> assuming_;
};

class WithoutEach {
 public:
  WithoutEach(const ProtocolQuestion& question, unsigned most, const ProofBudget& budget,
              const std::function<void()>& step)
      : question_(question),
        most_(most),
        step_(step),
        system_(ctx_, question),
        run_(ctx_, system_, /*idles=*/true, budget) {
    for (unsigned i = 0; i < most; ++i) {
      step();
      run_.Extend();
    }
  }

  std::vector<SearchWithout> Search() {
    std::vector<SearchWithout> answers;
    z3::expr_vector all = Assumed(most_, std::nullopt);
    const z3::check_result whole = Check(all);
    const std::vector<std::string> core = whole == z3::unsat ? Core() : std::vector<std::string>();
    for (const A a : question_.assumptions) {
      SearchWithout& without = answers.emplace_back();
      without.assumption = a;
      const bool matters = std::ranges::find(core, system_.Switch(a).to_string()) != core.end();
      if (whole == z3::unknown) {
        without.answer = Undecided{run_.WhyUnknown(all)};
      } else if (whole == z3::sat) {
        without.answer = Undecided{"broken with all assumptions"};
      } else if (matters) {
        without.answer = SearchWithoutThis(a);
      } else {
        without.answer = NoneWithin{most_};
      }
    }
    return answers;
  }

 private:
  z3::check_result Check(z3::expr_vector& assumed) {
    step_();
    return run_.solver().check(assumed);
  }
  /// Broken within so many steps, with every switch on but one.
  z3::expr_vector Assumed(unsigned steps, std::optional<A> without) {
    z3::expr_vector assumed(ctx_);
    assumed.push_back(run_.Bad(steps, std::span(&question_.invariant, 1)));
    for (const A a : question_.assumptions) {
      if (a != without) assumed.push_back(system_.Switch(a));
    }
    return assumed;
  }
  std::vector<std::string> Core() {
    std::vector<std::string> names;
    for (const z3::expr& e : run_.solver().unsat_core()) names.push_back(e.to_string());
    return names;
  }

  SearchAnswer SearchWithoutThis(A a) {
    z3::expr_vector assumed = Assumed(most_, a);
    const z3::check_result longest = Check(assumed);
    if (longest == z3::unknown) return Undecided{run_.WhyUnknown(assumed)};
    if (longest == z3::unsat) return NoneWithin{most_};
    for (unsigned steps = 0;; ++steps) {
      assumed = Assumed(steps, a);
      const z3::check_result answer = Check(assumed);
      if (answer == z3::sat) return run_.Trace(steps, assumed);
      if (answer == z3::unknown) return Undecided{run_.WhyUnknown(assumed)};
    }
  }

  const ProtocolQuestion& question_;
  unsigned most_;
  const std::function<void()>& step_;
  z3::context ctx_;
  SwitchedSystem system_;
  Unrolling<SwitchedSystem> run_;
};

}  // namespace

std::vector<SearchWithout> SearchWithoutEach(const ProtocolQuestion& question, unsigned most,
                                             const ProofBudget& budget,
                                             const std::function<void()>& step) {
  try {
    return WithoutEach(question, most, budget, step).Search();
  } catch (const z3::exception& e) {
    std::vector<SearchWithout> answers;
    for (const A a : question.assumptions) {
      SearchWithout& without = answers.emplace_back();
      without.assumption = a;
      without.answer = Undecided{WhyUndecided(e)};
    }
    return answers;
  }
}

}  // namespace quiesce
