// From a StreamID to a legal STE. IHI 0070 G.b 3.3.1, 5.1, 5.2.2; order of events 7.3.22.
#pragma once

#include <cstdint>

#include "model/smmu/fetch.h"
#include "model/smmu/recall.h"
#include "model/smmu/rule_asker.h"
#include "spec/rules/stream_table_rules.h"
#include "spec/stream_table.h"

namespace quiesce {

inline constexpr FetchError kSteFetchError{EventType::F_STE_FETCH, DecidedBy::kStreamTable};

template <class Obs>
Fault BadStreamId(Context<Obs>& ctx, StreamTableRule rule) {
  ctx.observer.RuleBroken(SpecOf(rule));
  return ConfigurationError(EventType::C_BAD_STREAMID, DecidedBy::kStreamTable, &SpecOf(rule));
}

/// CU-16: the address of an L1STD or STE beyond OAS faults or is truncated.
template <class Obs>
OrStop<std::uint64_t> StreamTableAddress(Context<Obs>& ctx, std::uint64_t pa) {
  if (!Decides<"STRTAB-ABOVE-OAS">(ctx, pa >> ctx.smmu.oas() != 0)) return pa;
  if (ctx.choices.Pick(ChoicePoint::kSteAddressAboveOas, 2) == 0) {
    return FetchAborted(kSteFetchError.type, kSteFetchError.by, pa);
  }
  return pa & MaxValue(ctx.smmu.oas());
}

template <class Obs>
OrStop<L1Std<Concrete>> FetchL1Std(Context<Obs>& ctx, Bits<Concrete, 32> sid) {
  const auto pa = StreamTableAddress(ctx, L1StdAddress(ctx.smmu.strtab, sid).raw());
  if (!pa.ok()) return pa.stop();
  const auto l1std = FetchWord<L1Std<Concrete>>(ctx, *pa, StructurePlace::kL1Std, kSteFetchError);
  if (l1std.ok()) ctx.observer.FetchL1Std(*pa, *l1std);
  return l1std;
}

/// The address of the STE behind an L1STD.
template <class Obs>
[[gnu::noinline]] OrStop<std::uint64_t> FollowL1Std(Context<Obs>& ctx, Bits<Concrete, 32> sid,
                                                    const L1Std<Concrete>& l1std) {
  const StrtabConfig<Concrete>& table = ctx.smmu.strtab;
  if (!Decides<"STRTAB-L1STD-USABLE">(ctx, L1StdUsable(table, l1std, sid).raw())) {
    const auto rule = FirstL1StdViolation(table, l1std, sid);
    return BadStreamId(ctx, rule.value_or(StreamTableRule::kSpanZero));
  }
  const std::uint64_t pa = L2SteAddress(table, l1std, sid, ctx.smmu.caps).raw();
  if (!kAltersDecisions<Obs> && pa >> ctx.smmu.oas() == 0) {
    ctx.smmu.known.Add({ctx.transaction.stream_id, l1std.word(0).raw(), pa});
  }
  return StreamTableAddress(ctx, pa);
}

/// The address of the STE in a 2-level table.
template <class Obs>
OrStop<std::uint64_t> LocateThroughL1Std(Context<Obs>& ctx, Bits<Concrete, 32> sid) {
  const auto split = static_cast<unsigned>(ctx.smmu.strtab.split.raw());
  const L1StdKey key{ctx.transaction.stream_id, split};
  const auto l1std = Recall(ctx, key, [&] { return FetchL1Std(ctx, sid); });
  if (!l1std.ok()) return l1std.stop();
  if constexpr (!kAltersDecisions<Obs>) {
    const auto known = ctx.smmu.known.FindSteAddress(ctx.transaction.stream_id, *l1std);
    if (Likely(known.has_value())) return *known;
  }
  return FollowL1Std(ctx, sid, *l1std);
}

template <class Obs>
OrStop<std::uint64_t> LocateSte(Context<Obs>& ctx) {
  const StrtabConfig<Concrete>& table = ctx.smmu.strtab;
  const Bits<Concrete, 32> sid(ctx.transaction.stream_id);
  if (!Decides<"STRTAB-SID-RANGE">(ctx, SidInRange(table, sid).raw())) {
    return BadStreamId(ctx, StreamTableRule::kSidRange);
  }
  if (Decides<"STRTAB-TWO-LEVEL">(ctx, table.two_level.raw())) return LocateThroughL1Std(ctx, sid);
  return StreamTableAddress(ctx, LinearSteAddress(table, sid).raw());
}

template <class Obs>
OrStop<Ste<Concrete>> FetchSteAt(Context<Obs>& ctx, std::uint64_t pa) {
  OrStop<Ste<Concrete>> ste =
      FetchLine<Ste<Concrete>>(ctx, pa, StructurePlace::kSte, kSteFetchError);
  if (ste.ok()) ctx.observer.FetchSte(pa, *ste);
  return ste;
}

/// The STE in memory, legal or not: what a configuration cache would hold.
template <class Obs>
OrStop<Ste<Concrete>> FetchSte(Context<Obs>& ctx) {
  const OrStop<std::uint64_t> pa = LocateSte(ctx);
  if (!pa.ok()) return pa.stop();
  return FetchSteAt(ctx, *pa);
}

/// The first rule that this implementation holds against the STE.
template <class Obs>
[[gnu::noinline, gnu::flatten]] std::optional<SteRule> CheckSteRules(Context<Obs>& ctx,
                                                                     const Ste<Concrete>& ste) {
  using B = Bool<Concrete>;
  constexpr SteRuleChoices<Concrete> kAll{B(true), B(true), B(true), B(true), B(true)};
  const Caps<Concrete>& caps = ctx.smmu.caps;
  const auto open = [&](SteRule rule) { return OpenRuleOf(rule, ste, caps); };
  RuleAsker<SteRule, decltype(open)> sink(ctx.choices, open);
  SteRules(ste, caps, kAll, sink);
  if (!kAltersDecisions<Obs> && sink.clean()) ctx.known_ste = ctx.smmu.known.Add(ste, caps);
  return sink.hit();
}

template <class Obs>
std::optional<SteRule> BrokenSteRule(Context<Obs>& ctx, const Ste<Concrete>& ste) {
  if constexpr (!kAltersDecisions<Obs>) {
    ctx.known_ste = ctx.smmu.known.Find(ste);
    if (ctx.known_ste != nullptr) return std::nullopt;
  }
  return CheckSteRules(ctx, ste);
}

/// The legal STE of the transaction's stream; Config 0xx is legal.
template <class Obs>
OrStop<Ste<Concrete>> LookUpStream(Context<Obs>& ctx) {
  const SteKey key{ctx.transaction.stream_id};
  const OrStop<Ste<Concrete>> ste = Recall(ctx, key, [&] { return FetchSte(ctx); });
  if (!ste.ok()) return ste;
  const std::optional<SteRule> broken = BrokenSteRule(ctx, *ste);
  if (!Decides<"STE-LEGAL">(ctx, !broken)) {
    const RuleSpec& rule = SpecOf(broken.value_or(SteRule::kInvalid));
    ctx.observer.RuleBroken(rule);
    return ConfigurationError(EventType::C_BAD_STE, DecidedBy::kSte, &rule);
  }
  ctx.observer.UsedSte(*ste);
  return ste;
}

}  // namespace quiesce
