#include "properties/proved/bounded_search.h"

#include <algorithm>
#include <array>
#include <optional>

#include "properties/proved/unrolling.h"

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

}  // namespace

Protocol<Concrete> StateIn(const z3::model& m, const Protocol<Symbolic>& from) {
  std::vector<std::uint64_t> values;
  VisitProtocol(from,
                [&](std::string_view, const auto& f, bool) { values.push_back(ValueOf(m, f)); });
  Protocol<Concrete> to;
  std::size_t n = 0;
  VisitProtocol(to, [&](std::string_view, auto& f, bool) { Assign(f, values[n++]); });
  return to;
}

std::vector<Bool<Symbolic>> PlainCrash(const Protocol<Symbolic>& p) {
  std::vector<Bool<Symbolic>> plain = {p.enabled,   p.coherent,  p.control_fits,   p.accepts,
                                       !p.same_sid, !p.same_ste, p.gerror == 0,    p.gerrorn == 0,
                                       !p.sfm,      !p.same_l1,  !p.crashed_atschk};
  for (const ProtocolStream<Symbolic>& s : p.streams) {
    plain.insert(plain.end(), {!s.stalled, !s.may_stall, !s.was_translated, !s.reserved_memory,
                               !s.mapped_early, !s.overlapped, !s.l1_empty, !s.tosses, s.id_found,
                               s.succeeds, s.defers, !s.untranslated});
  }
  return plain;
}

bool IsPlain(std::string_view action) {
  constexpr std::array kOdd = {
      std::string_view("CR0 rewritten by somebody"),  std::string_view("rewritten by somebody"),
      std::string_view("another entry over the STE"), std::string_view("service failure"),
      std::string_view("an error becomes active"),    std::string_view("stalls"),
      std::string_view("a stall ends by itself"),     std::string_view("quiesced")};
  return std::ranges::find(kOdd, action) == kOdd.end();
}

SearchAnswer SearchWithin(const ProtocolQuestion& question, unsigned most,
                          const ProofBudget& budget) {
  return SearchWithin(question, std::span(&question.invariant, 1), most, budget);
}

SearchAnswer SearchWithin(const ProtocolQuestion& question, std::span<const Invariant> invariants,
                          unsigned most, const ProofBudget& budget) {
  try {
    z3::context ctx;
    const ProtocolSystem system(question);
    Unrolling run(ctx, system, /*idles=*/false, budget);
    for (unsigned steps = 0;; ++steps) {
      z3::expr_vector assumed(ctx);
      assumed.push_back(run.Bad(steps, invariants));
      const z3::check_result answer = run.solver().check(assumed);
      if (answer == z3::sat) return run.Trace(steps, assumed);
      if (answer == z3::unknown) return Undecided{run.WhyUnknown(assumed)};
      if (steps == most) return NoneWithin{most};
      run.Extend();
    }
  } catch (const z3::exception& e) {
    return Undecided{WhyUndecided(e)};
  }
}

std::vector<std::string_view> NeverTaken(const ProtocolQuestion& question, unsigned most,
                                         const ProofBudget& budget) {
  z3::context ctx;
  const ProtocolSystem system(question);
  Unrolling run(ctx, system, /*idles=*/false, budget);
  std::vector<bool> seen;
  for (unsigned steps = 0; steps < most; ++steps) {
    run.Extend();
    seen.resize(run.names().size());
    for (unsigned i = 0; i < seen.size(); ++i) {
      z3::expr_vector assumed(ctx);
      assumed.push_back(run.Takes(i));
      seen[i] = seen[i] || run.solver().check(assumed) == z3::sat;
    }
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
