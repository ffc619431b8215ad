#include "tools/cmd_encode.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_format.h"
#include "reports/decode/encode.h"
#include "reports/decode/kinds.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

absl::StatusOr<const FormatSpec*> FormatNamed(const std::string& name) {
  const std::optional<DecodeKind> kind = KindNamed(name);
  if (kind && kind->format != nullptr) return kind->format;
  if (kind) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "name the %s to encode, such as F_TRANSLATION or CMD_CFGI_STE", kind->name));
  }
  return absl::InvalidArgumentError(
      absl::StrFormat("'%s' is not a kind; say %s", name, KindsInWords()));
}

std::string Render(const FormatSpec& format, const std::vector<std::uint64_t>& words, bool json) {
  const int digits = format.bits == 32 ? 8 : 16;
  auto array = nlohmann::json::array();
  std::string lines;
  for (const std::uint64_t w : words) {
    const std::string text = absl::StrFormat("0x%0*x", digits, w);
    array.push_back(text);
    lines += text + "\n";
  }
  return json ? array.dump() + "\n" : lines;
}

}  // namespace

int RunEncode(std::ostream& out, std::ostream& err, const EncodeOptions& options) {
  const auto format = FormatNamed(options.kind);
  if (!format.ok()) return InputError(err, format.status());
  const auto words = EncodeFields(**format, options.assignments);
  if (!words.ok()) return InputError(err, words.status());
  out << Render(**format, *words, options.json);
  return kExitExpected;
}

void AddEncode(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<EncodeOptions>();
  CLI::App* cmd = app.add_subcommand(
      "encode", "Encode a structure, command, event or register from its fields");
  cmd->add_option("KIND", options->kind, "What to encode: ste, cd, l1std, CR0, CMD_CFGI_STE, ...")
      ->required();
  cmd->add_option("FIELDS", options->assignments,
                  "Field=value, such as config=s1 s1contextptr=0x48000000; the rest is 0");
  cmd->add_flag("--json", options->json, "Write JSON");
  SetExamples(*cmd, {"quiesce encode ste v=1 config=s1 s1contextptr=0x48000000",
                     "quiesce encode CMD_CFGI_STE StreamID=0x110 Leaf=1"});
  cmd->callback(
      [options, &exit_status] { exit_status = RunEncode(std::cout, std::cerr, *options); });
}

}  // namespace quiesce
