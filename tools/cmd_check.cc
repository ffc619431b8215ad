#include "tools/cmd_check.h"

#include <sys/utsname.h>

#include <CLI/CLI.hpp>
#include <ctime>
#include <iostream>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "model/image/image_text.h"
#include "model/image/load.h"
#include "reports/record/atomic_file.h"
#include "reports/write_reports.h"
#include "tools/app.h"
#include "tools/check_run.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/idle_image.h"

namespace quiesce {
namespace {

absl::StatusOr<LoadedImage> LoadFor(const CheckOptions& options) {
  if (options.image) return LoadImage(*options.image, options.registers);
  absl::StatusOr<LoadedImage> idle = ParseImageText(IdleImageText(), "built-in image");
  if (idle.ok()) idle->name = "linux-6.1-idle";
  return idle;
}

Environment ThisEnvironment() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  utsname name{};
  uname(&name);
  Environment e;
  e.started = absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                              utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  e.machine = absl::StrFormat("%s %s", name.sysname, name.machine);
  return e;
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

void PrintChecks(const RunRecord& r, std::ostream& out) {
  for (const PropertyRecord& p : r.properties) {
    PrintCheck(p, out);
    if (IsGreen(p.result)) out << absl::StrFormat("    %u cases\n", p.cases);
  }
  for (const ProofRecord& p : r.proofs) PrintCheck(p, out);
  for (const Finding& f : r.findings) out << absl::StrFormat("\n%s\n    %s\n", f.file, f.reproduce);
}

std::string_view LastLine(int status) {
  return status == kExitExpected    ? "every check gave the expected answer"
         : status == kExitViolation ? "a statement is violated"
                                    : "some checks gave no answer";
}

}  // namespace

int RunCheck(const CheckOptions& options, std::ostream& out, std::ostream& err) {
  const absl::StatusOr<LoadedImage> loaded = LoadFor(options);
  if (!loaded.ok()) return InputError(err, loaded.status());
  if (const absl::Status made = MakeDirectory(options.out); !made.ok()) {
    return InputError(err, made);
  }
  RunRecord record;
  record.tool_version = QUIESCE_VERSION;
  record.seed = options.seed;
  record.budget = {{"generated images", options.cases}};
  Environment environment = ThisEnvironment();
  record.image = AnswerFor(*loaded);
  PrintAnswer(record.image, out);

  CaseKeeper keeper(options.out);
  record.properties.push_back(CheckImage(*loaded, options));
  CheckGenerated(options, keeper, record, environment);
  RunProofs(record, environment);
  PrintChecks(record, out);
  if (!keeper.status().ok()) return InputError(err, keeper.status());
  if (const absl::Status written = WriteReports(record, environment, options.out); !written.ok()) {
    return InputError(err, written);
  }
  out << "\nrecord  " << options.out << "/record.json\nreport  " << options.out << "/report.html\n";
  out << "\n" << LastLine(ExitStatus(record)) << "\n";
  return ExitStatus(record);
}

void AddCheck(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* check = app.add_subcommand(
      "check", "Check one image and generated ones: does adoption keep in-flight DMA as it was?");
  check->add_option("image", options->image,
                    "capture directory, .image file or ELF core; else a capture of an idle Linux");
  check->add_option("--registers", options->registers, "register file; an ELF core needs one");
  check->add_option("--cases", options->cases, "generated images")
      ->capture_default_str()
      ->envname("QUIESCE_CASES");
  check->add_option("--seed", options->seed, "of the generated images")->capture_default_str();
  check->add_option("--out", options->out, "directory for record, report and cases")
      ->capture_default_str();
  SetExamples(*check, {"quiesce check", "quiesce check IMAGE --cases 20000 --out DIR"});
  check->callback(
      [options, &exit_status] { exit_status = RunCheck(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
