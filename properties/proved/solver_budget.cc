#include "properties/proved/solver_budget.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace quiesce {
namespace {

/// Empty if it cannot be written.
std::string Dump(z3::context& ctx, const z3::solver& solver, const z3::expr_vector& assumed,
                 const std::string& name, const ProofBudget& budget) {
  z3::solver whole(ctx, "QF_BV");
  whole.add(solver.assertions());
  whole.add(assumed);
  const std::string file =
      absl::StrCat("unknown-", budget.label, budget.label.empty() ? "" : "-", name, ".smt2");
  std::error_code error;
  std::filesystem::create_directories(budget.dump_folder, error);
  std::ofstream out(std::filesystem::path(budget.dump_folder) / file);
  out << "(set-logic QF_BV)\n" << whole.to_smt2();
  return out.flush() ? file : "";
}

}  // namespace

void Configure(z3::context& ctx, z3::solver& solver, const ProofBudget& budget) {
  // Z3 has one memory limit for all contexts of a process.
  z3::set_param("memory_max_size", absl::StrCat(budget.memory_mb).c_str());
  z3::params params(ctx);
  params.set("timeout", budget.timeout_ms);
  params.set("random_seed", budget.seed);
  if (budget.rlimit != 0) params.set("rlimit", budget.rlimit);
  solver.set(params);
}

std::string WhyUndecided(z3::context& ctx, const z3::solver& solver, const z3::expr_vector& assumed,
                         const std::string& name, const ProofBudget& budget) {
  const std::string why = solver.reason_unknown();
  if (budget.dump_folder.empty()) return why;
  const std::string file = Dump(ctx, solver, assumed, name, budget);
  return file.empty() ? absl::StrCat(why, "; the query could not be written")
                      : absl::StrCat(why, "; the query is in ", file);
}

std::string WhyUndecided(const z3::exception& error) { return absl::StrCat("Z3: ", error.msg()); }

}  // namespace quiesce
