// QZ-01 to QZ-16 under RapidCheck, one test a property: each holds for the newest driver in drawn
// hand-overs, but for what is known; and half of them find a version or mutant from scratch.
#include "properties/sampled/hand_over_property.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <ostream>
#include <string_view>
#include <vector>

#include "model/driver/catalogue.h"
#include "model/protocol/actions.h"
#include "properties/sampled/check_prop.h"
#include "properties/sampled/hunt.h"
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
    const std::string violation = TextOf(NewViolation(domain, invariant, c, RunCase(c)));
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

/// The same answers, but it promises nothing: all DMA is made anew.
class Unsettled final : public Choices {
 public:
  explicit Unsettled(const ChoicePlan& plan) : planned_(plan) {}
  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    return planned_.Pick(point, alternatives);
  }

 private:
  PlannedChoices planned_;
};

TEST(KnownDma, ChangesNothing) {
  std::uint64_t settled = 0;
  for (std::uint64_t i = 0; i < 150; ++i) {
    const HandOverCase c = DrawCase(1, *FindDomain("wild"), i);
    PlannedChoices planned(c.choices);
    settled += planned.Settled();
    Unsettled unsettled(c.choices);
    HandOverRunner runner(c.hand_over);
    runner.Use(*WithBug(*FindBug("bug-48a")));
    const HandOverResult known = runner.Run(planned);
    const HandOverResult anew = runner.Run(unsettled);
    EXPECT_EQ(known.violations, anew.violations);
    EXPECT_EQ(known.consequences, anew.consequences);
    EXPECT_EQ(known.transactions, anew.transactions);
  }
  EXPECT_GE(settled, 75u);
}

TEST(HandOverProperty, EveryStepIsOneThatTheProtocolPermits) {
  for (const HandOverDomain& domain : HandOverDomains()) {
    const auto mismatch = RunBatch({&domain, 5, 0, 60}).mismatch;
    EXPECT_FALSE(mismatch) << domain.name << " " << mismatch->index << ": "
                           << Describe(mismatch->mismatch);
  }
}

/// A protocol whose driver never turns the command queue on.
void WithoutCommandQueue(const Setting& s, const Protocol<Concrete>& p,
                         const ActionInputs<Concrete>& in, ActionSink<Concrete>& to) {
  for (const GuardedAction<Concrete>& a : AllActions(s, p, in)) {
    if (a.Enabled() && a.name != "CR0.CMDQEN := 1") to.Add(a.name, a.party, {}, a.next, a.stream);
  }
}

TEST(HandOverProperty, AStepThatTheProtocolDoesNotPermitIsFound) {
  const HandOverTally tally = RunBatch({FindDomain("clean"), 1, 0, 1}, {}, WithoutCommandQueue);
  ASSERT_TRUE(tally.mismatch);
  EXPECT_EQ(tally.mismatch->index, 0u);
  EXPECT_NE(tally.mismatch->mismatch.text.find("cr0"), std::string::npos);
}

/// A bug that breaks an invariant by other means than what is known of it.
struct OtherMeans {
  std::string_view domain;
  Invariant invariant;
  std::string_view bug;
};

void PrintTo(const OtherMeans& m, std::ostream* os) { *os << m.domain << " " << m.bug; }

class NoExcuse : public testing::TestWithParam<OtherMeans> {};

TEST_P(NoExcuse, CoversAnotherBug) {
  const OtherMeans& m = GetParam();
  const HandOverDomain& domain = *FindDomain(m.domain);
  const Variant variant = *WithBug(*FindBug(m.bug));
  for (std::uint64_t i = 0; i < 600; ++i) {
    const HandOverCase c = DrawCase(1, domain, i, variant);
    if (NewViolation(domain, m.invariant, c, RunCase(c))) return;
  }
  FAIL() << m.bug << " is excused";
}

