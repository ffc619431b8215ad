// The choice points that a finding depends on, with their alternatives.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/export/escape_markdown.h"
#include "reports/review/choice_effects.h"
#include "reports/review/packet.h"

namespace quiesce {
namespace {

struct Dependent {
  const KnownCase* known;
  std::vector<std::string> violated;
};

std::string AlternativeText(const ChoiceSpec& spec, std::size_t number) {
  return number < spec.alternatives.size() ? EscapeMarkdown(spec.alternatives[number].text)
                                           : "as the one before";
}

std::string EntryOf(ChoicePoint point, const std::vector<Dependent>& dependents) {
  const ChoiceSpec& spec = *FindChoiceSpec(point);
  std::string text = absl::StrFormat("### %s: %s\n\nSource: %s\n\n", spec.id,
                                     EscapeMarkdown(spec.title), EscapeMarkdown(spec.source));
  for (const Dependent& d : dependents) {
    absl::StrAppendFormat(&text, "- `%s` as it is: violates %s\n", d.known->name,
                          ViolatedBy(d.known->c));
    for (std::size_t a = 0; a < d.violated.size(); ++a) {
      absl::StrAppendFormat(&text, "  - with %u, %s: violates %s\n", a, AlternativeText(spec, a),
                            d.violated[a]);
    }
  }
  return text + "\n";
}

}  // namespace

std::string ChoicesPart(std::span<const KnownCase> cases) {
  std::map<ChoicePoint, std::vector<Dependent>> by_point;
  std::size_t findings = 0;
  for (const KnownCase& k : cases) {
    if (!k.IsFinding()) continue;
    ++findings;
    for (ChoiceEffect& e : EffectsOfChoices(k.c)) {
      by_point[e.point].push_back({&k, std::move(e.violated)});
    }
  }
  std::string text = absl::StrFormat(
      "## Choices of the architecture that a finding depends on\n\nEach of the %u findings was run "
      "with every alternative of each choice point that it comes to, the same\nalternative "
      "throughout; of choices of an instant only \"at once\" was tried, and those with more than "
      "%u alternatives\nwere not. A choice that is not listed changes nothing in what is "
      "violated, and where.\n\n",
      findings, kMostAlternatives);
  if (by_point.empty()) text += "None of them depends on any.\n";
  for (const auto& [point, dependents] : by_point) text += EntryOf(point, dependents);
  return text;
}

}  // namespace quiesce
