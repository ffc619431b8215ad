// QZ-01 to QZ-16 under RapidCheck, one test a property: each holds for the newest driver in drawn
// hand-overs, but for what is known.
#include "properties/sampled/hand_over_property.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <ostream>
#include <string_view>
#include <vector>

#include "properties/sampled/check_prop.h"
#include "shrinkers/hand_over.h"

namespace quiesce {

/// What RapidCheck prints of a counterexample.
void showValue(const HandOverCase& c, std::ostream& os) {
  const HandOver& h = c.hand_over;
  os << h.devices.size() << " devices, " << h.calls.size() << " calls, "
     << h.schedule.actions.size() << " actions, " << h.schedule.faults.size() << " faults";
  if (const auto* s = std::get_if<Scenario>(&h.crashed)) {
    for (const Corruption& k : s->corruptions) os << "; " << Describe(k);
  }
}

namespace {

/// One raw draw, expanded by our own generator and shrunk by our own passes.
rc::Gen<HandOverCase> CasesOf(const HandOverDomain& domain) {
  return rc::Gen<HandOverCase>([options = domain.options](const rc::Random& random, int) {
    rc::Random source = random;
    return rc::shrinkable::shrinkRecur(
        DrawHandOverCase(source.next(), options),
        [](const HandOverCase& c) { return rc::seq::fromContainer(SmallerHandOvers(c)); });
  });
}

std::string TextOf(const std::optional<Violation>& violation) {
  return violation ? Describe(*violation) : "";
}

class EveryHandOver : public testing::TestWithParam<Invariant> {};

void Check(const HandOverDomain& domain, Invariant invariant, int cases) {
  CheckProperty({.cases = cases}, [&] {
    const HandOverCase c = *CasesOf(domain);
    const std::string violation = TextOf(NewViolation(domain, invariant, RunCase(c)));
    RC_ASSERT(violation == "");
  });
}

TEST_P(EveryHandOver, HoldsWhenClean) { Check(*FindDomain("clean"), GetParam(), 60); }
TEST_P(EveryHandOver, HoldsWhenSomethingFails) { Check(*FindDomain("failing"), GetParam(), 60); }
TEST_P(EveryHandOver, HoldsButForKnownFindings) { Check(*FindDomain("wild"), GetParam(), 60); }

std::string NameOf(const testing::TestParamInfo<Invariant>& info) {
  std::string name(SpecOf(info.param).id);
  name[2] = '_';
  return name;
}

std::vector<Invariant> All() {
  std::vector<Invariant> all;
  for (std::size_t i = 0; i < kInvariantCount; ++i) all.push_back(static_cast<Invariant>(i));
  return all;
}

INSTANTIATE_TEST_SUITE_P(Invariants, EveryHandOver, testing::ValuesIn(All()), NameOf);

}  // namespace
}  // namespace quiesce
