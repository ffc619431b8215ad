#include "properties/mutation/decision_mutants.h"

#include <string>

namespace quiesce {
namespace {

consteval MutantTranslation::Check CheckOf(std::string_view name, bool fails) {
  return {DecisionNamed(name), fails};
}

/// IHI 0070 G.b 7.3.22, and DDI 0487 D8.15.4 for the faults of a walk.
constexpr CheckOrder kOrders[] = {
    {CheckOf("SMMU-SFM", true), CheckOf("SMMU-UUT", true)},
    {CheckOf("SMMU-UUT", true), CheckOf("SMMU-SMMUEN", false)},
    {CheckOf("SMMU-SPECULATIVE-WRITE", true), CheckOf("SMMU-UUT", true)},
    {CheckOf("STRTAB-SID-RANGE", false), CheckOf("STE-LEGAL", false)},
    {CheckOf("STE-LEGAL", false), CheckOf("SSID-WITHOUT-STAGE1", true)},
    {CheckOf("STE-ABORTS", true), CheckOf("SSID-WITHOUT-STAGE1", true)},
    {CheckOf("ATS-EATS-OFF", true), CheckOf("SSID-RANGE", false)},
    {CheckOf("SSID-WITHOUT-STAGE1", true), CheckOf("STE-BYPASS-RANGE", true)},
    {CheckOf("SSID-RANGE", false), CheckOf("CD-LEGAL", false)},
    {CheckOf("CDTAB-L1CD-VALID", false), CheckOf("CD-LEGAL", false)},
    {CheckOf("CD-LEGAL", false), CheckOf("WALK-VALID", false)},
    {CheckOf("S1-EPD-CLEAR", false), CheckOf("WALK-VALID", false)},
    {CheckOf("S1-INPUT-RANGE", false), CheckOf("WALK-VALID", false)},
    {CheckOf("S2-INPUT-RANGE", true), CheckOf("LEAF-ACCESSIBLE", false)},
    {CheckOf("WALK-ADDR-SIZE", true), CheckOf("LEAF-ACCESSIBLE", false)},
    {CheckOf("WALK-ADDR-SIZE", true), CheckOf("LEAF-READ-REFUSED", true)},
    {CheckOf("LEAF-ACCESSIBLE", false), CheckOf("LEAF-READ-REFUSED", true)},
    {CheckOf("LEAF-ACCESSIBLE", false), CheckOf("LEAF-WRITE-REFUSED", true)},
    {CheckOf("LEAF-READ-REFUSED", true), CheckOf("WALK-VALID", false)},
};

constexpr EquivalentMutant kEquivalent[] = {
    {"CONTIG-RES0", "always false", "a group of one has one member to pick: the leaf itself"},
    {"EVT-FETCH-ADDRESS", "always true", "a fault that is no failed fetch has address 0"},
    {"EVT-HAS-IPA", "always true", "a stage 1 fault has IPA 0"},
    {"SMMU-SPECULATIVE-WRITE", "after SMMU-UUT",
     "a speculative access is aborted without event whichever is found first"},
};

std::string_view ExcuseFor(std::string_view subject, std::string_view change) {
  for (const EquivalentMutant& e : kEquivalent) {
    if (e.subject == subject && e.change == change) return e.why;
  }
  return "";
}

Mutant Make(std::string_view subject, std::string change, const std::string& killer) {
  const std::string_view excuse = ExcuseFor(subject, change);
  return {std::string(subject), std::move(change), killer, std::string(excuse)};
}

}  // namespace

std::span<const CheckOrder> CheckOrders() { return kOrders; }
std::span<const EquivalentMutant> EquivalentMutants() { return kEquivalent; }

std::vector<Mutant> DecisionMutants(DecisionChecks& checks) {
  using To = Mutation::To;
  std::vector<Mutant> mutants;
  for (std::size_t i = 0; i < kDecisionCount; ++i) {
    const auto id = static_cast<DecisionId>(i);
    const auto add = [&](To to, const char* change) {
      const MutantTranslation mutant{{.decision = id, .to = to}};
      mutants.push_back(Make(SpecOf(id).id, change, checks.KillerOf(mutant)));
    };
    add(To::kOpposite, "negated");
    add(To::kTrue, "always true");
    add(To::kFalse, "always false");
  }
  return mutants;
}

std::vector<Mutant> QuantityMutants(DecisionChecks& checks) {
  std::vector<Mutant> mutants;
  for (std::size_t i = 0; i < kQuantityCount; ++i) {
    const auto id = static_cast<QuantityId>(i);
    for (const int step : {+1, -1}) {
      const MutantTranslation mutant{{.quantity = id, .step = step}};
      const char* change = step > 0 ? "one more" : "one less";
      mutants.push_back(Make(SpecOf(id).id, change, checks.KillerOf(mutant)));
    }
  }
  return mutants;
}

std::vector<Mutant> OrderMutants(DecisionChecks& checks) {
  std::vector<Mutant> mutants;
  for (const CheckOrder& order : kOrders) {
    const MutantTranslation mutant{{}, order.earlier, order.later};
    const std::string change = "after " + std::string(SpecOf(order.later.id).id);
    mutants.push_back(Make(SpecOf(order.earlier.id).id, change, checks.KillerOf(mutant)));
  }
  return mutants;
}

}  // namespace quiesce
