// What a rule is, and how rules are streamed to whoever reads them.
//
// A rule set is one function template over the word domain. It calls, for each rule in the order of
// the source,
//   sink(RuleId, condition)              condition true: the rule is broken
//   sink.Within(condition, [&] { ... })  the rules inside apply only under the condition
// A concrete sink takes the first hit (FirstHit below) or counts coverage; a symbolic one builds
// the disjunction and asks of each rule whether it can fire alone. So the thing proved is the thing
// run.
#pragma once

#include <optional>
#include <string_view>

#include "spec/word/concrete.h"

namespace quiesce {

struct RuleSpec {
  std::string_view id;      ///< stable, quoted in reports: "STE-EATS-SPLIT"
  std::string_view source;  ///< "IHI 0070 G.b 5.2.2"
  std::string_view text;    ///< what is wrong when it fires, one line, in our own words
};

/// Concrete sink: the first broken rule in order. After a hit it evaluates nothing more of value
/// but stays cheap.
template <class Rule>
class FirstHit {
 public:
  void operator()(Rule rule, Bool<Concrete> broken) {
    if (broken && !hit_) hit_ = rule;
  }
  template <class Body>
  void Within(Bool<Concrete> applies, Body&& body) {
    if (applies && !hit_) body();
  }
  const std::optional<Rule>& hit() const { return hit_; }

 private:
  std::optional<Rule> hit_;
};

}  // namespace quiesce
