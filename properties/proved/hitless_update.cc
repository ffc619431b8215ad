#include "properties/proved/hitless_update.h"

#include <array>

#include "model/driver/update_stages.h"
#include "properties/proved/rule_inputs.h"
#include "spec/caps_possible.h"

namespace quiesce {
namespace {

template <class D>
Entry<D> ArchitectureUsed(EntryKind kind, const Entry<D>& e) {
  return kind == EntryKind::kSte ? ArchitectureUsedSte(SteFrom(e)) : ArchitectureUsedCd(CdFrom(e));
}

bool IsLinux(UpdatePlanner p) {
  return p == UpdatePlanner::kLinux || p == UpdatePlanner::kLinuxOwn;
}

/// Nothing is set that the driver does not take for used, which it asserts of what it writes; and a
/// master either stalls or has ATS.
template <class D>
Bool<D> IsLinuxOwn(const Entry<D>& e) {
  const Ste<D> ste = SteFrom(e);
  const Entry<D> used = DriverUsedSte(ste);
  Bool<D> own = Get<"EATS">(ste) == 0 || !Is<"S2S">(ste);
  for (std::size_t i = 0; i < e.size(); ++i) own = own && (e[i] & ~used[i]) == 0;
  return own;
}

template <class D>
Entry<D> PlannedUsed(EntryKind kind, UpdatePlanner planner, const Entry<D>& e) {
  const bool ste = kind == EntryKind::kSte;
  if (IsLinux(planner)) {
    return ste ? DriverUsedSte(SteFrom(e)) : DriverUsedCd(CdFrom(e));
  }
  Entry<D> used = ArchitectureUsed(kind, e);
  if (planner != UpdatePlanner::kForgetsOne) return used;
  const EntryWords forgotten =
      ste ? FieldsMask(kSteFormat, {"S1ContextPtr"}) : FieldsMask(kCdFormat, {"TTB0"});
  for (std::size_t i = 0; i < used.size(); ++i) used[i] = used[i] & Bits<D, 64>(~forgotten[i]);
  return used;
}

/// What the driver changes under a live entry knowingly.
template <class D>
Entry<D> Spared(EntryKind kind, UpdatePlanner planner, const Entry<D>& live,
                const Entry<D>& target) {
  const bool linux_ste = kind == EntryKind::kSte && IsLinux(planner);
  return linux_ste ? DriverSafeSte(SteFrom(live), SteFrom(target)) : Entry<D>{};
}

template <class D>
UpdateStages<D> Plan(EntryKind kind, UpdatePlanner planner, const Entry<D>& live,
                     const Entry<D>& target) {
  if (planner == UpdatePlanner::kInOrder) return {{live, target, target, target}, Bool<D>(true)};
  return StagesOf(live, target, PlannedUsed(kind, planner, live),
                  PlannedUsed(kind, planner, target), Spared(kind, planner, live, target));
}

template <class D>
Bool<D> SameIn(const Entry<D>& mask, const Entry<D>& spared, const Entry<D>& a, const Entry<D>& b) {
  Bool<D> same(true);
  for (std::size_t i = 0; i < a.size(); ++i) {
    same = same && ((a[i] ^ b[i]) & mask[i] & ~spared[i]) == 0;
  }
  return same;
}

/// Of neither entry, and not invalid.
template <class D>
Bool<D> Mixed(EntryKind kind, UpdatePlanner planner, const Entry<D>& live, const Entry<D>& target,
              const Entry<D>& fetched) {
  const Bool<D> valid =
      kind == EntryKind::kSte ? Is<"V">(SteFrom(fetched)) : Is<"V">(CdFrom(fetched));
  const Entry<D> spared = Spared(kind, planner, live, target);
  return valid && !SameIn(ArchitectureUsed(kind, live), spared, fetched, live) &&
         !SameIn(ArchitectureUsed(kind, target), spared, fetched, target);
}

Entry<Symbolic> EntryConstants(z3::context& ctx, const std::string& name) {
  Entry<Symbolic> e;
  for (std::size_t i = 0; i < e.size(); ++i) {
    e[i] = Var<64>(ctx, (name + std::to_string(i)).c_str());
  }
  return e;
}

/// Each word from one of the two.
Entry<Symbolic> AnyMixture(z3::context& ctx, const Entry<Symbolic>& a, const Entry<Symbolic>& b) {
  Entry<Symbolic> e;
  for (std::size_t i = 0; i < e.size(); ++i) {
    e[i] = Ite(BoolVar(ctx, ("late" + std::to_string(i)).c_str()), b[i], a[i]);
  }
  return e;
}

EntryWords WordsIn(const z3::model& model, const Entry<Symbolic>& e) {
  EntryWords words{};
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = ValueIn(model, e[i]);
  return words;
}

/// Without the model: that does not outlive its context.
HitlessAnswer Closed(const ProofResult& result) {
  if (const auto* undecided = std::get_if<Undecided>(&result)) {
    return {std::nullopt, undecided->reason};
  }
  return {std::holds_alternative<Proved>(result)};
}

}  // namespace

std::string_view NameOf(UpdatePlanner planner) {
  constexpr std::array<std::string_view, 5> kNames = {"architecture", "linux-own", "linux",
                                                      "forgets-one", "in-order"};
  return kNames[static_cast<std::size_t>(planner)];
}

HitlessAnswer ProveHitless(EntryKind kind, UpdatePlanner planner, const ProofBudget& budget) {
  z3::context ctx;
  const Entry<Symbolic> live = EntryConstants(ctx, "live");
  const Entry<Symbolic> target = EntryConstants(ctx, "target");
  const UpdateStages<Symbolic> stages = Plan(kind, planner, live, target);
  std::vector<Premise> premises;
  if (kind == EntryKind::kSte && planner == UpdatePlanner::kLinuxOwn) {
    premises = {
        {"both are as the driver writes them", IsLinuxOwn(live) && IsLinuxOwn(target)},
        {"of one master", Get<"EATS">(SteFrom(live)) == 0 || !Is<"S2S">(SteFrom(target))},
        {"of one master too", Get<"EATS">(SteFrom(target)) == 0 || !Is<"S2S">(SteFrom(live))}};
  }
  std::vector<SolverQuery> queries;
  for (unsigned stage = 1; stage < stages.entries.size(); ++stage) {
    const Entry<Symbolic> fetched =
        AnyMixture(ctx, stages.entries[stage - 1], stages.entries[stage]);
    const Bool<Symbolic> claim = !Mixed(kind, planner, live, target, fetched);
    const ProofResult result = Prove(ctx, premises, claim, budget);
    queries.push_back(QueryOf(ctx, "stage " + std::to_string(stage), premises, claim));
    HitlessAnswer answer = Closed(result);
    if (const auto* refuted = std::get_if<Refuted>(&result)) {
      const z3::model& m = refuted->model;
      answer.mixed = {WordsIn(m, live), WordsIn(m, target), WordsIn(m, fetched), stage};
    }
    if (answer.holds != true) return answer;
  }
  return {.holds = true, .queries = std::move(queries)};
}

HitlessAnswer ProveInvalidIsNeeded(EntryKind kind, const ProofBudget& budget, Stored stored) {
  z3::context ctx;
  const auto planner = UpdatePlanner::kArchitecture;
  const Entry<Symbolic> live = EntryConstants(ctx, "live");
  const Entry<Symbolic> target = EntryConstants(ctx, "target");
  const Entry<Symbolic> used_live = ArchitectureUsed(kind, live);
  const Entry<Symbolic> used_target = ArchitectureUsed(kind, target);
  const Entry<Symbolic> fetched = AnyMixture(ctx, live, target);
  Bool<Symbolic> some_stored(false);
  Bool<Symbolic> some_not(false);
  for (std::size_t i = 0; i < live.size(); ++i) {
    const Bool<Symbolic> critical = ((live[i] ^ target[i]) & used_live[i] & used_target[i]) != 0;
    some_stored = some_stored || (critical && fetched[i] == target[i]);
    some_not = some_not || (critical && fetched[i] == live[i]);
  }
  const std::array premises = {
      Premise{"not hitless", !Plan(kind, planner, live, target).hitless},
      Premise{"one is stored", some_stored},
      Premise{"another is not", some_not || Bool<Symbolic>(stored == Stored::kPerhapsAll)}};
  return Closed(Prove(ctx, premises, Mixed(kind, planner, live, target, fetched), budget));
}

HitlessAnswer ProveUsedBitsDecide(bool with_hyp, const ProofBudget& budget) {
  z3::context ctx;
  RuleInputs<Symbolic> in = SymbolicInputs(ctx);
  in.ste_choices.reserved_bits_are_illegal = Bool<Symbolic>(false);
  const Entry<Symbolic> one = in.ste.words();
  const Entry<Symbolic> other = EntryConstants(ctx, "other");
  const Entry<Symbolic> used = ArchitectureUsedSte(in.ste);
  const Entry<Symbolic> used_other = ArchitectureUsedSte(SteFrom(other));
  Bool<Symbolic> same_use(true);
  for (std::size_t i = 0; i < used.size(); ++i) same_use = same_use && used[i] == used_other[i];
  const std::array premises = {
      Premise{"such an SMMU can be", CapsPossible(in.caps)},
      Premise{"with EL2", !Bool<Symbolic>(with_hyp) || Is<"Hyp">(in.caps.idr0)},
      Premise{"the same", SameIn(used, Entry<Symbolic>{}, one, other)}};
  const Bool<Symbolic> alike = SteIllegal(in.ste, in.caps, in.ste_choices) ==
                               SteIllegal(SteFrom(other), in.caps, in.ste_choices);
  return Closed(Prove(ctx, premises, same_use && alike, budget));
}

std::string ReplayMixed(EntryKind kind, UpdatePlanner planner, const MixedFetch& mixed) {
  const Entry<Concrete> live = EntryOf(mixed.live);
  const Entry<Concrete> target = EntryOf(mixed.target);
  const UpdateStages<Concrete> stages = Plan(kind, planner, live, target);
  for (std::size_t i = 0; i < mixed.fetched.size(); ++i) {
    const std::uint64_t word = mixed.fetched[i];
    const bool held = word == stages.entries[mixed.stage - 1][i].raw() ||
                      word == stages.entries[mixed.stage][i].raw();
    if (!held) return "memory never holds word " + std::to_string(i);
  }
  const bool shown = Mixed(kind, planner, live, target, EntryOf(mixed.fetched)).raw();
  return shown ? "" : "the fetched entry is one of the two, or invalid";
}

}  // namespace quiesce
