#include "tools/cmd_check.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "model/image/image_text.h"
#include "model/image/load.h"
#include "reports/finding/fill_findings.h"
#include "reports/record/atomic_file.h"
#include "reports/record/record_json.h"
#include "reports/write_reports.h"
#include "tools/app.h"
#include "tools/campaign_run.h"
#include "tools/check_run.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/highlight.h"
#include "tools/idle_image.h"
#include "tools/named_variant.h"
#include "tools/this_environment.h"

namespace quiesce {
namespace {

absl::StatusOr<LoadedImage> LoadFor(const CheckOptions& options) {
  if (options.image) return LoadImage(*options.image, options.registers);
  absl::StatusOr<LoadedImage> idle = ParseImageText(IdleImageText(), "built-in image");
  if (idle.ok()) idle->name = "linux-6.1-idle";
  return idle;
}

void PrintAnswer(const ImageAnswer& a, std::ostream& out) {
  out << absl::StrFormat("image %s, driver %s\n  %s\n", a.name, a.variant, a.decision);
  for (const Count& c : a.counts) out << absl::StrFormat("  %8u %s\n", c.count, c.label);
  out << "\n";
  out.flush();
}

/// "Violated, as expected" tells more than either word alone.
template <class Check>
void PrintCheck(const Check& c, std::ostream& out) {
  const bool as_expected = c.result == c.expected;
  const std::string_view note =
      as_expected ? (IsGreen(c.result) ? "" : "as expected") : "UNEXPECTED";
  out << absl::StrFormat("%-16s %-11s %s\n", NameOf(c.result), note, c.id);
  if (!c.reason.empty()) out << "    " << c.reason << "\n";
}

void PrintChecks(const RunRecord& r, const std::string& folder, std::ostream& out) {
  for (const PropertyRecord& p : r.properties) {
    PrintCheck(p, out);
    if (IsGreen(p.result)) out << absl::StrFormat("    %u cases\n", p.cases);
  }
  for (const ProofRecord& p : r.proofs) PrintCheck(p, out);
  for (const Finding& f : r.findings) {
    const bool replays = f.file.ends_with(".case");
    out << absl::StrFormat("\n%s/%s\n    quiesce %s %s/%s\n", folder, f.file,
                           replays ? "replay" : "check", folder, f.file);
  }
}

std::string_view LastLine(int status) {
  return status == kExitExpected    ? "every check gave the expected answer"
         : status == kExitViolation ? "a statement is violated"
                                    : "some checks gave no answer";
}

}  // namespace

int RunCheck(const CheckOptions& options, std::ostream& standard, std::ostream& err) {
  std::ostringstream unread;
  std::ostream& out = options.json ? unread : standard;
  const absl::StatusOr<LoadedImage> loaded = LoadFor(options);
  if (!loaded.ok()) return InputError(err, loaded.status());
  if (const absl::Status made = MakeDirectory(options.out); !made.ok()) {
    return InputError(err, made);
  }
  Environment environment = ThisEnvironment();
  const CheckTasks tasks(options, *loaded);
  PrintAnswer(tasks.Head().image, out);
  const auto begun = std::chrono::steady_clock::now();
  std::vector<Timing> proofs;
  absl::StatusOr<RunRecord> record = RunCampaign(tasks, options, err, proofs);
  if (!record.ok()) return InputError(err, record.status());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  environment.timings = {{"check", took.count()}};
  std::ranges::sort(proofs, {}, &Timing::id);
  environment.timings.insert(environment.timings.end(), proofs.begin(), proofs.end());
  std::ostringstream checks;
  PrintChecks(*record, options.out, checks);
  out << Highlight(checks.str(), options.colour);
  FillFindings(options.out, *record, err);
  if (const absl::Status written = WriteReports(*record, environment, options.out); !written.ok()) {
    return InputError(err, written);
  }
  out << "\nrecord  " << options.out << "/record.json\nreport  " << options.out << "/report.html\n";
  out << "\n" << LastLine(ExitStatus(*record)) << "\n";
  if (options.json) standard << RecordToJson(*record);
  return ExitStatus(*record);
}

namespace {

/// --shard, or what the scheduler of a job array says.
absl::Status SetShard(const std::optional<std::string>& text, CheckOptions& options) {
  const absl::StatusOr<Shard> shard = text ? ParseShard(*text) : ShardOfArray([](const char* name) {
    return static_cast<const char*>(std::getenv(name));
  });
  if (shard.ok()) options.shard = *shard;
  return shard.status();
}

/// What the manifest expects of matrix and proofs is about the newest.
absl::Status SetDriver(const std::string& name, CheckOptions& options) {
  const absl::StatusOr<Variant> driver = VariantNamed(name);
  if (!driver.ok()) return driver.status();
  options.driver = *driver;
  if (*driver == kNewestVariant) return absl::OkStatus();
  options.variant = name;
  for (const char* part : {"matrix", "proofs"}) {
    if (std::ranges::find(options.skip, part) == options.skip.end()) options.skip.push_back(part);
  }
  return absl::OkStatus();
}

absl::Status SetPlanted(const std::string& text, CheckOptions& options) {
  const absl::StatusOr<PlantedDeath> planted = ParsePlantedDeath(text);
  if (planted.ok()) options.planted = *planted;
  return planted.status();
}

}  // namespace

void AddCheck(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* check = app.add_subcommand(
      "check", "Check one image and generated ones: does adoption keep in-flight DMA as it was?");
  check->add_option("image", options->image,
                    "capture directory, .image file or ELF core; else a capture of an idle Linux");
  check->add_option("--registers", options->registers, "register file; an ELF core needs one");
  auto variant = std::make_shared<std::string>("newest");
  check
      ->add_option("--variant", *variant,
                   "judge this driver: NAME,FIELD=VALUE,... of 'quiesce list variants' and 'list "
                   "fields';\nmatrix and proofs are left out")
      ->capture_default_str();
  check->add_option("--cases", options->cases, "generated images")
      ->capture_default_str()
      ->envname("QUIESCE_CASES");
  check->add_option("--hand-overs", options->hand_overs, "drawn hand-overs of each kind")
      ->capture_default_str();
  check->add_option("--seconds", options->seconds, "draw hand-overs for so long instead");
  check->add_option("--seed", options->seed, "of all that is drawn")->capture_default_str();
  check
      ->add_option("--skip", options->skip,
                   "leave out: generated, proofs or matrix; may be repeated")
      ->check(CLI::IsMember(std::set<std::string>(std::begin(kSkippable), std::end(kSkippable))))
      ->take_all()
      ->allow_extra_args(false);
  check->add_option("--jobs", options->jobs, "worker processes")->capture_default_str();
  auto plant = std::make_shared<std::optional<std::string>>();
  check
      ->add_option("--plant", *plant,
                   "KIND:PROPERTY:INDEX, such as segv:hand-over/wild:7: a case that dies")
      ->group("");  // for tests
  auto shard = std::make_shared<std::optional<std::string>>();
  check->add_option("--shard", *shard,
                    "INDEX/COUNT: run one part of the campaign; in a job array its own part");
  check->add_flag("--resume", options->resume, "go on where an interrupted run stopped");
  check->add_option("--case-seconds", options->case_seconds, "give a longer case up")
      ->capture_default_str();
  check->add_flag("--json", options->json, "print the record, and nothing else");
  check->add_option("--out", options->out, "directory for record, report and cases")
      ->capture_default_str();
  SetExamples(*check, {"quiesce check", "quiesce check IMAGE --cases 20000 --out DIR",
                       "quiesce check --seconds 600 --jobs 8 --seed 7 --out DIR",
                       "quiesce check --hand-overs 100000 --shard 0/4 --out DIR",
                       "quiesce check --hand-overs 100000 --skip proofs --skip matrix",
                       "quiesce check --variant v7,l1_pointer_not_zero=yes --hand-overs 5000"});
  check->callback([options, variant, plant, shard, &exit_status] {
    options->terminal = isatty(STDERR_FILENO) != 0;
    options->colour = ColourFor(STDOUT_FILENO);
    absl::Status known = SetShard(*shard, *options);
    known.Update(SetDriver(*variant, *options));
    if (*plant) known.Update(SetPlanted(**plant, *options));
    exit_status =
        known.ok() ? RunCheck(*options, std::cout, std::cerr) : InputError(std::cerr, known);
  });
}

}  // namespace quiesce
