#include "properties/proved/bounded_search.h"

#include <optional>

namespace quiesce {
namespace {

template <unsigned W>
std::uint64_t ValueOf(const z3::model& m, const Bits<Symbolic, W>& word) {
  return ValueIn(m, word);
}
std::uint64_t ValueOf(const z3::model& m, const Bool<Symbolic>& condition) {
  return ValueIn(m, condition) ? 1 : 0;
}
template <unsigned W>
void Assign(Bits<Concrete, W>& to, std::uint64_t value) {
  to = Bits<Concrete, W>(value);
}
void Assign(Bool<Concrete>& to, std::uint64_t value) { to = Bool<Concrete>(value != 0); }

Protocol<Concrete> StateIn(const z3::model& m, const Protocol<Symbolic>& from) {
  std::vector<std::uint64_t> values;
  VisitProtocol(from,
                [&](std::string_view, const auto& f, bool) { values.push_back(ValueOf(m, f)); });
  Protocol<Concrete> to;
  std::size_t n = 0;
  VisitProtocol(to, [&](std::string_view, auto& f, bool) { Assign(f, values[n++]); });
  return to;
}

class Unrolling {
 public:
  Unrolling(const ProtocolQuestion& question, std::span<const Invariant> invariants,
            const ProofBudget& budget)
      : invariants_(invariants), budget_(budget), system_(question), solver_(ctx_, "QF_BV") {
    Configure(ctx_, solver_, budget);
    states_.push_back(StateConstants(ctx_, "@0"));
    solver_.add(system_.Initial(ctx_, states_[0]));
  }

  z3::check_result Ask() { return solver_.check(Assumed()); }
  /// Whether the last step can be this action.
  bool MayTake(unsigned action) {
    z3::expr_vector assumed(ctx_);
    assumed.push_back(taken_.back() == ctx_.bv_val(action, 8));
    return solver_.check(assumed) == z3::sat;
  }
  const std::vector<std::pair<std::string_view, int>>& names() const { return names_; }
  std::string WhyUnknown() { return WhyUndecided(ctx_, solver_, Assumed(), "run", budget_); }

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
    solver_.add(z3::mk_or(cases));
    states_.push_back(next);
    taken_.push_back(taken);
  }

  ProtocolTrace Trace() {
    const z3::model m = solver_.get_model();
    ProtocolTrace trace{StateIn(m, states_[0]), {}};
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      const auto& [name, stream] = names_[m.eval(taken_[i], true).get_numeral_uint64()];
      trace.steps.push_back({name, stream, StateIn(m, states_[i + 1])});
    }
    return trace;
  }

 private:
  /// The last state breaks one of them.
  z3::expr_vector Assumed() {
    z3::expr_vector bad(ctx_);
    for (const Invariant i : invariants_) bad.push_back(system_.Bad(ctx_, states_.back(), i));
    z3::expr_vector assumed(ctx_);
    assumed.push_back(z3::mk_or(bad));
    return assumed;
  }

  std::span<const Invariant> invariants_;
  ProofBudget budget_;
  z3::context ctx_;
  ProtocolSystem system_;
  z3::solver solver_;
  std::vector<Protocol<Symbolic>> states_;
  std::vector<z3::expr> taken_;
  std::vector<std::pair<std::string_view, int>> names_;
};

}  // namespace

SearchAnswer SearchWithin(const ProtocolQuestion& question, unsigned most,
                          const ProofBudget& budget) {
  return SearchWithin(question, std::span(&question.invariant, 1), most, budget);
}

SearchAnswer SearchWithin(const ProtocolQuestion& question, std::span<const Invariant> invariants,
                          unsigned most, const ProofBudget& budget) {
  try {
    Unrolling run(question, invariants, budget);
    for (unsigned steps = 0;; ++steps) {
      const z3::check_result answer = run.Ask();
      if (answer == z3::sat) return run.Trace();
      if (answer == z3::unknown) return Undecided{run.WhyUnknown()};
      if (steps == most) return NoneWithin{most};
      run.Extend();
    }
  } catch (const z3::exception& e) {
    return Undecided{WhyUndecided(e)};
  }
}

std::vector<std::string_view> NeverTaken(const ProtocolQuestion& question, unsigned most,
                                         const ProofBudget& budget) {
  Unrolling run(question, {}, budget);
  std::vector<bool> seen;
  for (unsigned steps = 0; steps < most; ++steps) {
    run.Extend();
    seen.resize(run.names().size());
    for (unsigned i = 0; i < seen.size(); ++i) seen[i] = seen[i] || run.MayTake(i);
  }
  std::vector<std::string_view> never;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i]) never.push_back(run.names()[i].first);
  }
  return never;
}

std::string Describe(const ProtocolTrace& trace) {
  std::string text;
  for (const ProtocolStep& s : trace.steps) {
    if (!text.empty()) text += "; ";
    text += s.action;
    if (s.stream >= 0) text += " (stream " + std::to_string(s.stream) + ")";
  }
  return text;
}

}  // namespace quiesce
