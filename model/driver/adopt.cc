#include "model/driver/adopt.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/driver/adopt_checks.h"
#include "model/driver/id_scan.h"

namespace quiesce {
namespace {

AdoptRegisters<Concrete> ReadRegisters(const RegisterImage& r) {
  return {r.Get<Reg::CR0>(), r.Get<Reg::GERROR>(), r.Get<Reg::GERRORN>(), r.Get<Reg::STRTAB_BASE>(),
          r.Get<Reg::STRTAB_BASE_CFG>()};
}

AdoptDecision Refused(AdoptKind kind, DriverStop stop) { return {kind, stop, std::nullopt}; }

/// A stop inside the adoption itself.
AdoptDecision Tossed(const DriverStop& stop) {
  switch (stop.kind) {
    case DriverStopKind::kRule:
      return Refused(AdoptKind::kTossed, stop);
    case DriverStopKind::kBusAbort:
      return Refused(AdoptKind::kBusAbort, stop);
    case DriverStopKind::kNotCaptured:
      break;
  }
  return Refused(AdoptKind::kNotCaptured, stop);
}

std::optional<DriverStop> CheckRegisters(const Variant& variant, const Platform& platform,
                                         const DriverFeatures<Concrete>& features,
                                         const AdoptRegisters<Concrete>& registers,
                                         const DriverTable<Concrete>& table) {
  FirstHit<AdoptRule> hit;
  StreamTableRules(variant, features, registers, hit);
  if (hit.hit()) return DriverStop{DriverStopKind::kRule, hit.hit(), std::nullopt};
  if (OverlapsProtected(variant, platform, {table.base.raw(), table.MappedBytes().raw()})) {
    return DriverStop{DriverStopKind::kRule, AdoptRule::kTableOverlap, table.base.raw()};
  }
  return std::nullopt;
}

/// Checks the L1 descriptor at `address`; adds its L2 table to the view in versions that map now.
std::optional<DriverStop> CheckL1(const SparseMemory& memory, const Variant& variant,
                                  const Platform& platform, std::uint32_t index,
                                  AdoptedView& view) {
  const std::uint64_t address = view.table.base.raw() + std::uint64_t{index} * 8;
  const WordRead read = memory.Read64(address);
  if (read.status != BusStatus::kOk) return Unreadable(read.status, address);
  const L1Std<Concrete> l1{Bits<Concrete, 64>(read.value)};
  if (L1Empty(variant, l1)) return std::nullopt;

  FirstHit<AdoptRule> hit;
  L1DescriptorRules(variant, L1CheckTime::kAdopt, l1, hit);
  if (hit.hit()) return DriverStop{DriverStopKind::kRule, hit.hit(), address};
  const std::uint64_t l2 = DriverPhysical(variant, platform, DriverL2Base(l1).raw());
  if (OverlapsProtected(variant, platform, {l2, kDriverL2Bytes})) {
    return DriverStop{DriverStopKind::kRule, AdoptRule::kL2Overlap, address};
  }
  if (variant.l2_mapping == L2Mapping::kAtAdopt) view.l2.emplace(index, l2);
  return std::nullopt;
}

std::optional<DriverStop> CheckL1Table(const SparseMemory& memory, const Variant& variant,
                                       const Platform& platform, AdoptedView& view) {
  if (!view.table.two_level) return std::nullopt;
  for (std::uint32_t i = 0; i < view.table.entries.raw(); ++i) {
    if (std::optional<DriverStop> stop = CheckL1(memory, variant, platform, i, view)) return stop;
  }
  return std::nullopt;
}

}  // namespace

DriverStop Unreadable(BusStatus status, std::uint64_t address) {
  const DriverStopKind kind =
      status == BusStatus::kAbort ? DriverStopKind::kBusAbort : DriverStopKind::kNotCaptured;
  return {kind, std::nullopt, address};
}

bool OverlapsProtected(const Variant& variant, const Platform& platform,
                       const PhysicalRange& range) {
  const auto hits = [&](const PhysicalRange& r) { return r.Overlaps(range); };
  if (variant.overlap == OverlapTest::kNone) return false;
  if (std::any_of(platform.system_ram.begin(), platform.system_ram.end(), hits)) return true;
  return variant.overlap == OverlapTest::kSystemRamAndMmio &&
         std::any_of(platform.mmio.begin(), platform.mmio.end(), hits);
}

std::uint64_t DriverPhysical(const Variant& variant, const Platform& platform,
                             std::uint64_t value) {
  return variant.base_is_dma_address ? value + platform.dma_offset : value;
}

std::optional<std::uint64_t> AdoptedView::SteAddress(std::uint32_t sid) const {
  const Bits<Concrete, 32> id(sid);
  if (!table.two_level) return DriverLinearSteAddress(table, id).raw();
  const auto found = l2.find(static_cast<std::uint32_t>(DriverL1Index(id).raw()));
  if (found == l2.end()) return std::nullopt;
  return DriverL2SteAddress(Bits<Concrete, 64>(found->second), id).raw();
}

AdoptDecision DecideAdoption(const Image& image, const Variant& variant, const Platform& platform) {
  const AdoptRegisters<Concrete> registers = ReadRegisters(image.registers);
  FirstHit<AdoptRule> gate;
  GateRules(variant, registers, Bool<Concrete>(platform.coherent), gate);
  if (gate.hit()) {
    return Refused(AdoptKind::kNotEntered, {DriverStopKind::kRule, gate.hit(), std::nullopt});
  }

  const DriverFeatures<Concrete> features = FeaturesOf(image.registers);
  AdoptedView view{MakeDriverTable(registers.base, registers.cfg), {}, {}};
  view.table.base = Bits<Concrete, 64>(DriverPhysical(variant, platform, view.table.base.raw()));
  if (auto stop = CheckRegisters(variant, platform, features, registers, view.table)) {
    return Tossed(*stop);
  }
  if (auto stop = CheckL1Table(image.memory, variant, platform, view)) return Tossed(*stop);
  if (variant.reserves_ids) {
    if (auto stop = ScanIds(image.memory, variant, features, platform, view)) return Tossed(*stop);
  }
  return {AdoptKind::kAdopted, std::nullopt, std::move(view)};
}

std::string Describe(const DriverStop& stop) {
  const std::string at = stop.address ? absl::StrFormat(" at 0x%x", *stop.address) : "";
  switch (stop.kind) {
    case DriverStopKind::kRule:
      return absl::StrFormat("%s%s: %s", SpecOf(*stop.rule).id, at, SpecOf(*stop.rule).text);
    case DriverStopKind::kBusAbort:
      return absl::StrFormat("external abort on a read by the CPU%s", at);
    case DriverStopKind::kNotCaptured:
      break;
  }
  return absl::StrFormat("cannot say: memory%s was not captured", at);
}

std::string Describe(const AdoptDecision& decision) {
  switch (decision.kind) {
    case AdoptKind::kNotEntered:
      return "adoption not entered: " + Describe(*decision.stop);
    case AdoptKind::kTossed:
      return "adoption tossed: " + Describe(*decision.stop);
    case AdoptKind::kBusAbort:
      return "kdump kernel lost: " + Describe(*decision.stop);
    case AdoptKind::kNotCaptured:
      return Describe(*decision.stop);
    case AdoptKind::kAdopted:
      break;
  }
  const DriverTable<Concrete>& t = decision.view->table;
  return absl::StrFormat("adopted: %s stream table at 0x%x, %u %s",
                         t.two_level ? "2-level" : "linear", t.base.raw(), t.entries.raw(),
                         t.two_level ? "L1 descriptors" : "STEs");
}

}  // namespace quiesce
