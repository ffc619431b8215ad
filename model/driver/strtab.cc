#include "model/driver/strtab.h"

#include "model/driver/fresh_table.h"
#include "model/driver/id_maps.h"
#include "model/driver/maybe_stop.h"

namespace quiesce {
namespace {

/// Makes devres the owner of each piece, in versions that work so.
void OwnEach(DriverCore& core) {
  if (core.variant().table_owner != TableOwner::kDevresEach) return;
  const DriverStrtab& t = core.s.strtab;
  if (t.memory) core.s.devres.AddResource(*t.memory);
  if (t.pointers) core.s.devres.AddResource(*t.pointers);
  for (const auto& [index, l2] : t.l2_memory) core.s.devres.AddResource(l2);
}

void GiveBackByHand(DriverCore& core, const Resource& piece) {
  core.s.devres.Remove(piece);
  GiveBack(core.port, piece);
}

/// After a check failed: no action is registered yet.
void GiveBackTossed(DriverCore& core) {
  if (!core.variant().toss_gives_back) return;
  const DriverStrtab& t = core.s.strtab;
  for (const auto& [index, l2] : t.l2_memory) GiveBackByHand(core, l2);
  if (t.pointers) GiveBackByHand(core, *t.pointers);
  if (t.memory) GiveBackByHand(core, *t.memory);
}

void RestoreTwoLevel(DriverCore& core) {
  core.s.features.table.two_level = ReadFeatures(core.port).two_level;
}

/// FEAT_2_LVL_STRTAB as the attempt leaves it.
void SetTwoLevel(DriverCore& core, const MaybeStop& stop) {
  const Variant& v = core.variant();
  Bool<Concrete>& feature = core.s.features.table.two_level;
  if (core.s.strtab.table.two_level) {
    if (v.two_level_without_feature == TwoLevelWithoutFeature::kSetsFeature) {
      feature = Bool<Concrete>(true);
    }
    return;
  }
  const bool linear = !stop || stop->rule != AdoptRule::kFormatReserved;
  if (linear && (!stop || v.linear_clears_two_level == LinearClearsTwoLevel::kBeforeChecks)) {
    feature = Bool<Concrete>(false);
  }
}

/// Registers the one cleanup. The call runs it at once if it cannot.
MaybeStop RegisterCleanup(DriverCore& core) {
  const Variant& v = core.variant();
  if (v.table_owner != TableOwner::kOneAction) return std::nullopt;
  if (!core.port.Fails(FaultPoint::kHeapDevres)) {
    core.s.devres.Add({Managed::Kind::kTableCleanup});
    return std::nullopt;
  }
  if (v.two_level_restore == TwoLevelRestore::kBeforeCleanup) RestoreTwoLevel(core);
  CleanUpAdoptedTable(core);
  if (v.cleanup_runs_twice) CleanUpAdoptedTable(core);
  return FaultStop(FaultPoint::kHeapDevres);
}

MaybeStop Adopt(DriverCore& core) {
  const Variant& v = core.variant();
  AdoptedView view;
  MaybeStop stop = AdoptTable(core.looking(), core.s.features.table, view);
  core.s.strtab = view;
  OwnEach(core);
  SetTwoLevel(core, stop);
  const MaybeStop held = ReserveIds(core, view.reserved);
  if (!stop) stop = held;
  if (stop) {
    if (!IsFatal(*stop)) GiveBackTossed(core);
  } else {
    stop = RegisterCleanup(core);
  }
  if (stop && v.scan_rollback != ScanRollback::kNothing) DestroyIdMaps(core);
  return stop;
}

/// What a toss leaves behind for the fallback.
void AfterToss(DriverCore& core, const DriverStop& stop) {
  const Variant& v = core.variant();
  const bool early_return =
      stop.rule == AdoptRule::kTwoLevelNoFeature && !v.missing_feature_clears_option;
  if (early_return) return;
  if (v.toss_zeroes_config) core.s.strtab = {};
  if (v.toss_clears_option) core.s.adopt_option = false;
  if (v.two_level_restore == TwoLevelRestore::kAfterCleanup) RestoreTwoLevel(core);
}

/// The maps start empty; made after the scan, they forget what it entered.
void MakeIdMaps(DriverCore& core) {
  core.s.ids.asids.clear();
  core.s.ids.vmids.clear();
  if (core.variant().id_maps_in_devres) core.s.devres.Add({Managed::Kind::kIdMaps});
}

/// The format that the cleanup acts on; nothing if it recognizes none.
std::optional<bool> CleanupTakesTwoLevel(DriverCore& core) {
  switch (core.variant().cleanup_arm) {
    case CleanupArm::kFormat:
      return bool(core.s.strtab.table.two_level);
    case CleanupArm::kStrtabBaseCfg: {
      const RegisterRecord<Concrete, Reg::STRTAB_BASE_CFG> cfg(
          Bits<Concrete, 32>(core.port.ReadReg32(Reg::STRTAB_BASE_CFG)));
      if (bool(Get<"FMT">(cfg) > 1)) return std::nullopt;
      return bool(Get<"FMT">(cfg) == 1);
    }
    case CleanupArm::kTwoLevelBit:
      break;
  }
  return bool(core.s.features.table.two_level);
}

MaybeStop AdoptOrMakeFresh(DriverCore& core) {
  if (core.s.adopt_option) {
    core.s.adopt_stop = Adopt(core);
    if (!core.s.adopt_stop) return std::nullopt;
    const bool lost = core.variant().on_toss == OnToss::kProbeFails;
    if (lost || IsFatal(*core.s.adopt_stop)) return core.s.adopt_stop;
    AfterToss(core, *core.s.adopt_stop);
  }
  return MakeFreshTable(core);
}

}  // namespace

MaybeStop InitStreamTable(DriverCore& core) {
  const bool first = core.variant().id_maps_before_scan;
  if (first) MakeIdMaps(core);
  MaybeStop stop = AdoptOrMakeFresh(core);
  if (!first && !stop) MakeIdMaps(core);
  return stop;
}

void CleanUpAdoptedTable(DriverCore& core) {
  const DriverStrtab& t = core.s.strtab;
  const std::optional<bool> two_level = CleanupTakesTwoLevel(core);
  if (core.variant().cleanup_unmaps_l2) {
    for (const auto& [index, l2] : t.l2_memory) {
      if (l2.kind == ResourceKind::kMapping) core.port.Unmap(l2);
    }
  }
  if (!two_level) return;
  // The table's pointer is the first member of either arm. The array's lies where a linear table
  // has its DMA address, which adoption leaves 0.
  if (*two_level && t.pointers) core.port.FreeHeap(*t.pointers);
  if (t.memory) core.port.Unmap(*t.memory);
}

}  // namespace quiesce
