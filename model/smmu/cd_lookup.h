// From a CD index to a legal CD. IHI 0070 G.b 3.3.2, 3.4.3, 5.3, 5.4.2.
#pragma once

#include <cstdint>

#include "model/smmu/fetch.h"
#include "model/smmu/recall.h"
#include "model/smmu/rule_asker.h"
#include "model/smmu/structure_address.h"
#include "model/smmu/substream.h"
#include "spec/cd_table.h"
#include "spec/rules/cd_rules.h"

namespace quiesce {

inline constexpr FetchError kCdFetchError{EventType::F_CD_FETCH, DecidedBy::kCdTable};

/// What is wrong with the pointer that gave an address out of range.
struct CdPointer {
  ChoicePoint point;  ///< CU-18 for STE.S1ContextPtr, CU-19 for L1CD.L2Ptr
  EventType error;    ///< what a configuration error at this pointer is
  DecidedBy by;
};
inline constexpr CdPointer kS1ContextPtr{ChoicePoint::kS1ContextPtrOutOfRange, EventType::C_BAD_STE,
                                         DecidedBy::kSte};
inline constexpr CdPointer kL2Ptr{ChoicePoint::kL1CdPtrOutOfRange, EventType::C_BAD_SUBSTREAMID,
                                  DecidedBy::kCdTable};

/// The PA of an L1CD or CD. Beyond the limit: a configuration error; a stage 2 Translation fault
/// (nested) or F_CD_FETCH (SMMUv3.0), both with the whole address; or truncation (SMMUv3.0). 3.4.3.
template <class Obs>
OrStop<std::uint64_t> LocateCdStructure(Context<Obs>& ctx, const Ste<Concrete>& ste,
                                        const Stage2* s2, std::uint64_t address,
                                        const CdPointer& pointer) {
  const Caps<Concrete>& caps = ctx.smmu.caps;
  const auto limit = static_cast<unsigned>(CdPointerBits(ste, caps).raw());
  if (Decides<"CDTAB-POINTER-RANGE">(ctx, address >> limit != 0)) {
    const bool v3_0 = caps.v3_0.raw();
    const unsigned alternatives = v3_0 ? 3 : s2 != nullptr ? 2 : 1;
    const unsigned pick = alternatives == 1 ? 0 : ctx.choices.Pick(pointer.point, alternatives);
    if (pick == 0) return ConfigurationError(pointer.error, pointer.by);
    if (pick == 1 && s2 == nullptr) {
      return FetchAborted(kCdFetchError.type, kCdFetchError.by, address);
    }
    if (pick == 2) address &= MaxValue(limit);
  }
  return LocateForRead(ctx, s2, address, EventClass::kCd);
}

/// CU-20: RES0 alignment bits of S1ContextPtr that are set count as 0, or lead to any entry of the
/// table instead of the one indexed.
template <class Obs>
std::uint64_t EntryIndex(Context<Obs>& ctx, const CdTable<Concrete>& table, std::uint64_t index,
                         unsigned entry_bits) {
  if (!Decides<"CDTAB-MISALIGNED">(ctx, table.misaligned.raw())) return index;
  const unsigned pick = ctx.choices.Pick(ChoicePoint::kCdTableMisaligned, 1 + (1u << entry_bits));
  return pick == 0 ? index : pick - 1;
}

template <class Obs>
OrStop<std::uint64_t> LocateLinearCd(Context<Obs>& ctx, const Ste<Concrete>& ste, const Stage2* s2,
                                     const CdTable<Concrete>& table, std::uint32_t index) {
  const auto bits = static_cast<unsigned>(table.index_bits.raw());
  const Bits<Concrete, 20> entry(EntryIndex(ctx, table, index, bits));
  return LocateCdStructure(ctx, ste, s2, LinearCdAddress(table, entry).raw(), kS1ContextPtr);
}

template <class Obs>
OrStop<L1Cd<Concrete>> FetchL1Cd(Context<Obs>& ctx, const Ste<Concrete>& ste, const Stage2* s2,
                                 const CdTable<Concrete>& table, std::uint32_t index) {
  const auto bits = static_cast<unsigned>(table.index_bits.raw());
  const auto leaf_bits = static_cast<unsigned>(table.leaf_bits.raw());
  const unsigned entry_bits = bits > leaf_bits ? bits - leaf_bits : 0;
  const std::uint64_t entry = EntryIndex(ctx, table, index >> leaf_bits, entry_bits);
  const Bits<Concrete, 20> first(entry << leaf_bits);
  const auto pa = LocateCdStructure(ctx, ste, s2, L1CdAddress(table, first).raw(), kS1ContextPtr);
  if (!pa.ok()) return pa.stop();
  const auto l1cd = FetchWord<L1Cd<Concrete>>(ctx, *pa, StructurePlace::kL1Cd, kCdFetchError);
  if (l1cd.ok()) ctx.observer.FetchL1Cd(*pa, *l1cd);
  return l1cd;
}

template <class Obs>
OrStop<std::uint64_t> LocateLeafCd(Context<Obs>& ctx, const Ste<Concrete>& ste, const Stage2* s2,
                                   const CdTable<Concrete>& table, std::uint32_t index) {
  const L1CdKey key{ctx.transaction.stream_id, index, static_cast<unsigned>(table.leaf_bits.raw())};
  const auto l1cd = Recall(ctx, key, [&] { return FetchL1Cd(ctx, ste, s2, table, index); });
  if (!l1cd.ok()) return l1cd.stop();
  if (!Decides<"CDTAB-L1CD-VALID">(ctx, Is<"V">(*l1cd).raw())) {  // 5.3.1
    return ConfigurationError(EventType::C_BAD_SUBSTREAMID, DecidedBy::kCdTable);
  }
  const Bits<Concrete, 20> i(index);
  return LocateCdStructure(ctx, ste, s2, LeafCdAddress(table, *l1cd, i, ctx.smmu.caps).raw(),
                           kL2Ptr);
}

template <class Obs>
OrStop<Cd<Concrete>> FetchCdAt(Context<Obs>& ctx, std::uint64_t pa) {
  OrStop<Cd<Concrete>> cd = FetchLine<Cd<Concrete>>(ctx, pa, StructurePlace::kCd, kCdFetchError);
  if (cd.ok()) ctx.observer.FetchCd(pa, *cd);
  return cd;
}

/// The CD in memory, legal or not: what a configuration cache would hold.
template <class Obs>
OrStop<Cd<Concrete>> FetchCd(Context<Obs>& ctx, const Ste<Concrete>& ste, const Stage2* s2,
                             std::uint32_t index) {
  CdTable<Concrete> own;
  const CdTable<Concrete>& table = SelectCdTable(ctx, ste, own);
  const auto pa = Decides<"CDTAB-TWO-LEVEL">(ctx, table.two_level.raw())
                      ? LocateLeafCd(ctx, ste, s2, table, index)
                      : LocateLinearCd(ctx, ste, s2, table, index);
  if (!pa.ok()) return pa.stop();
  return FetchCdAt(ctx, *pa);
}

/// The first rule that this implementation holds against the CD.
template <class Obs>
[[gnu::noinline, gnu::flatten]] std::optional<CdRule> CheckCdRules(
    Context<Obs>& ctx, const Cd<Concrete>& cd, const Ste<Concrete>& ste,
    const StreamWorld<Concrete>& world) {
  constexpr CdRuleChoices<Concrete> kAll{Bool<Concrete>(true), Bool<Concrete>(true)};
  const Caps<Concrete>& caps = ctx.smmu.caps;
  const auto open = [&](CdRule rule) { return OpenRuleOf(rule, caps); };
  RuleAsker<CdRule, decltype(open)> sink(ctx.choices, open);
  CdRules(cd, ste, world, caps, kAll, sink);
  if (!kAltersDecisions<Obs> && sink.clean()) {
    ctx.known_cd = ctx.smmu.known.Add(ste, cd, world, caps);
  }
  return sink.hit();
}

template <class Obs>
std::optional<CdRule> BrokenCdRule(Context<Obs>& ctx, const Cd<Concrete>& cd,
                                   const Ste<Concrete>& ste, const StreamWorld<Concrete>& world) {
  if constexpr (!kAltersDecisions<Obs>) {
    ctx.known_cd = ctx.smmu.known.Find(ste, cd);
    if (ctx.known_cd != nullptr) return std::nullopt;
  }
  return CheckCdRules(ctx, cd, ste, world);
}

/// The legal CD of this index. `s2` translates its address if stage 2 is on, else null.
template <class Obs>
OrStop<Cd<Concrete>> LookUpCd(Context<Obs>& ctx, const Ste<Concrete>& ste,
                              const StreamWorld<Concrete>& world, const Stage2* s2,
                              std::uint32_t index) {
  const CdKey key{ctx.transaction.stream_id, index};
  OrStop<Cd<Concrete>> cd = Recall(ctx, key, [&] { return FetchCd(ctx, ste, s2, index); });
  if (!cd.ok()) return cd;
  const std::optional<CdRule> broken = BrokenCdRule(ctx, *cd, ste, world);
  if (!Decides<"CD-LEGAL">(ctx, !broken)) {
    const RuleSpec& rule = SpecOf(broken.value_or(CdRule::kInvalid));
    ctx.observer.RuleBroken(rule);
    cd = ConfigurationError(EventType::C_BAD_CD, DecidedBy::kCd, &rule);
  }
  return cd;
}

}  // namespace quiesce
