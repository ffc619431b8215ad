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
};

/// A record, or a folder that has one.
absl::StatusOr<ShardRecord> ReadRecord(const std::string& name) {
  const fs::path path(name);
  const fs::path file = fs::is_directory(path) ? path / "record.json" : path;
  const absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return text.status();
  absl::StatusOr<RunRecord> record = RecordFromJson(*text, file.string());
  if (!record.ok()) return record.status();
  return ShardRecord{file.parent_path(), *std::move(record)};
}

/// The file of a finding that was kept, from the shard that has it.
absl::Status CopyCase(const Finding& f, const std::vector<ShardRecord>& shards,
                      const std::string& out) {
  for (const ShardRecord& shard : shards) {
    const auto& theirs = shard.record.findings;
    if (f.file.empty() || std::ranges::find(theirs, f) == theirs.end()) continue;
    const absl::StatusOr<std::string> text = ReadFile(shard.folder / f.file);
    if (!text.ok()) return text.status();
    return WriteFileAtomically(absl::StrCat(out, "/", f.file), *text);
  }
  return absl::OkStatus();
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
  for (const Finding& f : merged->findings) status.Update(CopyCase(f, shards, options.out));
  FillFindings(options.out, *merged, err);
  if (status.ok()) status = WriteReports(*merged, ThisEnvironment(), options.out);
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
  CLI::App* merge = app.add_subcommand("merge", "One record of those of the shards of a campaign");
  merge->add_option("records", options->records, "record.json files, or folders that have one")
      ->required();
  merge->add_option("-o,--out", options->out, "directory for record, report and cases")
      ->capture_default_str();
  merge->add_flag("--json", options->json, "print the record, and nothing else");
  SetExamples(*merge, {"quiesce merge run/0 run/1 run/2 run/3 -o run/all"});
  merge->callback(
      [options, &exit_status] { exit_status = RunMerge(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
