// Another solver, asked the same queries as text: a second opinion on what Z3 proves.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace quiesce {

/// One quantifier-free query as SMT-LIB 2, with its check-sat.
struct SolverQuery {
  std::string name;  ///< "safety"
  std::string smt2;
};

enum class SecondAnswer : std::uint8_t {
  kUnsatisfiable,
  kSatisfiable,
  kUndecided,
  kNotRun,  ///< the program is not there, or did not answer
};
std::string_view NameOf(SecondAnswer answer);

/// cvc5, as found in PATH.
SecondAnswer AskSecondSolver(const SolverQuery& query, unsigned timeout_ms = 120'000);

/// Of all of them: unsatisfiable if each is, else the first answer that is not.
SecondAnswer AskSecondSolver(std::span<const SolverQuery> queries);

/// "cvc5 1.0.3"; empty if it is not there.
std::string SecondSolverVersion();

}  // namespace quiesce
