#include "tools/cmd_hunt.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/record/atomic_file.h"
#include "reports/record/record_json.h"
#include "reports/write_reports.h"
#include "tools/app.h"
#include "tools/case_keeper.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/hunt_table.h"
#include "tools/mattering_text.h"
#include "tools/progress_line.h"
#include "tools/record_order.h"
#include "tools/this_environment.h"
#include "tools/timed_record.h"
#include "tools/worker_pool.h"

namespace quiesce {
namespace {

absl::StatusOr<std::vector<HuntTarget>> TargetsFor(const HuntOptions& options) {
  std::vector<HuntTarget> all = HuntTargets();
  if (options.targets.empty()) return all;
  std::vector<HuntTarget> wanted;
  for (const std::string& name : options.targets) {
    const auto found = std::ranges::find(all, name, &HuntTarget::name);
    if (found == all.end()) {
      return absl::NotFoundError(absl::StrCat(
          name, ": no version before the newest, and no bug that shows in a hand-over"));
    }
    wanted.push_back(*found);
  }
  return wanted;
}

/// One seed, in a worker: the hunts, and how long each took.
std::string HuntSeed(const HuntOptions& options, const std::vector<HuntTarget>& targets,
                     std::uint64_t seed, Beacon& beacon) {
  HuntConfig config;
  config.seed = seed;
  config.cases = options.cases;
  if (options.seconds != 0) config.seconds = options.seconds;
  config.progress = [&](std::uint64_t index, std::size_t) { beacon.Begin(index); };
  const std::vector<HuntResult> results = RunHunt(targets, config);
  TimedRecord part;
  CaseKeeper keeper(options.out);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    Hunt hunt = HuntRecordOf(targets[i], seed, results[i]);
    if (results[i].find && seed == options.seed) {
      const HuntFind& find = *results[i].find;
      Case smallest = CaseOfDrawn(find.smallest, find.violation.invariant, /*run=*/true);
      smallest.matters = MatteringText(smallest, find.bits);
      hunt.case_file = keeper.KeepCase(targets[i].name, smallest);
    }
    part.timings.push_back({HuntTimingId(hunt), results[i].seconds});
    part.record.hunts.push_back(std::move(hunt));
  }
  if (!keeper.status().ok()) part.record.not_run = {{"a case", keeper.status().ToString()}};
  return TimedRecordText(part);
}

absl::Status Take(const std::string& result, RunRecord& record, Environment& environment) {
  const absl::StatusOr<TimedRecord> part = TimedRecordFrom(result);
  if (!part.ok()) return part.status();
  const RunRecord& r = part->record;
  record.hunts.insert(record.hunts.end(), r.hunts.begin(), r.hunts.end());
  record.not_run.insert(record.not_run.end(), r.not_run.begin(), r.not_run.end());
  environment.timings.insert(environment.timings.end(), part->timings.begin(), part->timings.end());
  return absl::OkStatus();
}

/// "2 of 5 seeds hunted; seed 3 at hand-over 1200"
std::string WhereItIs(unsigned hunted, unsigned seeds,
                      const std::map<std::uint64_t, std::uint64_t>& at) {
  std::string text = absl::StrFormat("%u of %u seeds hunted", hunted, seeds);
  for (const auto& [seed, index] : at) {
    absl::StrAppendFormat(&text, "; seed %u at hand-over %u", seed, index);
  }
  return text;
}

absl::Status HuntAll(const HuntOptions& options, const std::vector<HuntTarget>& targets,
                     RunRecord& record, Environment& environment, std::ostream& err) {
  absl::Status status;
  unsigned given = 0;
  unsigned hunted = 0;
  std::map<std::uint64_t, std::uint64_t> under_way;
  ProgressLine progress(options.terminal, err);
  PoolTasks tasks;
  tasks.next = [&]() -> std::optional<std::uint64_t> {
    if (given == options.seeds) return std::nullopt;
    return options.seed + given++;
  };
  tasks.run = [&](std::uint64_t seed, Beacon& beacon) {
    return HuntSeed(options, targets, seed, beacon);
  };
  tasks.done = [&](std::uint64_t seed, const std::string& result) {
    under_way.erase(seed);
    ++hunted;
    status.Update(Take(result, record, environment));
  };
  tasks.at = [&](std::uint64_t seed, std::uint64_t index) { under_way[seed] = index; };
  tasks.tick = [&] {
    progress.Show([&](double) { return WhereItIs(hunted, options.seeds, under_way); });
  };
  tasks.lost = [&](const LostTask& lost) {
    under_way.erase(lost.task);
    record.not_run.push_back({absl::StrFormat("hunt with seed %u", lost.task),
                              absl::StrFormat("%s at case %u", lost.how, lost.at)});
  };
  const std::chrono::minutes patience(10);
  status.Update(RunPool(options.jobs, patience, tasks));
  return status;
}

void PrintTable(const RunRecord& record, const Environment& environment, std::ostream& out) {
  std::map<std::string, double> seconds;
  for (const Timing& t : environment.timings) seconds[t.id] = t.seconds;
  out << absl::StrFormat("%-11s %4s %-6s %8s %8s %6s %6s %6s\n", "target", "seed", "by", "cases",
                         "seconds", "runs", "fields", "steps");
  for (const Hunt& h : record.hunts) {
    out << absl::StrFormat("%-11s %4u %-6s %8u %8.2f ", h.target, h.seed, h.invariant, h.cases,
                           seconds[HuntTimingId(h)]);
    if (h.found) {
      out << absl::StrFormat("%6u %6u %6u\n", h.shrink_executions, h.fields, h.steps);
    } else {
      out << "not found\n";
    }
  }
  for (const NotRun& n : record.not_run) out << n.what << ": " << n.why << "\n";
}

}  // namespace

