#include "tools/inspect_access.h"

#include <optional>
#include <ostream>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "model/smmu/fixed_choices.h"
#include "model/smmu/pack_event.h"
#include "model/smmu/trace.h"
#include "model/smmu/translate.h"
#include "oracles/expected_rows.h"
#include "reports/inspect/trace_text.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

/// "0x8" and "8".
bool ParseNumber(const std::string& text, std::uint64_t& value) {
  if (text.starts_with("0x") || text.starts_with("0X")) return absl::SimpleHexAtoi(text, &value);
  return absl::SimpleAtoi(text, &value);
}

absl::StatusOr<Transaction> ParseAccess(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  std::uint64_t sid = 0;
  Transaction t;
  if (parts.size() != 3 || !ParseNumber(parts[0], sid) || sid > 0xFFFF'FFFF ||
      !ParseNumber(parts[1], t.address) || (parts[2] != "R" && parts[2] != "W")) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "--translate '%s': want StreamID:address:R or StreamID:address:W, such as 0x8:0xffebba5c:W",
        text));
  }
  t.stream_id = static_cast<std::uint32_t>(sid);
  t.access = parts[2] == "W" ? AccessKind::kWrite : AccessKind::kRead;
  return t;
}

absl::StatusOr<OracleQuirks> ParseQuirks(const std::vector<std::string>& names) {
  OracleQuirks quirks;
  for (const std::string& name : names) {
    bool known = false;
    std::string all;
    for (const QuirkSpec& q : KnownQuirks()) {
      if (q.name == name) quirks.*q.flag = known = true;
      absl::StrAppendFormat(&all, " %s", q.name);
    }
    if (!known) {
      return absl::InvalidArgumentError(
          absl::StrFormat("--quirk '%s' is not known; known are:%s", name, all));
    }
  }
  return quirks;
}

ObservedResult Observe(const SmmuView& smmu, const ExpectedRow& row) {
  Transaction t;
  t.stream_id = row.stream_id;
  t.address = row.address;
  t.access = row.write ? AccessKind::kWrite : AccessKind::kRead;
  FixedChoices choices;
  NoObserver observer;
  const Outcome outcome = Translate(smmu, t, choices, observer);
  if (outcome.verdict == Verdict::kComplete) return Completed{outcome.address};
  if (outcome.verdict == Verdict::kAbort && outcome.event)
    return ExpectedEvent{PackEvent(*outcome.event)};
  if (outcome.verdict == Verdict::kAbort) return SilentlyAborted{};
  return NoAnswer{OutcomeText(outcome)};
}

}  // namespace

int ShowTranslations(const Image& image, const std::vector<std::string>& accesses,
                     std::ostream& out, std::ostream& err) {
  const SmmuView smmu = View(image);
  bool answered = true;
  for (const std::string& text : accesses) {
    const absl::StatusOr<Transaction> t = ParseAccess(text);
    if (!t.ok()) return InputError(err, t.status());
    FixedChoices choices;
    TraceObserver trace;
    const Outcome outcome = Translate(smmu, *t, choices, trace);
    out << absl::StrFormat("StreamID 0x%x, %s of 0x%x\n", t->stream_id,
                           t->Writes() ? "write" : "read", t->address)
        << TraceText(trace.steps()) << "  " << OutcomeText(outcome) << "\n";
    answered = answered && outcome.verdict != Verdict::kNotCaptured &&
               outcome.verdict != Verdict::kUnsupported;
  }
  return answered ? kExitExpected : kExitUndecided;
}

int CompareRows(const Image& image, const std::string& file,
                const std::vector<std::string>& quirk_names, std::ostream& out, std::ostream& err) {
  const absl::StatusOr<OracleQuirks> quirks = ParseQuirks(quirk_names);
  if (!quirks.ok()) return InputError(err, quirks.status());
  const absl::StatusOr<std::vector<ExpectedRow>> rows = LoadExpectedRows(file);
  if (!rows.ok()) return InputError(err, rows.status());
  const SmmuView smmu = View(image);
  std::size_t skipped = 0, different = 0;
  for (const ExpectedRow& row : *rows) {
    if (row.skipped()) {
      ++skipped;
      continue;
    }
    const std::optional<std::string> difference = CompareRow(row, Observe(smmu, row), *quirks);
    if (!difference) continue;
    ++different;
    out << absl::StrFormat("%s:%d: %s\n", file, row.line, *difference);
  }
  const std::size_t compared = rows->size() - skipped;
  out << absl::StrFormat("%d rows: %d compared, %d agree, %d differ; %d not compared (SKIP)\n",
                         rows->size(), compared, compared - different, different, skipped);
  if (compared == 0) {
    err << "quiesce: " << file << ": every row is SKIP, nothing was compared\n";
    return kExitUndecided;
  }
  return different == 0 ? kExitExpected : kExitViolation;
}

}  // namespace quiesce
