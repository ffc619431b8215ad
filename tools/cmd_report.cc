#include "tools/cmd_report.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "model/image/text_input.h"
#include "reports/export/junit.h"
#include "reports/export/markdown.h"
#include "reports/export/sarif.h"
#include "reports/finding/fill_findings.h"
#include "reports/html/report.h"
#include "reports/record/atomic_file.h"
#include "reports/record/merge.h"
#include "reports/record/record_json.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/standard_output.h"

namespace quiesce {
namespace {

absl::StatusOr<RunRecord> ReadRecords(const std::vector<std::string>& paths) {
  std::vector<RunRecord> records;
  for (const std::string& path : paths) {
    const absl::StatusOr<std::string> json = ReadWholeFile(path);
    if (!json.ok()) return json.status();
    absl::StatusOr<RunRecord> record = RecordFromJson(*json, path);
    if (!record.ok()) return record.status();
    records.push_back(*std::move(record));
  }
  return Merge(records);
}

/// A record need not have an environment beside it; one that is named must be there.
absl::StatusOr<Environment> ReadEnvironment(const ReportOptions& options) {
  std::filesystem::path path = options.environment;
  if (path.empty()) {
    path = std::filesystem::path(options.records.front()).replace_filename("environment.json");
    if (!std::filesystem::exists(path)) return Environment();
  }
  const absl::StatusOr<std::string> json = ReadWholeFile(path);
  if (!json.ok()) return json.status();
  return EnvironmentFromJson(*json, path.string());
}

struct Output {
  std::string path;
  std::string text;
};

CaseLinks LinksFor(const ReportOptions& o, const RunRecord& record) {
  const auto directory_of = [](const std::string& file) {
    return std::filesystem::path(file).parent_path().string();
  };
  return FindCaseLinks(record, directory_of(o.records.front()), directory_of(o.html));
}

std::vector<Output> OutputsOf(const ReportOptions& o, const RunRecord& record,
                              const Environment& environment) {
  std::vector<Output> outputs;
  const auto add = [&](const std::string& path, const std::function<std::string()>& text) {
    if (!path.empty()) outputs.push_back({path, text()});
  };
  add(o.merged, [&] { return RecordToJson(record); });
  add(o.html, [&] { return RenderReport(record, environment, LinksFor(o, record)); });
  add(o.junit, [&] { return ToJUnit(record, environment); });
  add(o.markdown, [&] { return ToMarkdown(record, environment); });
  add(o.sarif, [&] { return ToSarif(record); });
  return outputs;
}

absl::Status Write(const std::vector<Output>& outputs, std::ostream& out) {
  for (const Output& o : outputs) {
    if (o.path == kStandardOutput) {
      out << o.text;
    } else if (absl::Status status = WriteFileAtomically(o.path, o.text); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

/// What is wrong with the options themselves, or OK.
absl::Status CheckOutputs(const ReportOptions& o) {
  int files = 0;
  int standard = 0;
  for (const std::string* path : {&o.merged, &o.html, &o.junit, &o.markdown, &o.sarif}) {
    files += path->empty() ? 0 : 1;
    standard += *path == kStandardOutput ? 1 : 0;
  }
  if (files == 0) {
    return absl::InvalidArgumentError(
        "report: say what to write: --html, --junit, --markdown, --sarif or --merged, each with a "
        "file or - for standard output");
  }
  if (standard > 1) {
    return absl::InvalidArgumentError("report: only one of them can go to standard output");
  }
  return absl::OkStatus();
}

}  // namespace

int RunReport(const ReportOptions& options, std::ostream& out, std::ostream& err) {
  if (const absl::Status good = CheckOutputs(options); !good.ok()) return InputError(err, good);
  absl::StatusOr<RunRecord> record = ReadRecords(options.records);
  if (!record.ok()) return InputError(err, record.status());
  const std::filesystem::path beside(options.records.front());
  FillFindings(beside.parent_path().string(), *record, err);
  const absl::StatusOr<Environment> environment = ReadEnvironment(options);
  if (!environment.ok()) return InputError(err, environment.status());
  const absl::Status written = Write(OutputsOf(options, *record, *environment), out);
  return written.ok() ? kExitExpected : InputError(err, written);
}

void AddReport(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* report = app.add_subcommand(
      "report", "Write what people and CI systems read, from the record of a run");
  report->add_option("record", options->records, "record.json; several: the shards of one run")
      ->required();
  report->add_option("--html", options->html, "one page that needs nothing else; - for stdout");
  report->add_option("--junit", options->junit, "JUnit XML; - for stdout");
  report->add_option("--markdown", options->markdown,
                     "summary for a CI job page or an email; - for stdout");
  report->add_option("--sarif", options->sarif, "violations as SARIF 2.1.0; - for stdout");
  report->add_option("--merged", options->merged, "the shards as one record; - for stdout");
  report->add_option("--environment", options->environment,
                     "environment.json; else the one beside the first record, if there is one");
  SetExamples(*report, {"quiesce report out/record.json --html report.html --junit junit.xml",
                        "quiesce report out/record.json --markdown - >>$GITHUB_STEP_SUMMARY",
                        "quiesce report shard-*/record.json --merged record.json --sarif q.sarif"});
  report->callback(
      [options, &exit_status] { exit_status = RunReport(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
