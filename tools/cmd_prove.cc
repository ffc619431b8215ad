#include "tools/cmd_prove.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "reports/export/proof_table.h"
#include "reports/record/atomic_file.h"
#include "reports/record/record_json.h"
#include "reports/write_reports.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/named_variant.h"
#include "tools/progress_line.h"
#include "tools/proof_tasks.h"
#include "tools/prove_run.h"
#include "tools/this_environment.h"

namespace quiesce {
namespace {

/// What --invariant takes: ids of invariants, and the parts of ids that are in capitals.
std::string NamesIn(const std::vector<ProofTask>& tasks) {
  std::set<std::string> names;
  for (const ProofTask& t : tasks) {
    if (!t.invariant.empty()) names.insert(t.invariant);
    const std::string name = t.id.substr(0, t.id.find('/'));
    if (name != "hand-over") names.insert(name);
  }
  return absl::StrJoin(names, " ");
}

absl::StatusOr<std::vector<ProofTask>> TasksFor(const ProveOptions& options) {
  std::vector<ProofTask> all = ProofTasks();
  if (!options.variant.empty()) {
    const absl::StatusOr<Variant> variant = VariantNamed(options.variant);
    if (!variant.ok()) return variant.status();
    all = ProofTasksOf(*variant);
  }
  std::vector<ProofTask> wanted;
  for (const ProofTask& t : all) {
    if (options.invariant.empty() || IsAbout(t, options.invariant)) wanted.push_back(t);
  }
  if (!wanted.empty()) return wanted;
  return absl::NotFoundError(absl::StrFormat("--invariant '%s': there are proofs about %s",
                                             options.invariant, NamesIn(all)));
}

unsigned JobsFor(const ProveOptions& options) {
  return options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
}

absl::Status Prove(const ProveOptions& options, std::span<const ProofTask> tasks, std::ostream& err,
                   RunRecord& record, Environment& environment) {
  ProgressLine progress(options.terminal, err);
  const auto tick = [&](std::size_t done) {
    progress.Show([&](double) { return absl::StrFormat("%d of %d proofs", done, tasks.size()); });
  };
  const absl::Status ran = RunProofs(tasks,
                                     {.folder = options.out,
                                      .assumptions = !options.quick,
                                      .second_solver = !options.quick,
                                      .budget = options.budget},
                                     JobsFor(options), tick, record, environment.timings);
  std::ranges::sort(environment.timings, {}, &Timing::id);
  environment.timings.insert(environment.timings.begin(), {"prove", progress.seconds()});
  return ran;
}

}  // namespace

int RunProve(const ProveOptions& options, std::ostream& out, std::ostream& err) {
  const absl::StatusOr<std::vector<ProofTask>> tasks = TasksFor(options);
  if (!tasks.ok()) return InputError(err, tasks.status());
  if (!options.out.empty()) {
    if (const absl::Status made = MakeDirectory(options.out); !made.ok()) {
      return InputError(err, made);
    }
  }
  RunRecord record;
  record.tool_version = QUIESCE_VERSION;
  record.seed = options.budget.seed;
  Environment environment = ThisEnvironment();
  absl::Status status = Prove(options, *tasks, err, record, environment);
  if (status.ok() && !options.out.empty()) {
    status = WriteReports(record, environment, options.out);
  }
  if (!status.ok()) return InputError(err, status);
  if (options.json) {
    out << RecordToJson(record);
  } else {
    out << ProofTable(record, environment);
    out << absl::StrFormat("\n%d proofs in %.0f s\n", record.proofs.size(),
                           environment.timings.front().seconds);
  }
  return ExitStatus(record);
}

void AddProve(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ProveOptions>();
  CLI::App* prove =
      app.add_subcommand("prove",
                         "Prove or refute, for all values, what acceptance and the driver's "
                         "updates guarantee, and for "
                         "any number of steps which invariants hold in a hand-over: one table");
  prove->add_option("--invariant", options->invariant, "one invariant or lemma by its id");
  prove->add_option("--variant", options->variant,
                    "one driver, or one with changes: v7,reserves_ids=yes; else the newest and the "
                    "repaired one, with the broken twins that "
                    "must be refuted");
  prove->add_flag("--quick", options->quick,
                  "the answers alone: leave out no assumption, and do not ask cvc5");
  prove->add_option("--jobs", options->jobs, "worker processes; 0: one for each processor")
      ->capture_default_str();
  prove->add_option("--out", options->out, "directory for record, report and cases");
  prove->add_flag("--json", options->json, "print the record, and nothing else");
  SetExamples(*prove,
              {"quiesce prove --out DIR", "quiesce prove --invariant QZ-01 --variant newest",
               "quiesce prove --invariant ADOPT-L2-STE --variant v7 --out DIR"});
  prove->callback([options, &exit_status] {
    options->terminal = isatty(STDERR_FILENO) != 0;
    exit_status = RunProve(*options, std::cout, std::cerr);
  });
}

}  // namespace quiesce
