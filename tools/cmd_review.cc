// quiesce review [RECORD]: the packet for a review session, as Markdown.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "model/image/text_input.h"
#include "reports/record/atomic_file.h"
#include "reports/record/record_json.h"
#include "reports/review/packet.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

struct ReviewOptions {
  std::string record;
  std::string cases = "corpus/cases";
  std::string out = "-";
};

absl::StatusOr<std::optional<RunRecord>> ReadReviewed(const std::string& path) {
  if (path.empty()) return std::nullopt;
  const absl::StatusOr<std::string> json = ReadWholeFile(path);
  if (!json.ok()) return json.status();
  absl::StatusOr<RunRecord> record = RecordFromJson(*json, path);
  if (!record.ok()) return record.status();
  return std::optional<RunRecord>(*std::move(record));
}

absl::Status RunReview(const ReviewOptions& options) {
  const absl::StatusOr<std::optional<RunRecord>> record = ReadReviewed(options.record);
  if (!record.ok()) return record.status();
  const absl::StatusOr<std::vector<KnownCase>> cases = LoadKnownCases(options.cases);
  if (!cases.ok()) return cases.status();
  const std::string packet = ReviewPacket(*cases, *record);
  if (options.out != "-") return WriteFileAtomically(options.out, packet);
  std::cout << packet;
  return absl::OkStatus();
}

}  // namespace

void AddReview(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<ReviewOptions>();
  CLI::App* review = app.add_subcommand(
      "review",
      "Write the packet for a review session: invariants, open questions, choices, as Markdown");
  review->add_option("record", options->record, "record.json of a run, for what it counted");
  review->add_option("--cases", options->cases, "directory of the cases that are the evidence")
      ->capture_default_str();
  review->add_option("--out", options->out, "file to write; - for stdout")->capture_default_str();
  SetExamples(*review, {"quiesce review", "quiesce review out/record.json --out packet.md"});
  review->callback([options, &exit_status] {
    const absl::Status status = RunReview(*options);
    exit_status = status.ok() ? kExitExpected : InputError(std::cerr, status);
  });
}

}  // namespace quiesce
