// quiesce matrix: variants and policies against invariants.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/strings/str_format.h"
#include "properties/handover/matrix_record.h"
#include "reports/record/atomic_file.h"
#include "reports/record/record_json.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/progress_line.h"
#include "tools/standard_output.h"

namespace quiesce {
namespace {

struct MatrixOptions {
  MatrixBudget budget;
  std::string json;  ///< file for a run record, or "-"; empty: none
  std::string cases{kCorpusCases};
  bool terminal = false;  ///< progress is drawn over itself
};

RunRecord RecordFor(const MatrixOptions& options, const Matrix& matrix) {
  RunRecord record;
  record.tool_version = QUIESCE_VERSION;
  record.seed = options.budget.first_seed;
  record.budget = {{"generated crashes", options.budget.crashes}};
  record.matrix = RecordOf(matrix, options.cases);
  return record;
}

Matrix Make(const MatrixOptions& options, std::ostream& err) {
  ProgressLine progress(options.terminal, err);
  return MakeMatrix(options.budget, [&](std::uint64_t done, std::uint64_t all) {
    progress.Show([&](double) { return absl::StrFormat("%d of %d hand-overs", done, all); });
  });
}

/// The table goes to standard output, unless the record does.
int RunMatrix(const MatrixOptions& options, std::ostream& out, std::ostream& err) {
  const Matrix matrix = Make(options, err);
  const int status = matrix.mismatches.empty() ? kExitExpected : kExitUndecided;
  const std::string json = options.json.empty() ? "" : RecordToJson(RecordFor(options, matrix));
  if (options.json == kStandardOutput) {
    out << json;
    return status;
  }
  out << ToText(matrix);
  if (options.json.empty()) return status;
  const absl::Status written = WriteFileAtomically(options.json, json);
  if (written.ok()) return status;
  err << "quiesce: " << written.message() << "\n";
  return kExitUndecided;
}

}  // namespace

void AddMatrix(CLI::App& app, int& exit_status) {
  CLI::App* matrix =
      app.add_subcommand("matrix", "Which version and policy violates which invariant, and where");
  const auto options = std::make_shared<MatrixOptions>();
  matrix
      ->add_option("--crashes", options->budget.crashes,
                   "generated crashes, beside the hand-overs of the known bugs")
      ->capture_default_str()
      ->check(CLI::Range(0, 1'000'000));
  matrix->add_option("--seed", options->budget.first_seed, "of the first generated crash")
      ->capture_default_str();
  matrix->add_option("--json", options->json,
                     "file for a run record with the matrix; - for standard output alone");
  matrix
      ->add_option("--cases", options->cases,
                   "where the record finds the cases that its cells link to")
      ->capture_default_str();
  SetExamples(*matrix, {"quiesce matrix", "quiesce matrix --crashes 1000 --json matrix.json"});
  matrix->callback([options, &exit_status] {
    options->terminal = isatty(STDERR_FILENO) != 0;
    exit_status = RunMatrix(*options, std::cout, std::cerr);
  });
}

}  // namespace quiesce
