#include "oracles/naive/translate.h"

#include "oracles/naive/stage1.h"
#include "oracles/naive/stage2.h"

namespace quiesce::naive {
namespace {

bool EventRnw(const Access& access) { return access.direction == Direction::kRead; }

Outcome Success(std::uint64_t pa) {
  Outcome o;
  o.ok = true;
  o.pa = pa;
  return o;
}

// Stage 1 bypassed: the input address must fit IAS (IHI 0070 G.b 3.4).
Outcome BypassFault(const Access& access) {
  Outcome o;
  o.kind = FaultKind::kAddressSize;
  o.rnw = EventRnw(access);
  return o;
}

// The output address of stage 1, or the input address if stage 1 is bypassed, through stage 2.
Outcome FinalStage2(const Config& config, const Access& access, std::uint64_t ipa,
                    const ReadMemory& memory) {
  if (!config.stage2) return Success(ipa);
  Stage2Access final_access;
  final_access.access = access;
  final_access.access.address = ipa;
  final_access.event_rnw = EventRnw(access);
  return WalkStage2(config.smmu, *config.stage2, memory, final_access);
}

// Stage 2 translation of the write that updates the stage 1 leaf (R_BDJJL).
Outcome LocateUpdate(const Config& config, const Access& access, const Stage1Walk& walk,
                     const ReadMemory& memory) {
  if (!config.stage2) return Success(walk.leaf_pa);
  Stage2Access update;
  update.access.address = walk.leaf_address;
  update.access.direction = Direction::kWrite;
  update.fault_class = FaultClass::kTt;
  update.event_rnw = EventRnw(access);
  Outcome o = WalkStage2(config.smmu, *config.stage2, memory, update);
  o.descriptor_write = !o.ok;
  return o;
}

void Append(std::vector<Update>& to, const std::vector<Update>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// Stage 1 permits the access; `located` is what became of the update of its leaf, if it needs one.
Outcomes FinishPermitted(const Config& config, const Access& access, const Stage1Walk& walk,
                         const std::optional<Outcome>& located, const ReadMemory& memory) {
  Outcome out = FinalStage2(config, access, walk.output, memory);
  if (located && !located->ok) {
    if (out.ok) return {*located};
    return {*located, out};  // R_LXCKP
  }
  if (!out.ok) return {out};
  Append(out.updates, walk.updates);
  if (located) Append(out.updates, located->updates);
  if (located) out.updates.push_back(*LeafUpdate(*config.stage1, walk, access));
  return {out};
}

Outcomes FinishStage1(const Config& config, const Access& access, const Stage1Walk& walk,
                      const ReadMemory& memory) {
  const Stage1& s1 = *config.stage1;
  const std::optional<Outcome> own = LeafFault(s1, walk, access);
  std::optional<Outcome> located;
  if (NeedsAccessFlagUpdate(s1, walk) || (!own && NeedsDirtyUpdate(walk, access))) {
    located = LocateUpdate(config, access, walk, memory);
  }
  if (!own) return FinishPermitted(config, access, walk, located, memory);
  if (!located || located->ok) return {*own};
  if (walk.size_fault) return {*own, *located};
  return {*located, *own};  // R_MJLPH
}

}  // namespace

Outcomes Translate(const Config& config, const Access& access, const ReadMemory& memory) {
  if (!config.stage1) {
    if (Exceeds(access.address, config.smmu.ias)) return {BypassFault(access)};
    return {FinalStage2(config, access, access.address, memory)};
  }
  const Stage1Walk walk = WalkStage1(config, memory, access);
  if (walk.fault) return {*walk.fault};
  return FinishStage1(config, access, walk, memory);
}

Outcome TranslateCdAddress(const Config& config, std::uint64_t ipa, const Access& access,
                           const ReadMemory& memory) {
  Stage2Access fetch;
  fetch.access.address = ipa;
  fetch.fault_class = FaultClass::kCd;
  fetch.event_rnw = EventRnw(access);
  return WalkStage2(config.smmu, *config.stage2, memory, fetch);
}

}  // namespace quiesce::naive
