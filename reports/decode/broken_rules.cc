#include "reports/decode/broken_rules.h"

#include "spec/rules/cd_rules.h"
#include "spec/rules/legal_examples.h"
#include "spec/rules/ste_rules.h"
#include "spec/rules/stream_table_rules.h"

namespace quiesce {
namespace {

using Words = std::span<const std::uint64_t>;

template <class Rule>
std::vector<const RuleSpec*> Broken(const AllRules<Concrete, Rule>& rules) {
  std::vector<const RuleSpec*> broken;
  for (const auto& entry : rules.entries()) {
    if (entry.broken) broken.push_back(&SpecOf(entry.rule));
  }
  return broken;
}

std::vector<const RuleSpec*> BrokenBySte(const Ste<Concrete>& ste, const RuleContext& context) {
  AllRules<Concrete, SteRule> rules;
  SteRules(ste, context.caps, SteRuleChoices<Concrete>(), rules);
  return Broken(rules);
}

/// An STE without stage 1 leads to no CD: what it says of stage 2 and the regime still counts.
Ste<Concrete> LeadingSte(Ste<Concrete> ste) {
  if (!Stage1Translates(ste)) Set<"Config">(ste, Stage2Translates(ste).raw() ? 7 : 5);
  return ste;
}

std::vector<const RuleSpec*> BrokenByCd(const Cd<Concrete>& cd, const RuleContext& context) {
  const Ste<Concrete> ste = LeadingSte(context.ste);
  const auto world = StreamWorldOf(ste, context.caps, Bool<Concrete>(context.e2h));
  AllRules<Concrete, CdRule> rules;
  CdRules(cd, ste, world, context.caps, CdRuleChoices<Concrete>(), rules);
  return Broken(rules);
}

std::vector<const RuleSpec*> BrokenByL1Std(const L1Std<Concrete>& l1std,
                                           const RuleContext& context) {
  StrtabConfig<Concrete> table{};
  table.two_level = Bool<Concrete>(true);
  table.split = Bits<Concrete, 6>(context.split);
  AllRules<Concrete, StreamTableRule> rules;
  L1StdRules(table, l1std, Bits<Concrete, 32>(0), rules);
  return Broken(rules);
}

}  // namespace

Caps<Concrete> WidestCaps() {
  Caps<Concrete> c = ExampleCaps();
  Set<"SSIDSIZE">(c.idr1, 20);
  Set<"SIDSIZE">(c.idr1, 32);
  Set<"STT">(c.idr3, 1);
  return Rederived(c);
}

std::vector<const RuleSpec*> BrokenRules(const FormatSpec& format, Words words,
                                         const RuleContext& context) {
  if (&format == &kSteFormat) return BrokenBySte(FromRaw<Ste<Concrete>>(words), context);
  if (&format == &kCdFormat) return BrokenByCd(FromRaw<Cd<Concrete>>(words), context);
  if (&format == &kL1StdFormat) return BrokenByL1Std(FromRaw<L1Std<Concrete>>(words), context);
  return {};
}

}  // namespace quiesce