Hunt HuntRecordOf(const HuntTarget& target, std::uint64_t seed, const HuntResult& result) {
  Hunt h;
  h.target = target.name;
  h.seed = seed;
  h.cases = result.cases;
  if (!target.invariants.empty()) h.invariant = SpecOf(target.invariants[0]).id;
  if (!result.find) return h;
  const HandOverSize size = SizeOf(result.find->smallest.hand_over);
  h.found = true;
  h.invariant = SpecOf(result.find->violation.invariant).id;
  h.shrink_executions = result.find->executions;
  h.fields = size.fields;
  h.steps = size.steps;
  return h;
}

int RunHuntCommand(const HuntOptions& options, std::ostream& out, std::ostream& err) {
  const absl::StatusOr<std::vector<HuntTarget>> targets = TargetsFor(options);
  if (!targets.ok()) return InputError(err, targets.status());
  if (const absl::Status made = MakeDirectory(options.out); !made.ok()) {
    return InputError(err, made);
  }
  RunRecord record;
  record.tool_version = QUIESCE_VERSION;
  record.seed = options.seed;
  record.budget = {{"seeds", options.seeds}, {"hand-overs of each seed", options.cases}};
  Environment environment = ThisEnvironment();
  absl::Status status = HuntAll(options, *targets, record, environment, err);
  SortRecord(record);
  if (!options.json) PrintTable(record, environment, out);
  if (status.ok()) status = WriteReports(record, environment, options.out);
  if (status.ok()) {
    status = WriteFileAtomically(options.out + "/hunts.md", HuntTable(record, environment));
  }
  if (!status.ok()) return InputError(err, status);
  if (options.json) out << RecordToJson(record);
  const bool all = record.not_run.empty() && std::ranges::all_of(record.hunts, &Hunt::found);
  return all ? kExitExpected : kExitUndecided;
}

void AddHunt(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<HuntOptions>();
  CLI::App* hunt = app.add_subcommand(
      "hunt", "Find every known bug from scratch: how soon, and how small is the evidence?");
  hunt->add_option("targets", options->targets,
                   "versions and bugs of `quiesce list variants`; else all that show");
  hunt->add_option("--seed", options->seed, "the first seed")->capture_default_str();
  hunt->add_option("--seeds", options->seeds, "so many, one after the other")
      ->capture_default_str();
  hunt->add_option("--cases", options->cases, "hand-overs of each seed")->capture_default_str();
  hunt->add_option("--seconds", options->seconds,
                   "of the processor for each target and seed, at most");
  hunt->add_option("--jobs", options->jobs, "worker processes, a seed each")->capture_default_str();
  hunt->add_option("--out", options->out,
                   "directory for record, report, table (hunts.md) and cases")
      ->capture_default_str();
  hunt->add_flag("--json", options->json, "print the record, and nothing else");
  SetExamples(*hunt, {"quiesce hunt --seeds 5", "quiesce hunt v7 bug-14 --seed 3"});
  hunt->callback([options, &exit_status] {
    options->terminal = isatty(STDERR_FILENO) != 0;
    exit_status = RunHuntCommand(*options, std::cout, std::cerr);
  });
}

}  // namespace quiesce
