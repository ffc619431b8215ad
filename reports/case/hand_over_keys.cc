#include <algorithm>
#include <array>
#include <span>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "model/image/text_input.h"
#include "reports/case/case_names.h"
#include "reports/case/hand_over_lines.h"
#include "reports/case/hand_over_words.h"
#include "reports/case/transaction_text.h"

namespace quiesce {
namespace {

CaseWords From(const CaseWords& words, std::size_t first) {
  return {words.begin() + static_cast<std::ptrdiff_t>(std::min(first, words.size())), words.end()};
}

std::optional<unsigned> ParseUnsigned(std::string_view text) {
  const auto n = ParseNumber(text);
  if (!n || *n >= 1'000'000'000) return std::nullopt;
  return static_cast<unsigned>(*n);
}

/// "N.M".
std::optional<std::pair<unsigned, unsigned>> ParsePair(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto a = ParseUnsigned(text.substr(0, dot));
  const auto b = ParseUnsigned(text.substr(dot + 1));
  if (!a || !b) return std::nullopt;
  return std::pair(*a, *b);
}

std::optional<PhysicalRange> ParseExtent(const CaseWords& words) {
  if (words.size() != 2) return std::nullopt;
  const auto first = ParseNumber(words[0]);
  const auto bytes = ParseNumber(words[1]);
  if (!first || !bytes || *bytes == 0 || *first + (*bytes - 1) < *first) return std::nullopt;
  return PhysicalRange{*first, *bytes};
}

/// "PA=VALUE".
std::optional<MemoryWord> ParseMemoryWord(std::string_view text) {
  const CaseAssignment given = ParseCaseAssignment(text);
  const auto pa = ParseNumber(given.name);
  if (!pa || *pa % 8 != 0 || !given.value) return std::nullopt;
  return MemoryWord{*pa, *given.value};
}

absl::Status TakeYesNo(const CaseWords& words, std::string_view key, bool& value) {
  if (words.size() != 1 || (words[0] != "yes" && words[0] != "no")) {
    return CaseError(absl::StrFormat("expected `%s: yes` or `%s: no`", key, key));
  }
  value = words[0] == "yes";
  return absl::OkStatus();
}

absl::Status TakePolicy(const CaseWords& words, CaseHandOver& h) {
  const auto policy = words.size() == 1 ? FindPolicy(words[0]) : std::nullopt;
  if (!policy) {
    std::string known;
    for (const Policy& p : kPolicies) absl::StrAppendFormat(&known, " %s", p.name);
    return CaseError("expected `policy: name`: known are" + known);
  }
  h.plan.config.policy = *policy;
  return absl::OkStatus();
}

absl::Status TakeKernel(const CaseWords& words, CaseHandOver& h) {
  DriverConfig& config = h.plan.config;
  if (words.size() == 3 && words[1] == "=") {
    const auto n = ParseUnsigned(words[2]);
    if (words[0] == "kdump" && (words[2] == "yes" || words[2] == "no")) {
      config.kdump = words[2] == "yes";
      return absl::OkStatus();
    }
    if (words[0] == "poll_intervals" && n) {
      config.poll_intervals = *n;
      return absl::OkStatus();
    }
    if (words[0] == "max_queue_log2" && n && *n <= 19) {
      config.max_queue_log2 = *n;
      return absl::OkStatus();
    }
  }
  return CaseError(
      "expected `kernel: kdump = yes|no`, `kernel: poll_intervals = N` or `kernel: max_queue_log2 "
      "= "
      "N`");
}

absl::Status TakeSoundImage(const CaseWords& words, CaseHandOver& h) {
  return TakeYesNo(words, "sound-image", h.plan.sound_image);
}

absl::Status TakeMap(const CaseWords& words, CaseHandOver& h) {
  const auto owner = words.empty() ? std::nullopt : MeantBy(kOwnerWords, words[0]);
  const auto range = ParseExtent(From(words, 1));
  if (!owner || !range) {
    return CaseError(
        absl::StrFormat("expected `map: OWNER first bytes`: owners are %s", AllWords(kOwnerWords)));
  }
  h.plan.map.Add(*owner, *range);
  return absl::OkStatus();
}

absl::Status TakePool(const CaseWords& words, CaseHandOver& h) {
  const auto range = ParseExtent(words);
  if (!range) return CaseError("expected `pool: first bytes`");
  h.plan.pool = *range;
  return absl::OkStatus();
}

absl::Status TakeOnAbort(const CaseWords& words, CaseHandOver& h) {
  const auto what = words.size() == 1 ? MeantBy(kConsequenceWords, words[0]) : std::nullopt;
  if (!what) {
    return CaseError(
        absl::StrFormat("expected `on-abort: what`: known are %s", AllWords(kConsequenceWords)));
  }
  h.plan.on_abort = *what;
  return absl::OkStatus();
}

absl::Status TakeDevice(const CaseWords& words, CaseHandOver& h) {
  HandOverDevice device;
  for (const std::string_view word : words) {
    const auto sid = ParseNumber(word);
    if (word == "quiesced") {
      device.marked_quiesced = true;
    } else if (sid && *sid <= 0xFFFF'FFFF) {
      device.sids.push_back(static_cast<std::uint32_t>(*sid));
    } else {
      return CaseError(absl::StrFormat("'%s' is not a StreamID", word));
    }
  }
  if (device.sids.empty()) return CaseError("expected `device: StreamID ... [quiesced]`");
  h.plan.devices.push_back(std::move(device));
  return absl::OkStatus();
}

absl::Status TakeInFlight(const CaseWords& words, CaseHandOver& h) {
  const auto device = words.empty() ? std::nullopt : ParseUnsigned(words[0]);
  if (!device || *device >= h.plan.devices.size()) {
    return CaseError("expected `in-flight: DEVICE transaction`, after the device's line");
  }
  const auto transaction = ParseTransaction(From(words, 1));
  if (!transaction.ok()) return transaction.status();
  h.plan.devices[*device].in_flight.push_back(*transaction);
  return absl::OkStatus();
}

absl::Status TakeCached(const CaseWords& words, CaseHandOver& h) {
  const auto then = std::ranges::find(words, std::string_view("then"));
  const auto transaction = ParseTransaction({words.begin(), then});
  if (!transaction.ok()) return transaction.status();
  WarmEntry entry{*transaction};
  for (auto at = then; at != words.end(); ++at) {
    if (at == then) continue;
    const auto word = ParseMemoryWord(*at);
    if (!word) return CaseError(absl::StrFormat("'%s': expected ADDRESS=WORD", *at));
    entry.then.push_back(*word);
  }
  h.plan.caches.push_back(std::move(entry));
  return absl::OkStatus();
}

absl::Status TakeDmaAtChanges(const CaseWords& words, CaseHandOver& h) {
  return TakeYesNo(words, "dma-at-changes", h.plan.schedule.dma_at_changes);
}
absl::Status TakeCommandsAtSteps(const CaseWords& words, CaseHandOver& h) {
  return TakeYesNo(words, "commands-at-steps", h.plan.schedule.commands_at_steps);
}

bool TakeOperands(const CaseWords& words, Action& a) {
  switch (a.kind) {
    case ActionKind::kDma: {
      const auto dma = words.size() == 1 ? ParsePair(words[0]) : std::nullopt;
      if (dma) std::tie(a.device, a.n) = *dma;
      return dma.has_value();
    }
    case ActionKind::kCorrupt:
    case ActionKind::kWriteRegister: {
      const CaseAssignment given =
          words.size() == 1 ? ParseCaseAssignment(words[0]) : CaseAssignment{};
      const auto place = ParseNumber(given.name);
      if (place && given.value) a.word = {*place, *given.value};
      return place && given.value;
    }
    default:
      return words.empty();
  }
}

absl::Status TakeAction(const CaseWords& words, CaseHandOver& h) {
  const auto when = words.empty() ? std::nullopt : ParsePair(words[0]);
  const auto kind = words.size() < 2 ? std::nullopt : MeantBy(kActionWords, words[1]);
  Action a;
  if (when && when->first > 0 && kind) {
    a.when = {when->first - 1, when->second};
    a.kind = *kind;
  }
  if (!kind || !when || when->first == 0 || !TakeOperands(From(words, 2), a)) {
    return CaseError(absl::StrFormat(
        "expected `action: STEP.PORT-CALL what`: known are %s; dma takes DEVICE.N, corrupt and "
        "write-register take PLACE=VALUE",
        AllWords(kActionWords)));
  }
  auto& actions = h.plan.schedule.actions;
  if (!actions.empty() && !(actions.back().when <= a.when)) {
    return CaseError("the actions are not in the order of their steps");
  }
  actions.push_back(a);
  return absl::OkStatus();
}

absl::Status TakeFault(const CaseWords& words, CaseHandOver& h) {
  const auto point = words.size() == 2 ? FaultPointNamed(words[0]) : std::nullopt;
  const auto nth = words.size() == 2 ? ParseUnsigned(words[1]) : std::nullopt;
  if (!point || !nth) return CaseError("expected `fault: POINT N`, such as `fault: map-l2 0`");
  h.plan.schedule.faults.push_back({*point, *nth});
  return absl::OkStatus();
}

absl::Status TakeFailingStep(const CaseWords& words, CaseHandOver& h) {
  const auto n = words.size() == 1 ? ParseUnsigned(words[0]) : std::nullopt;
  if (!n) return CaseError("expected `failing-step: N`");
  h.plan.schedule.failing_step = *n;
  return absl::OkStatus();
}

absl::Status TakePick(const CaseWords& words, CaseHandOver& h) {
  const bool shaped = words.size() == 4 && words[2] == "=";
  const auto point = shaped ? ChoiceNamed(words[0]) : std::nullopt;
  const auto nth = shaped ? ParseUnsigned(words[1]) : std::nullopt;
  const auto pick = shaped ? ParseUnsigned(words[3]) : std::nullopt;
  if (!point || !nth || !pick) return CaseError("expected `pick: ID N = alternative`");
  if (*pick >= AlternativesOf(*point)) {
    return CaseError(absl::StrFormat("%s has %d alternatives, numbered from 0", words[0],
                                     AlternativesOf(*point)));
  }
  h.picks.push_back({*point, *nth, *pick});
  return absl::OkStatus();
}

absl::Status TakeAlso(const CaseWords& words, CaseHandOver& h) {
  const bool shaped = words.size() == 4 && words[1] == "at" && words[2] == "step";
  const auto invariant = shaped ? FindInvariant(words[0]) : std::nullopt;
  const auto step = shaped ? ParseUnsigned(words[3]) : std::nullopt;
  if (!invariant || !step || *step == 0) return CaseError("expected `also: QZ-nn at step N`");
  h.also.push_back({*invariant, *step});
  return absl::OkStatus();
}

struct HandOverKey {
  std::string_view name;
  absl::Status (*parse)(const CaseWords& words, CaseHandOver& h);
};
constexpr HandOverKey kHandOverKeys[] = {
    {"policy", TakePolicy},
    {"kernel", TakeKernel},
    {"sound-image", TakeSoundImage},
    {"map", TakeMap},
    {"pool", TakePool},
    {"on-abort", TakeOnAbort},
    {"device", TakeDevice},
    {"in-flight", TakeInFlight},
    {"cached", TakeCached},
    {"dma-at-changes", TakeDmaAtChanges},
    {"commands-at-steps", TakeCommandsAtSteps},
    {"action", TakeAction},
    {"fault", TakeFault},
    {"failing-step", TakeFailingStep},
    {"pick", TakePick},
    {"also", TakeAlso},
};

const HandOverKey* FindKey(std::string_view name) {
  const auto* found = std::ranges::find(kHandOverKeys, name, &HandOverKey::name);
  return found == std::end(kHandOverKeys) ? nullptr : found;
}

}  // namespace

bool IsHandOverKey(std::string_view key) { return FindKey(key) != nullptr; }

absl::Status ParseHandOverKey(std::string_view key, const CaseWords& words, CaseHandOver& h) {
  return FindKey(key)->parse(words, h);
}

}  // namespace quiesce
