#include "model/driver/id_scan.h"

#include <algorithm>
#include <set>

#include "model/driver/id_scan_rules.h"
#include "model/driver/maybe_stop.h"

namespace quiesce {
namespace {

/// One pass over the adopted table.
class IdScan {
 public:
  IdScan(const AdoptContext& ctx, const DriverFeatures<Concrete>& features)
      : ctx_(ctx), features_(features) {}

  MaybeStop Table(const DriverStrtab& table);
  ReservedIds reserved() const {
    return {{asids_.begin(), asids_.end()}, {vmids_.begin(), vmids_.end()}};
  }

 private:
  MaybeStop TwoLevelTable(const DriverStrtab& table);
  MaybeStop Stes(const Resource& through, std::uint64_t base, std::uint64_t count);
  MaybeStop ValidSte(const Resource& through, std::uint64_t address, Ste<Concrete> ste);
  MaybeStop CdTable(const Ste<Concrete>& ste);
  MaybeStop L1Cds(const Ste<Concrete>& ste, const Resource& through);
  MaybeStop Cds(const Resource& through, std::uint64_t base, std::uint64_t count);
  MaybeStop OneCd(std::uint64_t word, std::uint64_t address);
  MaybeStop Reserve(std::set<std::uint16_t>& ids, std::uint16_t id);

  /// Runs `body` with [base, base + bytes) mapped.
  template <class Body>
  MaybeStop WithMapped(FaultPoint point, const PhysicalRange& range, Body&& body);
  /// A broken rule stops the scan, or is passed over.
  MaybeStop OnRule(const FirstHit<AdoptRule>& hit, std::uint64_t address) const;
  bool Broken(const FirstHit<AdoptRule>& hit) const { return hit.hit().has_value(); }

  const AdoptContext& ctx_;
  const DriverFeatures<Concrete>& features_;
  std::set<std::uint16_t> asids_;
  std::set<std::uint16_t> vmids_;
};

MaybeStop IdScan::OnRule(const FirstHit<AdoptRule>& hit, std::uint64_t address) const {
  if (!hit.hit() || ctx_.variant.bad_scan_entry == BadScanEntry::kSkip) return std::nullopt;
  return RuleStop(*hit.hit(), address);
}

template <class Body>
MaybeStop IdScan::WithMapped(FaultPoint point, const PhysicalRange& range, Body&& body) {
  std::optional<Resource> mapping;
  if (MaybeStop stop = MapOrStop(ctx_, point, range, mapping)) return stop;
  MaybeStop stop = body(*mapping);
  if (!stop || ctx_.variant.scan_unmaps_on_error) ctx_.port.Unmap(*mapping);
  return stop;
}

MaybeStop IdScan::Table(const DriverStrtab& table) {
  if (table.table.two_level) return TwoLevelTable(table);
  return Stes(*table.memory, table.table.base.raw(), table.table.entries.raw());
}

MaybeStop IdScan::TwoLevelTable(const DriverStrtab& table) {
  for (std::uint64_t i = 0; i < table.table.entries.raw(); ++i) {
    const std::uint64_t address = table.table.base.raw() + i * 8;
    const L1Look look = LookAtL1(ctx_, L1CheckTime::kAdopt, *table.memory, address);
    if (look.stop) return look.stop;
    if (look.empty) continue;
    MaybeStop stop =
        WithMapped(FaultPoint::kMapScanL2, {look.l2, kDriverL2Bytes},
                   [&](const Resource& l2) { return Stes(l2, look.l2, kDriverL2Stes); });
    if (stop) return stop;
  }
  return std::nullopt;
}

/// Nearly all are invalid, or abort.
MaybeStop IdScan::Stes(const Resource& through, std::uint64_t base, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t address = base + i * 64;
    const WordRead word0 = ctx_.port.ReadWord(through, address);
    if (word0.status != BusStatus::kOk) return Unreadable(word0.status, address);
    Ste<Concrete> ste;
    ste.word(0) = Bits<Concrete, 64>(word0.value);
    if (!Is<"V">(ste)) continue;
    if (MaybeStop stop = ValidSte(through, address, ste)) return stop;
  }
  return std::nullopt;
}

/// `ste` has word 0.
MaybeStop IdScan::ValidSte(const Resource& through, std::uint64_t address, Ste<Concrete> ste) {
  const WordRead word2 = ctx_.port.ReadWord(through, address + 16);
  if (word2.status != BusStatus::kOk) return Unreadable(word2.status, address);
  ste.word(2) = Bits<Concrete, 64>(word2.value);
  FirstHit<AdoptRule> hit;
  ScanSteRules(ctx_.variant, features_, ste, hit);
  if (Broken(hit)) return OnRule(hit, address);

  const std::uint64_t config = Get<"Config">(ste).raw();
  if (!ctx_.variant.scan_reads_ste_once) {
    ste.word(0) = Bits<Concrete, 64>(ctx_.port.ReadWord(through, address).value);
  }
  if (config == 5 && ctx_.variant.reserves_asids) return CdTable(ste);
  if (config < 6) return std::nullopt;
  return Reserve(vmids_, static_cast<std::uint16_t>(Get<"S2VMID">(ste).raw()));
}

MaybeStop IdScan::CdTable(const Ste<Concrete>& ste) {
  const std::uint64_t base = Addr<"S1ContextPtr">(ste).raw();
  return WithMapped(FaultPoint::kMapScanCds, {base, CdTableBytes(ctx_.variant, ste).raw()},
                    [&](const Resource& table) {
                      if (CdTableTwoLevel(ctx_.variant, ste)) return L1Cds(ste, table);
                      return Cds(table, base, ScannedLinearCds(ctx_.variant, ste).raw());
                    });
}

MaybeStop IdScan::L1Cds(const Ste<Concrete>& ste, const Resource& through) {
  const std::uint64_t leaf_cds = ScannedLeafCds(ste).raw();
  const std::uint64_t base = Addr<"S1ContextPtr">(ste).raw();
  const std::uint64_t end = base + CdTableBytes(ctx_.variant, ste).raw();
  for (std::uint64_t address = base; address != end; address += 8) {
    const WordRead read = ctx_.port.ReadWord(through, address);
    if (read.status != BusStatus::kOk) return Unreadable(read.status, address);
    const L1Cd<Concrete> l1{Bits<Concrete, 64>(read.value)};
    if (!Is<"V">(l1)) continue;
    FirstHit<AdoptRule> hit;
    ScanL1CdRules(ctx_.variant, l1, hit);
    if (MaybeStop stop = OnRule(hit, address)) return stop;
    if (Broken(hit)) continue;
    const std::uint64_t leaf = Addr<"L2Ptr">(l1).raw();
    MaybeStop stop = WithMapped(FaultPoint::kMapScanCdLeaf, {leaf, leaf_cds * 64},
                                [&](const Resource& cds) { return Cds(cds, leaf, leaf_cds); });
    if (stop) return stop;
    if (!ctx_.variant.scan_whole_cd_table) break;
  }
  return std::nullopt;
}

MaybeStop IdScan::Cds(const Resource& through, std::uint64_t base, std::uint64_t count) {
  if (!ctx_.variant.scan_whole_cd_table) count = 1;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t address = base + i * 64;
    const WordRead read = ctx_.port.ReadWord(through, address);
    if (read.status != BusStatus::kOk) return Unreadable(read.status, address);
    if (MaybeStop stop = OneCd(read.value, address)) return stop;
  }
  return std::nullopt;
}

