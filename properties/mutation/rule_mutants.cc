#include "properties/mutation/rule_mutants.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "properties/mutation/mutating_sink.h"
#include "spec/rules/cd_rule_examples.h"
#include "spec/rules/idr_rule_examples.h"
#include "spec/rules/ste_rule_examples.h"
#include "spec/rules/stream_table_rule_examples.h"

namespace quiesce {
namespace {

/// Moves what a rule compares with its limit, by one step.
template <class Rule, class Example>
struct Nudge {
  Rule rule;
  std::string_view what;
  void (*move)(Example&);
};

/// One bit further to the limit, or away from it.
template <FieldName Name, class R>
void ShiftAddr(R& r, bool up) {
  const std::uint64_t address = Addr<Name>(r).raw();
  SetAddr<Name>(r, up ? address << 1 : address >> 1);
}
template <FieldName Name, class R>
void Step(R& r, std::uint64_t by) {
  Set<Name>(r, Get<Name>(r).raw() + by);
}
constexpr std::uint64_t kOneLess = ~std::uint64_t{0};

constexpr Nudge<SteRule, SteExample> kSteNudges[] = {
    {SteRule::kS1cdmaxRange, "S1CDMax + 1", [](SteExample& e) { Step<"S1CDMax">(e.ste, 1); }},
    {SteRule::kS1cdmaxRange, "S1CDMax - 1",
     [](SteExample& e) { Step<"S1CDMax">(e.ste, kOneLess); }},
    {SteRule::kS1ContextPtrRange, "pointer << 1",
     [](SteExample& e) { ShiftAddr<"S1ContextPtr">(e.ste, true); }},
    {SteRule::kS1ContextPtrRange, "pointer >> 1",
     [](SteExample& e) { ShiftAddr<"S1ContextPtr">(e.ste, false); }},
    {SteRule::kS2ttbRange, "S2TTB << 1", [](SteExample& e) { ShiftAddr<"S2TTB">(e.ste, true); }},
    {SteRule::kS2ttbRange, "S2TTB >> 1", [](SteExample& e) { ShiftAddr<"S2TTB">(e.ste, false); }},
    {SteRule::kS2ttb48Bits, "S2TTB << 1", [](SteExample& e) { ShiftAddr<"S2TTB">(e.ste, true); }},
    {SteRule::kS2ttb48Bits, "S2TTB >> 1", [](SteExample& e) { ShiftAddr<"S2TTB">(e.ste, false); }},
    {SteRule::kS2t0szRange, "S2T0SZ + 1", [](SteExample& e) { Step<"S2T0SZ">(e.ste, 1); }},
    {SteRule::kS2t0szRange, "S2T0SZ - 1", [](SteExample& e) { Step<"S2T0SZ">(e.ste, kOneLess); }},
    {SteRule::kS2t0szStart, "S2T0SZ + 1", [](SteExample& e) { Step<"S2T0SZ">(e.ste, 1); }},
    {SteRule::kS2t0szStart, "S2T0SZ - 1", [](SteExample& e) { Step<"S2T0SZ">(e.ste, kOneLess); }},
    {SteRule::kS2sl0PaSize, "OAS + 1", [](SteExample& e) { Step<"OAS">(e.caps.idr5, 1); }},
    {SteRule::kS2sl0PaSize, "OAS - 1", [](SteExample& e) { Step<"OAS">(e.caps.idr5, kOneLess); }},
    {SteRule::kS2vmidWide, "S2VMID << 1",
     [](SteExample& e) { Set<"S2VMID">(e.ste, Get<"S2VMID">(e.ste).raw() << 1); }},
    {SteRule::kS2vmidWide, "S2VMID >> 1",
     [](SteExample& e) { Set<"S2VMID">(e.ste, Get<"S2VMID">(e.ste).raw() >> 1); }},
};

constexpr Nudge<CdRule, CdExample> kCdNudges[] = {
    {CdRule::kAsidWide, "ASID << 1",
     [](CdExample& e) { Set<"ASID">(e.cd, Get<"ASID">(e.cd).raw() << 1); }},
    {CdRule::kAsidWide, "ASID >> 1",
     [](CdExample& e) { Set<"ASID">(e.cd, Get<"ASID">(e.cd).raw() >> 1); }},
    {CdRule::kT0szRange, "T0SZ + 1", [](CdExample& e) { Step<"T0SZ">(e.cd, 1); }},
    {CdRule::kT0szRange, "T0SZ - 1", [](CdExample& e) { Step<"T0SZ">(e.cd, kOneLess); }},
    {CdRule::kT1szRange, "T1SZ + 1", [](CdExample& e) { Step<"T1SZ">(e.cd, 1); }},
    {CdRule::kT1szRange, "T1SZ - 1", [](CdExample& e) { Step<"T1SZ">(e.cd, kOneLess); }},
    {CdRule::kTtb0Range, "TTB0 << 1", [](CdExample& e) { ShiftAddr<"TTB0">(e.cd, true); }},
    {CdRule::kTtb0Range, "TTB0 >> 1", [](CdExample& e) { ShiftAddr<"TTB0">(e.cd, false); }},
    {CdRule::kTtb0Range48Bits, "TTB0 << 1", [](CdExample& e) { ShiftAddr<"TTB0">(e.cd, true); }},
    {CdRule::kTtb0Range48Bits, "TTB0 >> 1", [](CdExample& e) { ShiftAddr<"TTB0">(e.cd, false); }},
    {CdRule::kTtb1Range, "TTB1 << 1", [](CdExample& e) { ShiftAddr<"TTB1">(e.cd, true); }},
    {CdRule::kTtb1Range, "TTB1 >> 1", [](CdExample& e) { ShiftAddr<"TTB1">(e.cd, false); }},
    {CdRule::kTtb1Range48Bits, "TTB1 << 1", [](CdExample& e) { ShiftAddr<"TTB1">(e.cd, true); }},
    {CdRule::kTtb1Range48Bits, "TTB1 >> 1", [](CdExample& e) { ShiftAddr<"TTB1">(e.cd, false); }},
};

constexpr Nudge<StreamTableRule, StreamTableExample> kStreamTableNudges[] = {
    {StreamTableRule::kSidRange, "StreamID + 1", [](StreamTableExample& e) { ++e.sid; }},
    {StreamTableRule::kSidRange, "StreamID - 1", [](StreamTableExample& e) { --e.sid; }},
    {StreamTableRule::kSpanReserved, "Span + 1", [](StreamTableExample& e) { ++e.span; }},
    {StreamTableRule::kSpanReserved, "Span - 1", [](StreamTableExample& e) { --e.span; }},
    {StreamTableRule::kSpanBeyondSplit, "Span + 1", [](StreamTableExample& e) { ++e.span; }},
    {StreamTableRule::kSpanBeyondSplit, "Span - 1", [](StreamTableExample& e) { --e.span; }},
    {StreamTableRule::kSidBeyondSpan, "StreamID + 1", [](StreamTableExample& e) { ++e.sid; }},
    {StreamTableRule::kSidBeyondSpan, "StreamID - 1", [](StreamTableExample& e) { --e.sid; }},
};

constexpr Nudge<IdrRule, IdrExample> kIdrNudges[] = {
    {IdrRule::kMinorVersion, "ArchMinorRev + 1",
     [](IdrExample& e) { Step<"ArchMinorRev">(e.id.aidr, 1); }},
    {IdrRule::kMinorVersion, "ArchMinorRev - 1",
     [](IdrExample& e) { Step<"ArchMinorRev">(e.id.aidr, kOneLess); }},
    {IdrRule::kStLevelSidsize, "SIDSIZE + 1", [](IdrExample& e) { Step<"SIDSIZE">(e.id.idr1, 1); }},
    {IdrRule::kStLevelSidsize, "SIDSIZE - 1",
     [](IdrExample& e) { Step<"SIDSIZE">(e.id.idr1, kOneLess); }},
    {IdrRule::kSidsizeRange, "SIDSIZE + 1", [](IdrExample& e) { Step<"SIDSIZE">(e.id.idr1, 1); }},
    {IdrRule::kSidsizeRange, "SIDSIZE - 1",
     [](IdrExample& e) { Step<"SIDSIZE">(e.id.idr1, kOneLess); }},
    {IdrRule::kSsidsizeRange, "SSIDSIZE + 1",
     [](IdrExample& e) { Step<"SSIDSIZE">(e.id.idr1, 1); }},
    {IdrRule::kSsidsizeRange, "SSIDSIZE - 1",
     [](IdrExample& e) { Step<"SSIDSIZE">(e.id.idr1, kOneLess); }},
    {IdrRule::kPriqsRange, "PRIQS + 1", [](IdrExample& e) { Step<"PRIQS">(e.id.idr1, 1); }},
    {IdrRule::kPriqsRange, "PRIQS - 1", [](IdrExample& e) { Step<"PRIQS">(e.id.idr1, kOneLess); }},
    {IdrRule::kEventqsRange, "EVENTQS + 1", [](IdrExample& e) { Step<"EVENTQS">(e.id.idr1, 1); }},
    {IdrRule::kEventqsRange, "EVENTQS - 1",
     [](IdrExample& e) { Step<"EVENTQS">(e.id.idr1, kOneLess); }},
    {IdrRule::kCmdqsRange, "CMDQS + 1", [](IdrExample& e) { Step<"CMDQS">(e.id.idr1, 1); }},
    {IdrRule::kCmdqsRange, "CMDQS - 1", [](IdrExample& e) { Step<"CMDQS">(e.id.idr1, kOneLess); }},
};

/// What has to be noticed with: a set of rules and its examples.
template <class Rule, class Example>
struct RuleSet {
  std::span<const RuleSpec> specs;
  std::span<const RuleAlone<Rule, Example>> alone;
  std::span<const RuleEdge<Rule, Example>> edges;
  std::span<const Nudge<Rule, Example>> nudges;
};

template <class Rule>
struct Change {
  Rule victim;
  RuleChange change;
};

template <class Example, class Rule>
std::vector<Rule> Broken(const Example& e, const Change<Rule>& c) {
  MutatingSink<Rule> sink(c.victim, c.change);
  StreamRules(e, sink);
  return sink.broken();
}

/// As they are, but that the nudged rule answers for the nudged example.
template <class Example, class Rule>
std::vector<Rule> Broken(const Example& e, const Nudge<Rule, Example>& nudge) {
  std::vector<Rule> broken = Broken(e, Change<Rule>{nudge.rule, RuleChange::kDropped});
  Example moved = e;
  nudge.move(moved);
  const auto there = Broken(moved, Change<Rule>{nudge.rule, RuleChange::kNone});
  if (std::find(there.begin(), there.end(), nudge.rule) != there.end()) {
    broken.push_back(nudge.rule);
  }
  return broken;
}

template <class Rule>
std::vector<Rule> Expected(const std::optional<Rule>& rule) {
  return rule ? std::vector<Rule>{*rule} : std::vector<Rule>{};
}

/// The first example that gives another answer than is written down for it, or nothing.
template <class Rule, class Example, class Change>
std::string KillerOf(const RuleSet<Rule, Example>& set, const Change& change) {
  if (!Broken(Example(), change).empty()) return "the legal example";
  for (const auto& alone : set.alone) {
    Example e;
    alone.change(e);
    if (Broken(e, change) == Expected(std::optional(alone.rule))) continue;
    return "the example of " + std::string(SpecOf(alone.rule).id);
  }
  for (const auto& edge : set.edges) {
    Example e;
    edge.change(e);
    if (Broken(e, change) != Expected(edge.rule)) return std::string(edge.what);
  }
  return "";
}

template <class Rule, class Example>
bool HasScope(Rule rule) {
  MutatingSink<Rule> sink(rule, RuleChange::kNone);
  StreamRules(Example(), sink);
  return sink.victim_has_scope();
}

template <class Rule, class Example>
void AddMutants(const RuleSet<Rule, Example>& set, std::vector<Mutant>& out) {
  for (std::size_t i = 0; i < set.specs.size(); ++i) {
    const Rule rule = static_cast<Rule>(i);
    const std::string id(set.specs[i].id);
    const auto add = [&](RuleChange change, const char* name) {
      out.push_back({id, name, KillerOf(set, Change<Rule>{rule, change}), ""});
    };
    add(RuleChange::kNegated, "negated");
    add(RuleChange::kDropped, "dropped");
    if (HasScope<Rule, Example>(rule)) add(RuleChange::kUnscoped, "applied unscoped");
    for (const auto& nudge : set.nudges) {
      if (nudge.rule != rule) continue;
      out.push_back({id, std::string(nudge.what), KillerOf(set, nudge), ""});
    }
  }
}

}  // namespace

std::vector<Mutant> RuleMutants() {
  std::vector<Mutant> mutants;
  AddMutants<StreamTableRule, StreamTableExample>(
      {kStreamTableRules, kStreamTableRuleAlone, kStreamTableRuleEdges, kStreamTableNudges},
      mutants);
  AddMutants<SteRule, SteExample>({kSteRules, kSteRuleAlone, kSteRuleEdges, kSteNudges}, mutants);
  AddMutants<CdRule, CdExample>({kCdRules, kCdRuleAlone, kCdRuleEdges, kCdNudges}, mutants);
  return mutants;
}

std::vector<Mutant> IdrRuleMutants() {
  std::vector<Mutant> mutants;
  AddMutants<IdrRule, IdrExample>({kIdrRules, kIdrRuleAlone, kIdrRuleEdges, kIdrNudges}, mutants);
  return mutants;
}

}  // namespace quiesce
