// quiesce matrix: variants and policies against invariants.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "properties/handover/matrix.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace quiesce {

void AddMatrix(CLI::App& app, int& exit_status) {
  CLI::App* matrix =
      app.add_subcommand("matrix", "Which version and policy violates which invariant, and where");
  const auto budget = std::make_shared<MatrixBudget>();
  matrix
      ->add_option("--crashes", budget->crashes,
                   "generated crashes, beside the hand-overs of the known bugs")
      ->capture_default_str()
      ->check(CLI::Range(0, 1'000'000));
  matrix->add_option("--seed", budget->first_seed, "of the first generated crash")
      ->capture_default_str();
  SetExamples(*matrix, {"quiesce matrix", "quiesce matrix --crashes 100"});
  matrix->callback([budget, &exit_status] {
    std::cout << ToText(MakeMatrix(*budget));
    exit_status = kExitExpected;
  });
}

}  // namespace quiesce
