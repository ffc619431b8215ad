// How a decision of the translation, and a number it depends on, is named in the code and shown to
// the observer, which may answer otherwise: that is how the mutants of properties/mutation are
// made. The names are those of model/smmu/decisions.h; another name does not compile.
//
//   if (Decides<"S1-WALKS">(ctx, s1.walks)) ...
//
// The first argument is a Context or an observer. For an observer that does not hide
// NoObserver::Decide and NoObserver::Measure both compile to their second argument.
#pragma once

#include "model/smmu/decisions.h"
#include "spec/record.h"

namespace quiesce {

template <class Watched>
constexpr auto& ObserverOf(Watched& watched) {
  if constexpr (requires { watched.observer; }) {
    return watched.observer;
  } else {
    return watched;
  }
}

template <FieldName Name, class Watched>
[[gnu::always_inline]] constexpr bool Decides(Watched& watched, bool value) {
  constexpr DecisionId kId = DecisionNamed(Name.view());
  return ObserverOf(watched).Decide(kId, value);
}

template <FieldName Name, class Watched>
[[gnu::always_inline]] constexpr unsigned Measures(Watched& watched, unsigned value) {
  constexpr QuantityId kId = QuantityNamed(Name.view());
  return ObserverOf(watched).Measure(kId, value);
}

}  // namespace quiesce
