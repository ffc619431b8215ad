// A sink for rules that gets one of them wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "spec/rules/rule.h"

namespace quiesce {

enum class RuleChange : std::uint8_t {
  kNone,
  kNegated,
  kDropped,
  kUnscoped,  ///< applied outside the conditions that enclose it
};

/// Collects the rules that are broken, one of them changed.
template <class Rule>
class MutatingSink {
 public:
  MutatingSink(Rule victim, RuleChange change) : victim_(victim), change_(change) {}

  void operator()(Rule rule, Bool<Concrete> broken) {
    victim_has_scope_ = victim_has_scope_ || (rule == victim_ && depth_ > 0);
    if (Answer(rule, broken.raw())) broken_.push_back(rule);
  }
  template <class Body>
  void Within(Bool<Concrete> applies, Body&& body) {
    const bool outer = scope_;
    scope_ = scope_ && applies.raw();
    ++depth_;
    body();
    --depth_;
    scope_ = outer;
  }

  const std::vector<Rule>& broken() const { return broken_; }
  /// The rule to be changed stands inside a Within.
  bool victim_has_scope() const { return victim_has_scope_; }

 private:
  bool Answer(Rule rule, bool condition) const {
    if (rule != victim_) return scope_ && condition;
    switch (change_) {
      case RuleChange::kNegated:
        return scope_ && !condition;
      case RuleChange::kDropped:
        return false;
      case RuleChange::kUnscoped:
        return condition;
      case RuleChange::kNone:
        break;
    }
    return scope_ && condition;
  }

  Rule victim_;
  RuleChange change_;
  bool scope_ = true;
  bool victim_has_scope_ = false;
  unsigned depth_ = 0;
  std::vector<Rule> broken_;
};

}  // namespace quiesce
