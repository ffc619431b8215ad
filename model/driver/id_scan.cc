#include "model/driver/id_scan.h"

#include <algorithm>
#include <set>
#include <span>

#include "model/driver/id_scan_rules.h"

namespace quiesce {
namespace {

/// One pass over the adopted table.
class IdScan {
 public:
  IdScan(const SparseMemory& memory, const Variant& variant,
         const DriverFeatures<Concrete>& features, const Platform& platform)
      : memory_(memory), variant_(variant), features_(features), platform_(platform) {}

  std::optional<DriverStop> Table(const DriverTable<Concrete>& table);
  ReservedIds reserved() const {
    return {{asids_.begin(), asids_.end()}, {vmids_.begin(), vmids_.end()}};
  }

 private:
  std::optional<DriverStop> TwoLevelTable(const DriverTable<Concrete>& table);
  std::optional<DriverStop> Stes(std::uint64_t base, std::uint64_t count);
  std::optional<DriverStop> OneSte(const Ste<Concrete>& ste, std::uint64_t address);
  std::optional<DriverStop> CdTable(const Ste<Concrete>& ste);
  std::optional<DriverStop> L1Cds(const Ste<Concrete>& ste, std::uint64_t leaf_cds);
  std::optional<DriverStop> Cds(std::uint64_t base, std::uint64_t count);
  std::optional<DriverStop> ReserveAsid(std::uint16_t asid, std::uint64_t address);

  const SparseMemory& memory_;
  const Variant& variant_;
  const DriverFeatures<Concrete>& features_;
  const Platform& platform_;
  std::set<std::uint16_t> asids_;
  std::set<std::uint16_t> vmids_;
};

std::optional<DriverStop> RuleStop(const FirstHit<AdoptRule>& hit, std::uint64_t address) {
  if (!hit.hit()) return std::nullopt;
  return DriverStop{DriverStopKind::kRule, hit.hit(), address};
}

std::optional<DriverStop> IdScan::Table(const DriverTable<Concrete>& table) {
  if (table.two_level) return TwoLevelTable(table);
  return Stes(table.base.raw(), table.entries.raw());
}

std::optional<DriverStop> IdScan::TwoLevelTable(const DriverTable<Concrete>& table) {
  for (std::uint64_t i = 0; i < table.entries.raw(); ++i) {
    const std::uint64_t address = table.base.raw() + i * 8;
    const WordRead read = memory_.Read64(address);
    if (read.status != BusStatus::kOk) return Unreadable(read.status, address);
    const L1Std<Concrete> l1{Bits<Concrete, 64>(read.value)};
    if (L1Empty(variant_, l1)) continue;
    const std::uint64_t l2 = DriverPhysical(variant_, platform_, DriverL2Base(l1).raw());
    if (auto stop = Stes(l2, kDriverL2Stes)) return stop;
  }
  return std::nullopt;
}

std::optional<DriverStop> IdScan::Stes(std::uint64_t base, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t address = base + i * 64;
    const std::uint64_t* line = memory_.Line(address);
    if (line == nullptr) return Unreadable(memory_.unmapped(), address);
    const auto ste = FromRaw<Ste<Concrete>>(std::span(line, 8));
    if (auto stop = OneSte(ste, address)) return stop;
  }
  return std::nullopt;
}

std::optional<DriverStop> IdScan::OneSte(const Ste<Concrete>& ste, std::uint64_t address) {
  if (!Is<"V">(ste)) return std::nullopt;
  FirstHit<AdoptRule> hit;
  ScanSteRules(variant_, features_, ste, hit);
  if (auto stop = RuleStop(hit, address)) return stop;

  const std::uint64_t config = Get<"Config">(ste).raw();
  if (config == 5) return CdTable(ste);
  if (config >= 6) vmids_.insert(static_cast<std::uint16_t>(Get<"S2VMID">(ste).raw()));
  return std::nullopt;
}

std::optional<DriverStop> IdScan::CdTable(const Ste<Concrete>& ste) {
  const std::uint64_t cds = std::uint64_t{1} << Get<"S1CDMax">(ste).raw();
  if (!CdTableTwoLevel(ste)) return Cds(Addr<"S1ContextPtr">(ste).raw(), cds);
  return L1Cds(ste, std::min(cds, std::uint64_t{1} << kCdLeafLog2));
}

std::optional<DriverStop> IdScan::L1Cds(const Ste<Concrete>& ste, std::uint64_t leaf_cds) {
  const std::uint64_t base = Addr<"S1ContextPtr">(ste).raw();
  const std::uint64_t end = base + CdTableBytes(ste).raw();
  for (std::uint64_t address = base; address != end; address += 8) {
    const WordRead read = memory_.Read64(address);
    if (read.status != BusStatus::kOk) return Unreadable(read.status, address);
    const L1Cd<Concrete> l1{Bits<Concrete, 64>(read.value)};
    if (!Is<"V">(l1)) continue;
    FirstHit<AdoptRule> hit;
    ScanL1CdRules(variant_, l1, hit);
    if (auto stop = RuleStop(hit, address)) return stop;
    if (auto stop = Cds(Addr<"L2Ptr">(l1).raw(), leaf_cds)) return stop;
  }
  return std::nullopt;
}

std::optional<DriverStop> IdScan::Cds(std::uint64_t base, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t address = base + i * 64;
    const WordRead read = memory_.Read64(address);
    if (read.status != BusStatus::kOk) return Unreadable(read.status, address);
    Cd<Concrete> cd;
    cd.word(0) = Bits<Concrete, 64>(read.value);
    if (!Is<"V">(cd)) continue;
    FirstHit<AdoptRule> hit;
    ScanCdRules(features_, cd, hit);
    if (auto stop = RuleStop(hit, address)) return stop;
    if (auto stop = ReserveAsid(static_cast<std::uint16_t>(Get<"ASID">(cd).raw()), address)) {
      return stop;
    }
  }
  return std::nullopt;
}

std::optional<DriverStop> IdScan::ReserveAsid(std::uint16_t asid, std::uint64_t address) {
  const auto& live = platform_.asids_elsewhere;
  if (variant_.asid_space == AsidSpace::kGlobal &&
      std::find(live.begin(), live.end(), asid) != live.end()) {
    return DriverStop{DriverStopKind::kRule, AdoptRule::kScanAsidBusy, address};
  }
  asids_.insert(asid);
  return std::nullopt;
}

}  // namespace

std::optional<DriverStop> ScanIds(const SparseMemory& memory, const Variant& variant,
                                  const DriverFeatures<Concrete>& features,
                                  const Platform& platform, AdoptedView& view) {
  IdScan scan(memory, variant, features, platform);
  if (auto stop = scan.Table(view.table)) return stop;
  view.reserved = scan.reserved();
  return std::nullopt;
}

}  // namespace quiesce
