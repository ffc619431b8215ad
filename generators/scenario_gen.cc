#include "generators/scenario_gen.h"

#include <utility>

namespace quiesce {

rc::Gen<Scenario> ScenarioGen(ScenarioOptions options, ScenarioShrinker smaller) {
  // RapidCheck's size is left out on purpose: it would bias the draws to small numbers.
  return rc::Gen<Scenario>([options, smaller = std::move(smaller)](const rc::Random& random, int) {
    rc::Random source = random;
    return rc::shrinkable::shrinkRecur(
        ExpandScenario(source.next(), options),
        [smaller](const Scenario& s) { return rc::seq::fromContainer(smaller(s)); });
  });
}

}  // namespace quiesce
