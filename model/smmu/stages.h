// The stages of translation that an STE enables, in order. IHI 0070 G.b 3.4, 7.3.22.
#pragma once

#include <cstdint>
#include <optional>

#include "model/smmu/cd_lookup.h"
#include "model/smmu/overrides.h"
#include "model/smmu/stage1.h"
#include "model/smmu/stage2.h"
#include "model/smmu/substream.h"

namespace quiesce {

/// What the enabled stages make of an address.
struct Translation {
  std::uint64_t ipa;  ///< after stage 1, or the input if that is bypassed
  std::uint64_t pa;
  Permissions permissions;
  MemoryAttributes attributes;
};

/// STE.INSTCFG, for a translation request.
template <class Obs>
ReadsAs ReadsAsOf(const Context<Obs>& ctx, const Ste<Concrete>& ste) {
  const std::uint64_t cfg = Get<"INSTCFG">(ste).raw();
  const bool overrides = cfg >= 2 && Is<"ATTR_PERMS_OVR">(ctx.smmu.caps.idr1).raw();
  if (!Decides<"ATS-INSTCFG">(ctx, overrides)) return ReadsAs::kAsAsked;
  return Decides<"ATS-INSTCFG-SETS">(ctx, cfg == 3) ? ReadsAs::kInstruction : ReadsAs::kData;
}

/// What a translation request asks of each stage; read is implied. 13.7.
template <class Obs>
Demand DemandOfRequest(const Context<Obs>& ctx, const Ste<Concrete>& ste) {
  return {.write = Decides<"ATS-NW-CLEAR">(ctx, ctx.transaction.Writes()),
          .execute = Incoming(ctx.transaction, ctx.observer).instruction,
          .privileged = ctx.presentation.privileged,
          .partial = true,
          .reads_as = ReadsAsOf(ctx, ste)};
}

/// What the transaction asks of each stage.
template <class Obs>
Demand DemandOf(const Context<Obs>& ctx, const Ste<Concrete>& ste) {
  const Transaction& t = ctx.transaction;
  if (t.ats == AtsKind::kTranslationRequest) return DemandOfRequest(ctx, ste);
  const Presentation& p = ctx.presentation;
  return {.read = Decides<"DEMAND-READ">(ctx, t.Reads() && !p.instruction),
          .write = Decides<"DEMAND-WRITE">(ctx, t.Writes()),
          .execute = Decides<"DEMAND-EXECUTE">(ctx, p.instruction),
          .privileged = Decides<"DEMAND-PRIVILEGED">(ctx, p.privileged)};
}

/// What a stage that is bypassed gives.
template <class Obs>
Permissions Everything(const Context<Obs>& ctx, const Demand& demand) {
  constexpr Permissions kEverything(true, true, true);
  return demand.partial ? GrantedByRequest(kEverything, demand, ctx.observer) : kEverything;
}

/// 3.4: an input that no stage 1 checks must fit. Never configurable.
template <class Obs>
std::optional<Stop> CheckBypassedInput(Context<Obs>& ctx, std::uint64_t address, unsigned bits) {
  if (!Decides<"STE-BYPASS-RANGE">(ctx, address >> bits != 0)) return std::nullopt;
  return Stop(ConfigurationError(EventType::F_ADDR_SIZE, DecidedBy::kStage1));
}

/// VMSAv8-32 LPAE tables are not walked.
template <class Obs>
bool WalksLpaeAtStage1(Context<Obs>& ctx, const Cd<Concrete>& cd) {
  return Decides<"CD-LPAE">(ctx, !Is<"AA64">(cd).raw());
}
template <class Obs>
bool WalksLpaeAtStage2(Context<Obs>& ctx, const Ste<Concrete>& ste) {
  return Decides<"STE-LPAE">(ctx, !Is<"S2AA64">(ste).raw());
}

template <class Obs>
OrStop<Stage1Result> ThroughStage1(Context<Obs>& ctx, const Ste<Concrete>& ste, const Stage2* s2,
                                   std::uint32_t cd_index, const Demand& demand) {
  const StreamWorld<Concrete> world = StreamWorldOf(ste, ctx.smmu.caps, Is<"E2H">(ctx.smmu.cr2));
  const OrStop<Cd<Concrete>> cd = LookUpCd(ctx, ste, world, s2, cd_index);
  if (!cd.ok()) return cd.stop();
  if (WalksLpaeAtStage1(ctx, *cd)) return Stop(Unsupported{"VMSAv8-32 LPAE"});
  const std::uint64_t va = ctx.transaction.address;
  Stage1 own;
  const Stage1& s1 = SelectHalf(ctx, *cd, world, va, own);
  return TranslateStage1(ctx, s1, s2, va, demand, ctx.presentation.attributes);
}

/// Stage 1 alone, or bypassed.
template <class Obs>
OrStop<Translation> WithoutStage2(Context<Obs>& ctx, const Ste<Concrete>& ste, CdSelection cd,
                                  const Demand& demand) {
  const std::uint64_t input = ctx.transaction.address;
  if (!cd) {
    if (const auto stop = CheckBypassedInput(ctx, input, ctx.smmu.oas())) return *stop;
    return OrStop<Translation>(std::in_place, input, input, Everything(ctx, demand),
                               ctx.presentation.attributes);
  }
  const OrStop<Stage1Result> s1 = ThroughStage1(ctx, ste, nullptr, *cd, demand);
  if (!s1.ok()) return s1.stop();
  return OrStop<Translation>(std::in_place, s1->output, s1->output, s1->permissions,
                             s1->attributes);
}

/// The stage that precedes stage 2.
template <class Obs>
OrStop<Stage1Result> BeforeStage2(Context<Obs>& ctx, const Ste<Concrete>& ste, const Stage2& s2,
                                  CdSelection cd, const Demand& demand) {
  if (cd) return ThroughStage1(ctx, ste, &s2, *cd, demand);
  const std::uint64_t input = ctx.transaction.address;
  if (const auto stop = CheckBypassedInput(ctx, input, ctx.smmu.ias())) return *stop;
  return OrStop<Stage1Result>(std::in_place, input, Everything(ctx, demand),
                              ctx.presentation.attributes);
}

/// Stage 2, after stage 1 or with that bypassed.
template <class Obs>
OrStop<Translation> WithStage2(Context<Obs>& ctx, const Ste<Concrete>& ste, CdSelection cd,
                               const Demand& demand) {
  if (WalksLpaeAtStage2(ctx, ste)) return Stop(Unsupported{"VMSAv8-32 LPAE"});
  Stage2 own;
  const Stage2& s2 = SelectStage2(ctx, ste, own);
  const OrStop<Stage1Result> s1 = BeforeStage2(ctx, ste, s2, cd, demand);
  if (!s1.ok()) return s1.stop();
  // 3.9.1.2: nothing granted by stage 1, so stage 2 is not looked at.
  if (Decides<"ATS-STAGE1-GRANTS-NOTHING">(ctx, s1->permissions == Permissions())) {
    return OrStop<Translation>(std::in_place, s1->output, std::uint64_t{0}, s1->permissions,
                               s1->attributes);
  }
  Demand second = demand;
  second.write =
      Decides<"DEMAND-STAGE2-WRITE">(ctx, demand.write && s1->permissions.write());  // 3.13.7.1
  ctx.stage2_row = kRowOfOutput;
  const OrStop<Stage2Result> r =
      TranslateStage2(ctx, s2, s1->output, second, EventClass::kIn, s1->attributes);
  if (!r.ok()) return r.stop();
  return OrStop<Translation>(std::in_place, s1->output, r->pa, s1->permissions & r->permissions,
                             r->attributes);
}

/// For a legal STE that does not abort. Applies the STE's overrides to the presentation.
template <class Obs>
OrStop<Translation> ThroughStages(Context<Obs>& ctx, const Ste<Concrete>& ste) {
  const Transaction& t = ctx.transaction;
  CdTable<Concrete> own;
  const OrStop<CdSelection> cd =
      SelectCd(ste, SelectCdTable(ctx, ste, own), t.ssv, t.substream_id, ctx.observer);
  if (!cd.ok()) return cd.stop();
  if (ctx.known_ste == nullptr || !ctx.known_ste->overrides_nothing) Override(ctx, ste);
  const Demand demand = DemandOf(ctx, ste);
  return Decides<"STE-STAGE2">(ctx, Stage2Translates(ste).raw())
             ? WithStage2(ctx, ste, *cd, demand)
             : WithoutStage2(ctx, ste, *cd, demand);
}

}  // namespace quiesce
