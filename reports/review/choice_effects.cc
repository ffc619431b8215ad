#include "reports/review/choice_effects.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"
#include "model/world/hand_over_run.h"
#include "reports/case/hand_over_case.h"
#include "reports/case/recorded_choices.h"
#include "reports/case/replay.h"

namespace quiesce {
namespace {

using Offered = std::array<unsigned, kChoicePointCount>;

/// The case's own answers, but one everywhere at one point. Notes what was offered.
class ForcedChoices final : public Choices {
 public:
  ForcedChoices(const Case& c, std::optional<CaseChoice> forced, Offered& offered)
      : inner_(ChoicesOf(c), c.hand_over->picks), forced_(forced), offered_(offered) {}

  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    unsigned& most = offered_[static_cast<std::size_t>(point)];
    most = std::max(most, alternatives);
    if (!forced_ || forced_->point != point) return inner_.Pick(point, alternatives);
    return std::min(forced_->alternative, alternatives - 1);
  }

 private:
  ReplayedChoices inner_;
  std::optional<CaseChoice> forced_;
  Offered& offered_;
};

void Append(std::string& text, std::string_view invariant, std::size_t step) {
  absl::StrAppendFormat(&text, "%s%s at step %u", text.empty() ? "" : ", ", invariant, step);
}

std::string ViolatedByHandOver(const Case& c, std::optional<CaseChoice> forced, Offered& offered) {
  ForcedChoices choices(c, forced, offered);
  std::string text;
  for (const CaseViolation& v : ViolationsOf(Run(HandOverOf(c), choices), c.StepCount())) {
    Append(text, SpecOf(v.invariant).id, v.step);
  }
  return text;
}

std::string ViolatedByAdoption(Case c, std::optional<CaseChoice> forced) {
  if (forced) {
    std::erase_if(c.choices, [&](const CaseChoice& o) { return o.point == forced->point; });
    c.choices.push_back(*forced);
  }
  const ReplayReport report = ReplayCase(c, {.expects = false});
  std::string text;
  for (std::size_t i = 0; i < report.steps.size(); ++i) {
    if (!report.steps[i].violated.empty()) Append(text, report.steps[i].violated, i + 1);
  }
  return text;
}

std::string ViolatedBy(const Case& c, std::optional<CaseChoice> forced, Offered& offered) {
  const std::string text =
      c.hand_over ? ViolatedByHandOver(c, forced, offered) : ViolatedByAdoption(c, forced);
  return text.empty() ? "nothing" : text;
}

/// Where later alternatives mean "not yet": no SMMU may answer so for ever, and a driver that waits
/// would never end.
bool IsOfAnInstant(ChoicePoint point) {
  return point == ChoicePoint::kUpdateInstant || point == ChoicePoint::kInvalidationInstant ||
         point == ChoicePoint::kTornFetch;
}

/// What may be offered: as seen in a hand-over; of an adoption what the version permits.
Offered OfferedTo(const Case& c) {
  Offered offered{};
  if (c.hand_over) {
    ViolatedByHandOver(c, std::nullopt, offered);
    return offered;
  }
  for (const ChoiceSpec& s : kChoiceSpecs) {
    unsigned& most = offered[static_cast<std::size_t>(s.point)];
    most = std::max(most, PermittedAlternatives(s, kSmmuV3p2));
  }
  return offered;
}

}  // namespace

std::string ViolatedBy(const Case& c) {
  Offered ignored{};
  return ViolatedBy(c, std::nullopt, ignored);
}

std::vector<ChoiceEffect> EffectsOfChoices(const Case& c) {
  std::vector<ChoiceEffect> effects;
  if (c.expect.violates.empty()) return effects;
  const std::string as_it_is = ViolatedBy(c);
  const Offered offered = OfferedTo(c);
  for (std::size_t p = 0; p < kChoicePointCount; ++p) {
    if (offered[p] < 2 || offered[p] > kMostAlternatives) continue;
    ChoiceEffect effect{static_cast<ChoicePoint>(p), {}};
    const unsigned tried = IsOfAnInstant(effect.point) ? 1 : offered[p];
    for (unsigned a = 0; a < tried; ++a) {
      Offered ignored{};
      effect.violated.push_back(ViolatedBy(c, CaseChoice{effect.point, a}, ignored));
    }
    const auto differs = [&](const std::string& v) { return v != as_it_is; };
    if (std::ranges::any_of(effect.violated, differs)) effects.push_back(std::move(effect));
  }
  return effects;
}

}  // namespace quiesce
