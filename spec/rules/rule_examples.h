// How hand-made examples of rules are written down.
#pragma once

#include <optional>
#include <string_view>

namespace quiesce {

/// A change to a legal example that breaks one rule and no other.
template <class Rule, class Example>
struct RuleAlone {
  Rule rule;
  void (*change)(Example&);
};

/// A change to a legal example, and the one rule that it breaks, if any: at the edge of a rule or
/// outside its scope.
template <class Rule, class Example>
struct RuleEdge {
  std::string_view what;
  std::optional<Rule> rule;
  void (*change)(Example&);
};

}  // namespace quiesce
