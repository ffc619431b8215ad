// What a query may cost, and what is left of one that costs more.
#pragma once

#include <z3++.h>

#include <cstdint>
#include <string>

namespace quiesce {

/// What binds is Z3's own count of work, so that the same budget gives the same answer on any
/// machine; the clock is for what the count does not see.
struct ProofBudget {
  unsigned timeout_ms = 600'000;
  unsigned rlimit = 2'000'000'000;  ///< of one query; 0: unlimited
  unsigned seed = 0;
  unsigned memory_mb = 3000;     ///< of the process, as Z3 counts it; 0: unlimited
  std::string dump_folder = {};  ///< where a query that is not decided is written; empty: nowhere
  std::string label = {};        ///< of the file's name: "QZ-01-T4"
};

/// Sets what the solver's next queries may cost.
void Configure(z3::context& ctx, z3::solver& solver, const ProofBudget& budget);

/// What the solver says of a query that it did not decide, and where that was written:
/// "unknown-LABEL-NAME.smt2", an SMT-LIB 2 script with its check-sat. `assumed` belongs to the
/// query.
std::string WhyUndecided(z3::context& ctx, const z3::solver& solver, const z3::expr_vector& assumed,
                         const std::string& name, const ProofBudget& budget);
/// The same where the solver ended in an error.
std::string WhyUndecided(const z3::exception& error);

}  // namespace quiesce
