#include "tools/proof_tasks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"

namespace quiesce {
namespace {

Result ResultOf(SecondAnswer answer) {
  switch (answer) {
    case SecondAnswer::kUnsatisfiable:
      return Result::kProved;
    case SecondAnswer::kSatisfiable:
      return Result::kViolated;
    case SecondAnswer::kUndecided:
      return Result::kUnknown;
    case SecondAnswer::kNotRun:
      break;
  }
  return Result::kNotRun;
}

}  // namespace

std::vector<ProofTask> ProofTasks() {
  std::vector<ProofTask> tasks;
  AddLemmaProofs(tasks);
  AddHandOverProofs(tasks);
  return tasks;
}

std::vector<ProofTask> ProofTasksOf(const Variant& variant) {
  std::vector<ProofTask> tasks;
  AddLemmaProofsOf(variant, tasks);
  AddHandOverProofsOf(variant, tasks);
  return tasks;
}

bool IsAbout(const ProofTask& task, std::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(task.id, '/');
  return task.invariant == name || task.id == name || std::ranges::find(parts, name) != parts.end();
}

ProofBudget BudgetFor(const ProofOptions& options, std::string id) {
  std::ranges::replace(id, '/', '-');
  ProofBudget budget = options.budget;
  budget.dump_folder = options.folder;
  budget.label = std::move(id);
  return budget;
}

Result WithoutAnswer(std::string_view reason) {
  return reason.starts_with("timeout") ? Result::kTimedOut : Result::kUnknown;
}

ProofRecord IfWritten(ProofRecord row, const absl::Status& files) {
  if (files.ok()) return row;
  row.result = Result::kNotRun;
  row.reason = files.ToString();
  return row;
}

SideCheck SecondOpinion(SecondAnswer answer) {
  const std::string version = SecondSolverVersion();
  if (version.empty()) return {"cvc5", Result::kNotRun, Result::kNotRun, ""};
  return {version, Result::kProved, ResultOf(answer), ""};
}

}  // namespace quiesce
