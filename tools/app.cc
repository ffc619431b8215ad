#include "tools/app.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tools/commands.h"

namespace quiesce {
namespace {

constexpr char kExamples[] = "Examples:";
constexpr char kIndent[] = "  ";

}  // namespace

void BuildApp(CLI::App& app, int& exit_status) {
  app.name("quiesce");
  app.description(
      "Verifies what happens to in-flight DMA when an Arm SMMUv3 changes hands: a crashed kernel's "
      "image, the driver that adopts it, and the architecture between them.");
  app.set_version_flag("--version", QUIESCE_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);

  AddInspect(app, exit_status);
  AddList(app, exit_status);
  AddDiff(app, exit_status);
  AddDecode(app, exit_status);
  AddEncode(app, exit_status);
  AddCheck(app, exit_status);
  AddProve(app, exit_status);
  AddHunt(app, exit_status);
  AddMerge(app, exit_status);
  AddMatrix(app, exit_status);
  AddMutate(app, exit_status);
  AddReplay(app, exit_status);
  AddReport(app, exit_status);
  AddReview(app, exit_status);
  AddConvert(app, exit_status);
  AddCompletion(app, exit_status);
  AddMan(app, exit_status);
}

void SetExamples(CLI::App& subcommand, std::initializer_list<std::string_view> lines) {
  std::string footer = kExamples;
  for (const std::string_view line : lines) footer.append("\n").append(kIndent).append(line);
  subcommand.footer(footer);
}

std::vector<std::string> ExamplesOf(const CLI::App& subcommand) {
  std::vector<std::string> examples;
  for (absl::string_view line : absl::StrSplit(subcommand.get_footer(), '\n')) {
    if (absl::ConsumePrefix(&line, kIndent)) examples.emplace_back(line);
  }
  return examples;
}

}  // namespace quiesce
