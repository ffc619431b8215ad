// A sink for legality rules that asks Choices about the rules the architecture leaves open, when
// one of them is broken, and about no other.
#pragma once

#include <optional>

#include "spec/choices.h"
#include "spec/rules/cd_rules.h"
#include "spec/rules/ste_rules.h"

namespace quiesce {

/// A rule that an implementation may have or not.
struct OpenRule {
  ChoicePoint point;
  unsigned alternatives;
  bool refuse_first;  ///< alternative 0 refuses the structure, else alternative 1 does
};

/// Nothing for a rule that this version fixes.
inline std::optional<OpenRule> OpenRuleOf(SteRule rule, const Ste<Concrete>& ste,
                                          const Caps<Concrete>& caps) {
  const bool v3_0 = caps.v3_0.raw();
  switch (rule) {
    case SteRule::kS1ContextPtrRange:
      if (!v3_0 && !Stage2Translates(ste).raw()) return std::nullopt;
      return OpenRule{ChoicePoint::kS1ContextPtrOutOfRange, v3_0 ? 3u : 2u, true};
    case SteRule::kS2t0szRange:
      if (!v3_0) return std::nullopt;
      return OpenRule{ChoicePoint::kTxszOutOfRange, 2, true};
    case SteRule::kEatsFullStallStage1:
      return OpenRule{ChoicePoint::kEatsWithS2s, 2, false};
    case SteRule::kS2sl0PaSize:
      return OpenRule{ChoicePoint::kS2Sl0NeedsPaSize, 2, true};
    case SteRule::kReservedBits:
      return OpenRule{ChoicePoint::kReservedBits, 2, false};
    default:
      return std::nullopt;
  }
}

inline std::optional<OpenRule> OpenRuleOf(CdRule rule, const Caps<Concrete>& caps) {
  if (rule == CdRule::kReservedBits) return OpenRule{ChoicePoint::kReservedBits, 2, false};
  const bool range = rule == CdRule::kT0szRange || rule == CdRule::kT1szRange;
  if (!range || !caps.v3_0.raw()) return std::nullopt;
  return OpenRule{ChoicePoint::kTxszOutOfRange, 2, true};
}

/// `open(rule)` is OpenRuleOf with its other arguments bound.
template <class Rule, class Open>
class RuleAsker {
 public:
  RuleAsker(Choices& choices, Open open) : choices_(choices), open_(open) {}

  void operator()(Rule rule, Bool<Concrete> broken) {
    if (!broken.raw() || found_) return;
    if (const std::optional<OpenRule> open = open_(rule)) {
      asked_ = true;
      const bool first = choices_.Pick(open->point, open->alternatives) == 0;
      if (first != open->refuse_first) return;
    }
    found_ = true;
    first_ = rule;
  }
  template <class Body>
  void Within(Bool<Concrete> applies, Body&& body) {
    if (applies.raw() && !found_) body();
  }

  std::optional<Rule> hit() const { return found_ ? std::optional(first_) : std::nullopt; }
  /// No rule is broken, not even one that this implementation may leave out.
  bool clean() const { return !found_ && !asked_; }

 private:
  Choices& choices_;
  Open open_;
  bool found_ = false;
  bool asked_ = false;
  Rule first_{};
};

}  // namespace quiesce
