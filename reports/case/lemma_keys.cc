#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "reports/case/case_names.h"
#include "reports/case/field_text.h"
#include "reports/case/lemma_case.h"
#include "reports/case/lemma_lines.h"
#include "reports/case/lemma_words.h"

namespace quiesce {
namespace {

absl::Status SetFields(const FormatSpec& format, std::span<const std::string_view> words,
                       std::span<std::uint64_t> entry) {
  for (const std::string_view word : words) {
    const auto [name, value] = ParseCaseAssignment(word);
    if (!value) return CaseError(absl::StrFormat("'%s': expected field=value", word));
    if (absl::Status set = SetField(format, name, *value, entry); !set.ok()) return set;
  }
  return absl::OkStatus();
}

std::optional<std::uint64_t> ValueOf(std::string_view name, std::string_view word,
                                     std::uint64_t most) {
  const auto [given, value] = ParseCaseAssignment(word);
  return given == name && value && *value <= most ? value : std::nullopt;
}

std::string Joined(const CaseWords& words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

absl::Status TakeLemma(const CaseWords& words, CaseLemma& l) {
  const auto name = words.size() == 1 ? LemmaNamed(words[0]) : std::nullopt;
  if (!name) {
    return CaseError(
        absl::StrFormat("unknown lemma '%s': known are %s", Joined(words), AllLemmas()));
  }
  l.id = name->id;
  return absl::OkStatus();
}

absl::Status TakeTwin(const CaseWords& words, CaseLemma& l) {
  if (words.size() != 1 || words[0] != "yes") return CaseError("expected `twin: yes`");
  if (LemmaNamed(l.id)->twin.empty()) {
    return CaseError(absl::StrFormat("%s has no twin: a driver breaks it", l.id));
  }
  l.twin = true;
  return absl::OkStatus();
}

absl::Status TakeWithout(const CaseWords& words, CaseLemma& l) {
  if (words.empty()) return CaseError("expected `without: premise`");
  l.without.push_back(Joined(words));
  return absl::OkStatus();
}

absl::Status TakeStream(const CaseWords& words, CaseLemma& l) {
  const auto sid =
      words.size() == 2 ? ValueOf("sid", words[0], MaxValue(32)) : std::optional<std::uint64_t>();
  const auto ssid = sid ? ValueOf("ssid", words[1], MaxValue(20)) : std::nullopt;
  if (!ssid) return CaseError("expected `stream: sid=N ssid=N`, of 32 and 20 bits");
  l.sid = static_cast<std::uint32_t>(*sid);
  l.ssid = static_cast<std::uint32_t>(*ssid);
  return absl::OkStatus();
}

absl::Status TakeNewDomain(const CaseWords& words, CaseLemma& l) {
  const std::string_view word = words.size() == 1 ? words[0] : "";
  const auto vmid = ValueOf("vmid", word, MaxValue(16));
  const auto id = vmid ? vmid : ValueOf("asid", word, MaxValue(16));
  if (!id) return CaseError("expected `new-domain: asid=N` or `new-domain: vmid=N`, of 16 bits");
  l.new_id_is_vmid = vmid.has_value();
  l.new_id = static_cast<std::uint16_t>(*id);
  return absl::OkStatus();
}

absl::Status TakeGlobalLeaf(const CaseWords& words, CaseLemma& l) {
  if (words.size() != 1 || words[0] != "yes") return CaseError("expected `global-leaf: yes`");
  l.global_leaf = true;
  return absl::OkStatus();
}

absl::Status TakeChoiceOfCd(const CaseWords& words, CaseLemma& l) {
  const auto point = words.size() == 3 && words[1] == "=" ? ChoiceNamed(words[0]) : std::nullopt;
  const auto value = point ? ParseNumber(words[2]) : std::nullopt;
  const bool of_cd = point == ChoicePoint::kReservedBits || point == ChoicePoint::kTxszOutOfRange;
  if (!value || !of_cd || *value > 1) {
    return CaseError("expected `choice-of-cd: ID = alternative`, of CU-21 or CU-22 and 0 or 1");
  }
  l.cd_choices.push_back({*point, static_cast<unsigned>(*value)});
  return absl::OkStatus();
}

absl::Status TakeStage(const CaseWords& words, CaseLemma& l) {
  const auto lemma = UpdateLemmaNamed(l.id);
  if (!lemma || !HasStages(*lemma)) {
    return CaseError(absl::StrFormat("%s has no stages", l.id));
  }
  const std::uint64_t stage = words.size() == 1 ? ParseNumber(words[0]).value_or(0) : 0;
  if (stage == 0 || stage > kUpdateStages) {
    return CaseError(absl::StrFormat("expected `stage: N`, from 1 to %d", kUpdateStages));
  }
  l.stage = static_cast<unsigned>(stage);
  return absl::OkStatus();
}

struct LemmaKey {
  std::string_view name;
  absl::Status (*parse)(const CaseWords& words, CaseLemma& l);
  bool of_stream;  ///< of a lemma about tables and entries
};
constexpr LemmaKey kLemmaKeys[] = {
    {"lemma", TakeLemma, false},
    {"twin", TakeTwin, false},
    {"without", TakeWithout, false},
    {"stream", TakeStream, true},
    {"new-domain", TakeNewDomain, true},
    {"global-leaf", TakeGlobalLeaf, true},
    {"choice-of-cd", TakeChoiceOfCd, true},
    {"stage", TakeStage, false},
};

const LemmaKey* FindKey(std::string_view name) {
  const auto* found = std::ranges::find(kLemmaKeys, name, &LemmaKey::name);
  return found == std::end(kLemmaKeys) ? nullptr : found;
}

absl::Status TakeRole(const LemmaRole& role, const CaseWords& words, CaseLemma& l) {
  const auto lemma = UpdateLemmaNamed(l.id);
  if (!lemma || !IsRoleOf(role, *lemma)) {
    return CaseError(absl::StrFormat("%s has no `%s:`", l.id, role.name));
  }
  const FormatSpec& format = FormatOf(*lemma);
  if (words.empty() || words[0] != format.name) {
    return CaseError(absl::StrFormat("expected `%s: %s field=value ...`", role.name, format.name));
  }
  return SetFields(format, std::span(words).subspan(1), l.*role.member);
}

const MemberEntry* FindEntry(std::string_view name) {
  const auto* found = std::ranges::find_if(
      kMemberEntries, [&](const MemberEntry& e) { return e.format->name == name; });
  return found == std::end(kMemberEntries) ? nullptr : found;
}

const LemmaRole* FindRole(std::string_view name) {
  const auto* found = std::ranges::find(kLemmaRoles, name, &LemmaRole::name);
  return found == std::end(kLemmaRoles) ? nullptr : found;
}

absl::Status CheckWhatIsAsked(const Case& c) {
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const Reg reg = static_cast<Reg>(i);
    if (c.registers.Read(reg) == 0 || std::ranges::count(LemmaRegisters(), reg) != 0) continue;
    return CaseError(absl::StrFormat("no lemma looks at %s", SpecOf(reg).format->name));
  }
  for (const CaseChoice& choice : c.choices) {
    if (std::ranges::count(LemmaChoices(), choice.point) != 0) continue;
    return CaseError(absl::StrFormat("no lemma asks %s", NameOf(choice.point)));
  }
  Platform platform;
  platform.vhe = c.platform.vhe;
  return c.platform == platform ? absl::OkStatus()
                                : CaseError("of the platform, lemmas look at `vhe` alone");
}

}  // namespace

bool IsLemmaKey(std::string_view key) {
  return FindKey(key) != nullptr || FindRole(key) != nullptr;
}

absl::Status ParseLemmaKey(std::string_view key, const CaseWords& words, CaseLemma& l) {
  if (l.id.empty() && key != "lemma") {
    return CaseError(absl::StrFormat("`lemma:` must come before `%s:`", key));
  }
  if (const LemmaRole* const role = FindRole(key)) return TakeRole(*role, words, l);
  const LemmaKey& known = *FindKey(key);
  if (known.of_stream && !StreamLemmaNamed(l.id) && key != "choice-of-cd") {
    return CaseError(absl::StrFormat("%s has no `%s:`", l.id, key));
  }
  return known.parse(words, l);
}

bool IsLemmaEntry(const CaseWords& words) { return FindEntry(words[0]) != nullptr; }

absl::Status ParseLemmaEntry(const CaseWords& words, CaseLemma& l) {
  if (!StreamLemmaNamed(l.id)) {
    return CaseError(absl::StrFormat("the entries of %s have a key before them", l.id));
  }
  const MemberEntry& entry = *FindEntry(words[0]);
  return SetFields(*entry.format, std::span(words).subspan(1), entry.words(l));
}

absl::Status CheckLemma(const Case& c) {
  const CaseLemma& l = *c.lemma;
  if (l.id.empty()) return CaseError("`lemma:` is missing");
  const LemmaQuestion<Concrete> q = QuestionOf(c);
  for (const std::string& name : l.without) {
    if (std::ranges::count(q.premises, name, &NamedCondition<Concrete>::name) != 0) continue;
    std::string known;
    for (const auto& p : q.premises) known.append(known.empty() ? "" : "; ").append(p.name);
    return CaseError(absl::StrFormat("%s has no premise '%s': it has %s", l.id, name,
                                     known.empty() ? "none" : known));
  }
  return CheckWhatIsAsked(c);
}

}  // namespace quiesce
