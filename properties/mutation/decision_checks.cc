#include "properties/mutation/decision_checks.h"

#include "absl/strings/str_format.h"
#include "model/smmu/translate.h"
#include "properties/sampled/naive_compare.h"
#include "properties/sampled/naive_encoding.h"

namespace quiesce {
namespace {

constexpr unsigned kTables = 400;
constexpr unsigned kWalksPerTables = 24;
constexpr std::uint64_t kFirstSeed = 0xDEC1'0000;

struct Answer {
  Outcome outcome;
  std::vector<DescriptorUpdate> updates;
};

Answer Run(const SmmuView& smmu, const Transaction& t, Choices& choices, MutantObserver& observer) {
  observer.Restart();
  const Outcome outcome = Translate(smmu, t, choices, observer);
  return {outcome, observer.updates()};
}

/// The order of two checks is swapped by leaving out the first: if the second then fails, it would
/// have been reported; else nothing changes.
Answer Run(const SmmuView& smmu, const Transaction& t, Choices& choices,
           const MutantTranslation& mutant) {
  if (mutant.earlier && mutant.later) {
    const auto to = mutant.earlier->fails ? Mutation::To::kFalse : Mutation::To::kTrue;
    MutantObserver without({.decision = mutant.earlier->id, .to = to});
    const Answer answer = Run(smmu, t, choices, without);
    if (without.Met(mutant.later->id, mutant.later->fails)) return answer;
  }
  MutantObserver observer(mutant.mutation);
  return Run(smmu, t, choices, observer);
}

}  // namespace

/// One set of tables that the oracle drew, and walks through them with their answers.
struct DecisionChecks::Drawn {
  explicit Drawn(std::uint64_t& seed) {
    do {
      naive::DrawTables(++seed, tables);
      naive::SplitMix random(~seed);
      if (const auto r = PlaceStructures(tables, random)) registers = *r;
    } while (registers.Get<Reg::CR0>().word(0).raw() == 0);
    naive::SplitMix random(seed);
    for (unsigned i = 0; i < kWalksPerTables; ++i) {
      const naive::Access access = naive::DrawAccess(tables, random);
      walks.push_back({access, Permitted(tables, access)});
    }
  }

  FixedChoices Choices() const {
    return {
        {ChoicePoint::kRes64kDescriptorHigh, tables.drawn.config.smmu.res0_15_12_faults ? 1u : 0u}};
  }

  naive::RandomTables tables;
  RegisterImage registers;
  std::vector<Walk> walks;
};

DecisionChecks::DecisionChecks() {
  for (const testing::DirectedCase& c : testing::DirectedCases()) {
    directed_.push_back({std::make_unique<testing::Rig>(), c});
    c.prepare(*directed_.back().rig);
  }
  std::uint64_t seed = kFirstSeed;
  for (unsigned i = 0; i < kTables; ++i) drawn_.push_back(std::make_unique<Drawn>(seed));
}

DecisionChecks::~DecisionChecks() = default;

bool DecisionChecks::Notices(const Directed& directed, const MutantTranslation& mutant) {
  testing::Rig& rig = *directed.rig;
  const Answer a = Run(View(rig.image()), directed.what.transaction, rig.choices, mutant);
  return testing::Report(a.outcome, a.updates) != directed.what.expected;
}

bool DecisionChecks::Notices(Drawn& drawn, const MutantTranslation& mutant) {
  const SmmuView smmu = View(drawn.registers, drawn.tables.memory);
  FixedChoices choices = drawn.Choices();
  for (const Walk& walk : drawn.walks) {
    const Answer a = Run(smmu, TransactionOf(walk.access), choices, mutant);
    UpdateSum updates;
    for (const DescriptorUpdate& u : a.updates) updates.Add(u);
    const bool v3_0 = drawn.tables.drawn.v3_0;
    if (!AgreesWithOne(a.outcome, updates, walk.permitted, walk.access, v3_0)) return true;
  }
  return false;
}

std::string DecisionChecks::KillerOf(const MutantTranslation& mutant) {
  for (const Directed& directed : directed_) {
    if (Notices(directed, mutant)) return directed.what.what;
  }
  for (std::size_t i = 0; i < drawn_.size(); ++i) {
    if (Notices(*drawn_[i], mutant)) return absl::StrFormat("the oracle on drawn tables %d", i);
  }
  return "";
}

const MutantObserver& DecisionChecks::Coverage() {
  for (const Directed& d : directed_) {
    Run(View(d.rig->image()), d.what.transaction, d.rig->choices, met_);
  }
  for (const auto& drawn : drawn_) {
    FixedChoices choices = drawn->Choices();
    const SmmuView smmu = View(drawn->registers, drawn->tables.memory);
    for (const Walk& walk : drawn->walks) Run(smmu, TransactionOf(walk.access), choices, met_);
  }
  return met_;
}

}  // namespace quiesce
