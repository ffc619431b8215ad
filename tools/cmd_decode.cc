#include "tools/cmd_decode.h"

#include <absl/status/statusor.h>
#include <absl/strings/str_format.h>
#include <absl/strings/str_join.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>

#include "model/image/register_file.h"
#include "model/smmu/mmio/idr_config.h"
#include "reports/decode/broken_rules.h"
#include "reports/decode/decode.h"
#include "reports/decode/kernel_log.h"
#include "reports/decode/kinds.h"
#include "reports/decode/queue_entries.h"
#include "reports/decode/words.h"
#include "tools/app.h"
#include "tools/commands.h"

namespace quiesce {
namespace {

constexpr int kOk = 0;
constexpr int kBadInput = 2;

/// A whole register file.
constexpr char kRegistersKind[] = "registers";

std::string Kinds() {
  return absl::StrFormat("%s; or %s, a whole register file", KindsInWords(), kRegistersKind);
}

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

Records FromWords(const std::string& text, const DecodeKind& kind, const RuleContext& context) {
  const auto groups = ParseWords(text, kind.bits);
  if (!groups.ok()) return groups.status();
  std::vector<Decoded> records;
  for (const WordGroup& g : *groups) {
    records.push_back(kind(g.words));
    if (kind.format != nullptr) {
      records.back().broken = BrokenRules(*kind.format, g.words, context);
    }
  }
  return records;
}

/// What no SMMU's ID registers can say together, if all of them are there to judge.
void AppendIdrProblems(const GivenRegisters& registers, std::vector<Decoded>& records) {
  for (const Reg r : {Reg::IDR0, Reg::IDR1, Reg::IDR3, Reg::IDR5, Reg::AIDR}) {
    if (std::ranges::find(registers.given, r) == registers.given.end()) return;
  }
  Decoded d;
  d.title = "the ID registers together are those of no SMMUv3.0 to v3.2";
  for (const IdrRule rule : IdrProblems(registers.values)) d.broken.push_back(&SpecOf(rule));
  if (!d.broken.empty()) records.push_back(std::move(d));
}

Records FromRegisterFile(const std::string& text) {
  const auto registers = ParseSomeRegisters(text, "input");
  if (!registers.ok()) return registers.status();
  if (registers->given.empty()) {
    return absl::InvalidArgumentError(
        "the input gives no register; write NAME=value or 0xOFFSET=value");
  }
  std::vector<Decoded> records;
  for (const Reg r : registers->given) {
    const std::uint64_t value = registers->values.Read(r);
    records.push_back(Decode(*SpecOf(r).format, {&value, 1}));
  }
  AppendIdrProblems(*registers, records);
  return records;
}

absl::StatusOr<RuleContext> ContextOf(const DecodeOptions& options) {
  RuleContext context;
  if (options.registers) {
    const auto registers = LoadRegisterFile(*options.registers);
    if (!registers.ok()) return registers.status();
    context.caps = CapsOf(*registers);
    context.e2h = Is<"E2H">(registers->Get<Reg::CR2>()).raw();
    const auto table = DecodeStrtab(registers->Get<Reg::STRTAB_BASE>(),
                                    registers->Get<Reg::STRTAB_BASE_CFG>(), context.caps);
    context.split = static_cast<unsigned>(table.split.raw());
  }
  if (options.ste.empty()) return context;
  const auto ste = ParseWords(options.ste, kSteFormat.bits);
  if (!ste.ok()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("--ste: %s", std::string(ste.status().message())));
  }
  context.ste = FromRaw<Ste<Concrete>>(ste->front().words);
  return context;
}

Records DecodeAll(const std::string& text, const DecodeOptions& options) {
  const std::string& kind_name = options.kind;
  if (kind_name == kRegistersKind) return FromRegisterFile(text);
  const std::optional<DecodeKind> kind = KindNamed(kind_name);
  if (!kind && !kind_name.empty()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("'%s' is not a kind; say %s", kind_name, Kinds()));
  }
  if (IsKernelLog(text)) return FromKernelLog(text, kind_name);
  if (!kind) {
    return absl::InvalidArgumentError("no kernel log; say what the words are: " + Kinds());
  }
  const absl::StatusOr<RuleContext> context = ContextOf(options);
  if (!context.ok()) return context.status();
  return FromWords(text, *kind, *context);
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
  const Records records = DecodeAll(text, options);
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
  cmd->add_option("KIND", options->kind, "What the words are: " + Kinds());
  cmd->add_option("WORDS", options->words, "Hex words; read from standard input if none is given");
  cmd->add_option("--registers", options->registers,
                  "Register file of the SMMU: judge an STE, CD or L1STD by its options");
  cmd->add_option("--ste", options->ste, "The words of the STE that leads to a CD");
  cmd->add_flag("--json", options->json, "Write JSON");
  SetExamples(
      *cmd,
      {"dmesg | quiesce decode", "quiesce decode ste 0x0000000048000001 0 0 0 0 0 0 0",
       "quiesce decode cd --registers regs.txt < dump.txt", "quiesce decode registers < regs.txt"});
  cmd->callback([options, &exit_status] {
    exit_status = RunDecode(std::cin, std::cout, std::cerr, *options);
  });
}

}  // namespace quiesce
