// A lemma in either domain: wherever the premises hold, the claim has to.
#pragma once

#include <string>
#include <vector>

#include "spec/word/word.h"

namespace quiesce {

template <class D>
struct NamedCondition {
  std::string name;
  Bool<D> condition;
};

template <class D>
struct LemmaQuestion {
  std::vector<NamedCondition<D>> premises;
  Bool<D> claim;
};

}  // namespace quiesce
