// What a rule is, and how rules are streamed to whoever reads them.
//
// A rule set is one function template over the word domain. It calls, for each rule in the order of
// the source,
//   sink(RuleId, condition)              condition true: the rule is broken
//   sink.Within(condition, [&] { ... })  the rules inside apply only under the condition
// A sink that runs takes the first hit; one that proves builds the disjunction, or asks of each
// rule whether it can fire alone. So the thing proved is the thing run.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/word/concrete.h"

namespace quiesce {

struct RuleSpec {
  std::string_view id;      ///< stable, quoted in reports: "STE-S1CDMAX-RANGE"
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

/// Sink of either domain: each rule with its whole condition, those of the enclosing Within
/// included, in order.
template <class D, class Rule>
class AllRules {
 public:
  struct Entry {
    Rule rule;
    Bool<D> broken;
  };

  void operator()(Rule rule, const Bool<D>& broken) {
    entries_.push_back({rule, scope_ && broken});
  }
  template <class Body>
  void Within(const Bool<D>& applies, Body&& body) {
    const Bool<D> outer = scope_;
    scope_ = scope_ && applies;
    body();
    scope_ = outer;
  }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  Bool<D> scope_{true};
  std::vector<Entry> entries_;
};

/// Sink of either domain: whether any rule is broken.
template <class D>
class AnyRule {
 public:
  template <class Rule>
  void operator()(Rule, const Bool<D>& broken) {
    any_ = any_ || (scope_ && broken);
  }
  template <class Body>
  void Within(const Bool<D>& applies, Body&& body) {
    const Bool<D> outer = scope_;
    scope_ = scope_ && applies;
    body();
    scope_ = outer;
  }
  const Bool<D>& any() const { return any_; }

 private:
  Bool<D> scope_{true};
  Bool<D> any_{false};
};

}  // namespace quiesce
