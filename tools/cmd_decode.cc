#include "tools/cmd_decode.h"

#include <absl/status/statusor.h>
#include <absl/strings/str_format.h>
#include <absl/strings/str_join.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>
#include <memory>

#include "reports/decode/decode.h"
#include "reports/decode/kernel_log.h"
#include "reports/decode/kinds.h"
#include "reports/decode/queue_entries.h"
#include "reports/decode/words.h"
#include "tools/commands.h"

namespace quiesce {
namespace {

constexpr int kOk = 0;
constexpr int kBadInput = 2;

using Records = absl::StatusOr<std::vector<Decoded>>;

Decoded DecodeEntry(const LogEntry& entry) {
  return entry.kind == LogEntryKind::kEvent ? DecodeEvent(entry.words) : DecodeCommand(entry.words);
}

/// The log's records; only those of the kind, if one is given.
Records FromKernelLog(const std::string& text, const std::string& kind) {
  const auto entries = ParseKernelLog(text);
  if (!entries.ok()) return entries.status();
  const std::optional<DecodeKind> wanted = KindNamed(kind);
  std::vector<Decoded> records;
  for (const LogEntry& e : *entries) {
    const std::string_view name = e.kind == LogEntryKind::kEvent ? "event" : "command";
    if (wanted && wanted->name != name) continue;
    records.push_back(DecodeEntry(e));
  }
  if (records.empty()) {
    return absl::InvalidArgumentError("this kernel log holds no " + kind);
  }
  return records;
}

Records FromWords(const std::string& text, const DecodeKind& kind) {
  const auto groups = ParseWords(text, kind.bits);
  if (!groups.ok()) return groups.status();
  std::vector<Decoded> records;
  for (const WordGroup& g : *groups) records.push_back(kind(g.words));
  return records;
}

Records DecodeAll(const std::string& text, const std::string& kind_name) {
  const std::optional<DecodeKind> kind = KindNamed(kind_name);
  if (!kind && !kind_name.empty()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("'%s' is not a kind; say %s", kind_name, KindsInWords()));
  }
  if (IsKernelLog(text)) return FromKernelLog(text, kind_name);
  if (!kind) {
    return absl::InvalidArgumentError("no kernel log; say what the words are: " + KindsInWords());
  }
  return FromWords(text, *kind);
}

std::string Render(const std::vector<Decoded>& records, bool json) {
  if (!json) {
    return absl::StrJoin(records, "\n",
                         [](std::string* out, const Decoded& d) { *out += ToText(d); });
  }
  auto array = nlohmann::ordered_json::array();
  for (const Decoded& d : records) array.push_back(ToJson(d));
  return array.dump(2) + "\n";
}

}  // namespace

int RunDecode(std::istream& in, std::ostream& out, std::ostream& err,
              const DecodeOptions& options) {
  const std::string text = options.words.empty()
                               ? std::string(std::istreambuf_iterator<char>(in), {})
                               : absl::StrJoin(options.words, " ");
  const Records records = DecodeAll(text, options.kind);
  if (!records.ok()) {
    const absl::string_view message = records.status().message();
    err << "quiesce decode: " << std::string(message) << "\n";
    return kBadInput;
  }
  out << Render(*records, options.json);
  return kOk;
}

void AddDecode(CLI::App& app, int& exit_status) {
  auto options = std::make_shared<DecodeOptions>();
  CLI::App* cmd = app.add_subcommand(
      "decode",
      "Decode event records, commands, structures and registers from words or a kernel log");
  cmd->add_option("KIND", options->kind, "What the words are: " + KindsInWords());
  cmd->add_option("WORDS", options->words, "Hex words; read from standard input if none is given");
  cmd->add_flag("--json", options->json, "Write JSON");
  cmd->callback([options, &exit_status] {
    exit_status = RunDecode(std::cin, std::cout, std::cerr, *options);
  });
}

}  // namespace quiesce