INSTANTIATE_TEST_SUITE_P(
    Invariants, NoExcuse,
    testing::Values(OtherMeans{"failing", Invariant::kNotBypassed, "bug-42e"},
                    OtherMeans{"failing", Invariant::kLiveStructures, "bug-48a"},
                    OtherMeans{"failing", Invariant::kResourcesBalance, "bug-30b"},
                    OtherMeans{"wild", Invariant::kNotAborted, "bug-38a"},
                    OtherMeans{"wild", Invariant::kNotAborted, "bug-39"},
                    OtherMeans{"wild", Invariant::kSamePlace, "bug-42e"},
                    OtherMeans{"wild", Invariant::kNotBypassed, "bug-42e"},
                    OtherMeans{"wild", Invariant::kNextKernelIntact, "bug-42e"},
                    OtherMeans{"wild", Invariant::kOthersUnaffected, "bug-59"},
                    OtherMeans{"wild", Invariant::kGuardsKept, "bug-42b"},
                    OtherMeans{"wild", Invariant::kLiveStructures, "bug-48a"},
                    OtherMeans{"wild", Invariant::kLiveStructures, "bug-81"},
                    OtherMeans{"wild", Invariant::kUpdateProtocol, "bug-52"},
                    OtherMeans{"wild", Invariant::kSameSte, "bug-30d"},
                    OtherMeans{"wild", Invariant::kResourcesBalance, "bug-52"},
                    OtherMeans{"wild", Invariant::kTossLeavesNoTrace, "bug-27"},
                    OtherMeans{"wild", Invariant::kFreshIds, "bug-60"},
                    OtherMeans{"wild", Invariant::kAcceptsWellFormed, "bug-66c"},
                    OtherMeans{"wild", Invariant::kEnds, "bug-26"},
                    OtherMeans{"wild", Invariant::kInsertIsLocal, "bug-75"}),
    [](const testing::TestParamInfo<OtherMeans>& info) {
      std::string name(SpecOf(info.param.invariant).id);
      name.append("_").append(info.param.domain).append("_").append(info.param.bug);
      std::ranges::replace(name, '-', '_');
      return name;
    });

/// What an invariant must find from a fixed seed: versions of the driver, and mutants of the
/// newest. `quiesce hunt` has them all.
struct Victims {
  Invariant invariant;
  std::vector<std::string_view> names;
};

std::vector<Victims> MustBeKilled() {
  return {{Invariant::kNotAborted, {"status-quo", "bug-1"}},
          {Invariant::kSamePlace, {"bug-8"}},
          {Invariant::kNotBypassed, {"bug-42e"}},
          {Invariant::kNextKernelIntact, {"bug-17"}},
          {Invariant::kOthersUnaffected, {"v7", "bug-14", "bug-41"}},
          {Invariant::kGuardsKept, {"bug-42b"}},
          {Invariant::kUpdateProtocol, {"bug-5"}},
          {Invariant::kLiveStructures, {"bug-48a"}},
          {Invariant::kSameSte, {"bug-15b"}},
          {Invariant::kResourcesBalance, {"bug-30b"}},
          {Invariant::kTossLeavesNoTrace, {"bug-27"}},
          {Invariant::kDecidedAsUsed, {"bug-33"}},
          {Invariant::kFreshIds, {"bug-59"}},
          {Invariant::kAcceptsWellFormed, {"bug-66c"}},
          {Invariant::kEnds, {"bug-26"}},
          {Invariant::kInsertIsLocal, {"bug-75"}}};
}

class MustKill : public testing::TestWithParam<Victims> {};

TEST_P(MustKill, ItsMutants) {
  std::vector<HuntTarget> targets;
  for (const HuntTarget& t : HuntTargets()) {
    const auto& names = GetParam().names;
    if (std::ranges::find(names, t.name) == names.end()) continue;
    targets.push_back(t);
    targets.back().invariants = {GetParam().invariant};
  }
  ASSERT_EQ(targets.size(), GetParam().names.size());
  HuntConfig config;
  config.cases = 2000;
  config.shrink.executions = 0;
  for (const HuntResult& r : RunHunt(targets, config)) {
    EXPECT_TRUE(r.find.has_value()) << r.target << " survives " << r.cases << " hand-overs";
  }
}

std::string NameOfVictims(const testing::TestParamInfo<Victims>& info) {
  std::string name(SpecOf(info.param.invariant).id);
  name[2] = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Invariants, MustKill, testing::ValuesIn(MustBeKilled()), NameOfVictims);

}  // namespace
}  // namespace quiesce
