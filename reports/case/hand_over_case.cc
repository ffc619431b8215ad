#include "reports/case/hand_over_case.h"

#include <algorithm>

#include "model/image/text_input.h"
#include "reports/case/hand_over_lines.h"
#include "reports/case/image_items.h"
#include "reports/case/recorded_choices.h"

namespace quiesce {
namespace {

/// What the text of a call does not say is as by default.
DriverCall AsSaid(const DriverCall& call) {
  const std::string text = DriverCallText(call);
  return *ParseDriverCall(SplitWords(text));
}

}  // namespace

Case CaseOf(const HandOver& h, const std::vector<CaseChoice>& fixed, std::vector<CasePick> picks) {
  Case c;
  NameVariant(h.config.variant, c);
  c.platform = h.config.platform;
  c.choices = fixed;
  const Image image = CrashedImage(h);
  c.registers = image.registers;
  c.unmapped = image.memory.unmapped();
  c.memory = MemoryItemsOf(image);

  CaseHandOver& own = c.hand_over.emplace();
  own.plan = h;
  own.plan.crashed = Image();
  own.plan.words.clear();
  own.plan.sound_image = IsWellFormed(h);
  own.plan.config.variant = kNewestVariant;
  own.plan.config.platform = Platform();
  std::ranges::transform(own.plan.calls, own.plan.calls.begin(), AsSaid);
  own.picks = std::move(picks);
  return c;
}

std::vector<CaseViolation> ViolationsOf(const HandOverResult& result, std::size_t steps) {
  const auto last = static_cast<unsigned>(steps);
  std::vector<CaseViolation> first;
  for (const Violation& v : result.violations) {
    const bool known = std::ranges::any_of(
        first, [&](const CaseViolation& f) { return f.invariant == v.invariant; });
    if (!known) first.push_back({v.invariant, std::min(v.when.call + 1, last)});
  }
  std::ranges::stable_sort(first, {}, &CaseViolation::step);
  return first;
}

HandOverResult RunHandOver(const Case& c, HandOverObserver* observer) {
  ReplayedChoices choices(ChoicesOf(c), c.hand_over->picks);
  return Run(HandOverOf(c), choices, observer);
}

bool ExpectWhatHappens(Case& c, std::optional<Invariant> first) {
  std::vector<CaseViolation> violations = ViolationsOf(RunHandOver(c), c.StepCount());
  c.expect = {};
  c.hand_over->also.clear();
  const auto main =
      first ? std::ranges::find(violations, *first, &CaseViolation::invariant) : violations.begin();
  if (main == violations.end()) return false;
  c.expect.violates = SpecOf(main->invariant).id;
  c.expect.at_step = main->step;
  violations.erase(main);
  c.hand_over->also = std::move(violations);
  return true;
}

void DropNeedlessPicks(Case& c) {
  auto& picks = c.hand_over->picks;
  for (std::size_t run = picks.size(); run > 0; run /= 2) {
    for (std::size_t at = 0; at + run <= picks.size();) {
      Case fewer = c;
      auto& left = fewer.hand_over->picks;
      const auto from = left.begin() + static_cast<std::ptrdiff_t>(at);
      left.erase(from, from + static_cast<std::ptrdiff_t>(run));
      ExpectWhatHappens(fewer, FindInvariant(c.expect.violates));
      const bool same = fewer.expect == c.expect && fewer.hand_over->also == c.hand_over->also;
      if (same) {
        picks = left;
      } else {
        at += run;
      }
    }
  }
}

}  // namespace quiesce
