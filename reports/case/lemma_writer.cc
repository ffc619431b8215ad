#include <algorithm>

#include "absl/strings/str_format.h"
#include "reports/case/case_names.h"
#include "reports/case/field_text.h"
#include "reports/case/lemma_lines.h"
#include "reports/case/lemma_words.h"

namespace quiesce {
namespace {

/// "STE V=1 Config=5"; "STE" if all of it is 0.
std::string EntryText(const FormatSpec& format, std::span<const std::uint64_t> words) {
  std::string text(format.name);
  for (const FieldText& f : NonZeroFields(format, words)) {
    absl::StrAppendFormat(&text, " %s=%s", f.name, NumberText(f.value));
  }
  return text;
}

void AppendUpdate(UpdateLemma lemma, const CaseLemma& l, std::string& out) {
  if (HasStages(lemma)) absl::StrAppendFormat(&out, "stage: %d\n", l.stage);
  for (const LemmaRole& role : kLemmaRoles) {
    if (!IsRoleOf(role, lemma)) continue;
    absl::StrAppendFormat(&out, "%s: %s\n", role.name, EntryText(FormatOf(lemma), l.*role.member));
  }
}

}  // namespace

void AppendLemmaName(const CaseLemma& l, std::string& out) {
  absl::StrAppendFormat(&out, "kind: lemma\nlemma: %s\n", l.id);
  if (l.twin) out += "twin: yes\n";
  for (const std::string& premise : l.without)
    absl::StrAppendFormat(&out, "without: %s\n", premise);
}

void AppendLemmaValues(const CaseLemma& l, std::string& out) {
  for (const CaseChoice& c : l.cd_choices) {
    absl::StrAppendFormat(&out, "choice-of-cd: %s = %d\n", NameOf(c.point), c.alternative);
  }
  if (const auto lemma = UpdateLemmaNamed(l.id)) return AppendUpdate(*lemma, l, out);
  if (l.sid != 0 || l.ssid != 0) {
    absl::StrAppendFormat(&out, "stream: sid=0x%x ssid=0x%x\n", l.sid, l.ssid);
  }
  if (l.new_id != 0 || l.new_id_is_vmid) {
    absl::StrAppendFormat(&out, "new-domain: %s=%d\n", l.new_id_is_vmid ? "vmid" : "asid",
                          l.new_id);
  }
  if (l.global_leaf) out += "global-leaf: yes\n";
  CaseLemma values = l;
  for (const MemberEntry& entry : kMemberEntries) {
    const std::span<const std::uint64_t> words = entry.words(values);
    const bool given = std::ranges::any_of(words, [](std::uint64_t w) { return w != 0; });
    if (given) absl::StrAppendFormat(&out, "%s\n", EntryText(*entry.format, words));
  }
}

}  // namespace quiesce