MaybeStop IdScan::OneCd(std::uint64_t word, std::uint64_t address) {
  Cd<Concrete> cd;
  cd.word(0) = Bits<Concrete, 64>(word);
  if (!ScannedCdValid(ctx_.variant, cd)) return std::nullopt;
  FirstHit<AdoptRule> hit;
  ScanCdRules(ctx_.variant, features_, cd, hit);
  if (Broken(hit) && ctx_.variant.bad_scan_entry == BadScanEntry::kSkipCd) return std::nullopt;
  if (Broken(hit)) return OnRule(hit, address);

  const auto asid = static_cast<std::uint16_t>(ScannedAsid(ctx_.variant, cd).raw());
  const auto& live = ctx_.platform.asids_elsewhere;
  if (ctx_.variant.asid_space == AsidSpace::kGlobal &&
      std::find(live.begin(), live.end(), asid) != live.end()) {
    return RuleStop(AdoptRule::kScanAsidBusy, address);
  }
  return Reserve(asids_, asid);
}

MaybeStop IdScan::Reserve(std::set<std::uint16_t>& ids, std::uint16_t id) {
  if (ids.contains(id)) return std::nullopt;
  if (ctx_.port.Fails(FaultPoint::kHeapReserveId)) return FaultStop(FaultPoint::kHeapReserveId);
  ids.insert(id);
  return std::nullopt;
}

}  // namespace

MaybeStop ScanIds(const AdoptContext& ctx, const DriverFeatures<Concrete>& features,
                  AdoptedView& view) {
  IdScan scan(ctx, features);
  MaybeStop stop = scan.Table(view);
  if (!stop || ctx.variant.scan_rollback == ScanRollback::kNothing) view.reserved = scan.reserved();
  if (stop && ctx.variant.scan_rollback == ScanRollback::kEverything) {
    view.reserved.others_erased = true;
  }
  return stop;
}

}  // namespace quiesce
