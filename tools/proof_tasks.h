// The proofs of the suite, one row of the record each: what acceptance by the driver guarantees,
// what STEs and CDs decide, updates of live entries, and which invariants hold in every hand-over,
// for any number of steps. `quiesce check` runs all of them, `quiesce prove` those asked for.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "model/driver/variant.h"
#include "properties/proved/second_solver.h"
#include "properties/proved/solver_budget.h"
#include "reports/record/run_record.h"

namespace quiesce {

struct ProofOptions {
  /// Of the cases of what is refuted, and of queries that are not decided; empty: none is written.
  std::string folder = {};
  bool assumptions = true;    ///< also leave out each assumption that a proof uses
  bool second_solver = true;  ///< also ask another solver of each proof
  ProofBudget budget = {};
  std::function<void()> step = [] {};  ///< called now and then
};

/// Depends on nothing but the options; NotRun if a file cannot be written.
struct ProofTask {
  std::string id;
  std::string invariant;  ///< or empty
  std::string variant;
  std::function<ProofRecord(const ProofOptions&)> run;
};

/// About the newest and the repaired driver, then the broken twins that stand beside none of them.
std::vector<ProofTask> ProofTasks();
/// About one driver: those of all that are, and every other lemma and invariant, expected to hold
/// unless it is known not to.
std::vector<ProofTask> ProofTasksOf(const Variant& variant);

/// `name` is the id of its invariant, its own, or a part of that: "ADOPT-L2-STE".
bool IsAbout(const ProofTask& task, std::string_view name);

/// Lemmas about tables and entries, by driver.
void AddLemmaProofs(std::vector<ProofTask>& tasks);
void AddLemmaProofsOf(const Variant& variant, std::vector<ProofTask>& tasks);
/// Claims about hand-overs, likewise.
void AddHandOverProofs(std::vector<ProofTask>& tasks);
void AddHandOverProofsOf(const Variant& variant, std::vector<ProofTask>& tasks);

/// For the queries of the proof with this id.
ProofBudget BudgetFor(const ProofOptions& options, std::string id);
/// Of a solver that gave no answer, by why.
Result WithoutAnswer(std::string_view reason);
/// The row; NotRun if its cases could not be written.
ProofRecord IfWritten(ProofRecord row, const absl::Status& files);
/// Expected to agree, if it is there.
SideCheck SecondOpinion(SecondAnswer answer);

}  // namespace quiesce
