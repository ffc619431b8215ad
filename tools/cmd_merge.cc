// quiesce merge: one record of the records of the shards of a campaign.
#include "tools/cmd_merge.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "reports/finding/fill_findings.h"
#include "reports/record/atomic_file.h"
#include "reports/record/merge.h"
#include "reports/record/record_json.h"
#include "reports/write_reports.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/record_order.h"
#include "tools/this_environment.h"

namespace quiesce {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::string> ReadFile(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat(file.string(), ": cannot be read"));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

struct ShardRecord {
  fs::path folder;
  RunRecord record;
  std::vector<Timing> timings;
};

/// Of the environment beside a record, if there is one.
absl::StatusOr<std::vector<Timing>> ReadTimings(const fs::path& file) {
  if (!fs::exists(file)) return std::vector<Timing>();
  const absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return text.status();
  const absl::StatusOr<Environment> environment = EnvironmentFromJson(*text, file.string());
  if (!environment.ok()) return environment.status();
  return environment->timings;
}

/// A record, or a folder that has one.
absl::StatusOr<ShardRecord> ReadRecord(const std::string& name) {
  const fs::path path(name);
  const fs::path file = fs::is_directory(path) ? path / "record.json" : path;
  const absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return text.status();
  absl::StatusOr<RunRecord> record = RecordFromJson(*text, file.string());
  if (!record.ok()) return record.status();
  absl::StatusOr<std::vector<Timing>> timings =
      ReadTimings(file.parent_path() / "environment.json");
  if (!timings.ok()) return timings.status();
  return ShardRecord{file.parent_path(), *std::move(record), *std::move(timings)};
}

/// The file of a finding or hunt that was kept, from the shard that has it.
template <class Item>
absl::Status CopyCase(const Item& item, const std::string& file,
                      std::vector<Item> RunRecord::*items, const std::vector<ShardRecord>& shards,
                      const std::string& out) {
  if (file.empty()) return absl::OkStatus();
  for (const ShardRecord& shard : shards) {
    const auto& theirs = shard.record.*items;
    if (std::ranges::find(theirs, item) == theirs.end()) continue;
    const absl::StatusOr<std::string> text = ReadFile(shard.folder / file);
    if (!text.ok()) return text.status();
    return WriteFileAtomically(absl::StrCat(out, "/", file), *text);
  }
  return absl::OkStatus();
}

/// What took time in several shards, took all of that.
void AddTimings(std::vector<Timing>& into, const std::vector<Timing>& from) {
  for (const Timing& t : from) {
    const auto same = std::ranges::find(into, t.id, &Timing::id);
    if (same == into.end()) {
      into.push_back(t);
    } else {
      same->seconds += t.seconds;
    }
  }
}

absl::StatusOr<RunRecord> MergeAll(const MergeOptions& options, std::ostream& err) {
  std::vector<ShardRecord> shards;
  std::vector<RunRecord> records;
  for (const std::string& name : options.records) {
    absl::StatusOr<ShardRecord> shard = ReadRecord(name);
    if (!shard.ok()) return shard.status();
    records.push_back(shard->record);
    shards.push_back(*std::move(shard));
  }
  absl::StatusOr<RunRecord> merged = Merge(records);
  if (!merged.ok()) return merged;
  SortRecord(*merged);
  absl::Status status = MakeDirectory(options.out);
  for (const Finding& f : merged->findings) {
    status.Update(CopyCase(f, f.file, &RunRecord::findings, shards, options.out));
  }
  for (const Hunt& h : merged->hunts) {
    status.Update(CopyCase(h, h.case_file, &RunRecord::hunts, shards, options.out));
  }
  FillFindings(options.out, *merged, err);
  Environment environment = ThisEnvironment();
  for (const ShardRecord& shard : shards) AddTimings(environment.timings, shard.timings);
  if (status.ok()) status = WriteReports(*merged, environment, options.out);
  if (!status.ok()) return status;
  return merged;
}

}  // namespace

int RunMerge(const MergeOptions& options, std::ostream& out, std::ostream& err) {
  const absl::StatusOr<RunRecord> merged = MergeAll(options, err);
  if (!merged.ok()) return InputError(err, merged.status());
  if (options.json) {
    out << RecordToJson(*merged);
    return ExitStatus(*merged);
  }
  out << "record  " << options.out << "/record.json\nreport  " << options.out << "/report.html\n";
  return ExitStatus(*merged);
}

void AddMerge(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<MergeOptions>();
  CLI::App* merge =
      app.add_subcommand("merge", "One record of those of the shards of a campaign, and of hunts");
  merge->add_option("records", options->records, "record.json files, or folders that have one")
      ->required();
  merge->add_option("-o,--out", options->out, "directory for record, report and cases")
      ->capture_default_str();
  merge->add_flag("--json", options->json, "print the record, and nothing else");
  SetExamples(*merge, {"quiesce merge run/0 run/1 run/2 run/3 -o run/all",
                       "quiesce merge quiesce-out quiesce-hunt -o all"});
  merge->callback(
      [options, &exit_status] { exit_status = RunMerge(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
