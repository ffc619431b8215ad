#include "model/driver/adopt_table.h"

#include <algorithm>
#include <array>
#include <set>

#include "model/driver/id_scan.h"

namespace quiesce {
namespace {

template <Reg R>
RegisterRecord<Concrete, R> Read32(ReadPort& port) {
  return RegisterRecord<Concrete, R>(Bits<Concrete, 32>(port.ReadReg32(R)));
}

bool Coherent(const AdoptContext& ctx) {
  if (ctx.variant.coherency_source == CoherencySource::kFirmware) return ctx.platform.coherent;
  return bool(Is<"COHACC">(Read32<Reg::IDR0>(ctx.port)));
}

/// IDR5.OAS: at most 48 bits before SMMUv3.1, which this driver does not tell apart. 6.3.6.
bool AboveOas(const AdoptContext& ctx, const PhysicalRange& range) {
  if (!ctx.variant.tables_within_oas) return false;
  constexpr std::array<unsigned, 8> kBits = {32, 36, 40, 42, 44, 48, 52, 52};
  const unsigned bits = kBits[Get<"OAS">(Read32<Reg::IDR5>(ctx.port)).raw()];
  return (range.first + range.bytes - 1) >> bits != 0;
}

/// What no descriptor alone shows of the L2 table that it names.
std::optional<AdoptRule> MisplacedL2(const AdoptContext& ctx, const Resource& l1,
                                     const PhysicalRange& l2) {
  if (AboveOas(ctx, l2)) return AdoptRule::kL2AboveOas;
  if (ctx.variant.l2_outside_l1 && l2.Overlaps(l1.range)) return AdoptRule::kL2InL1;
  if (OverlapsProtected(ctx.variant, ctx.platform, l2)) return AdoptRule::kL2Overlap;
  return std::nullopt;
}

std::optional<DriverStop> CheckRegisters(const AdoptContext& ctx,
                                         const DriverFeatures<Concrete>& features,
                                         const AdoptRegisters<Concrete>& registers,
                                         const DriverTable<Concrete>& table) {
  FirstHit<AdoptRule> hit;
  StreamTableRules(ctx.variant, features, registers, hit);
  if (hit.hit()) return RuleStop(*hit.hit());
  const PhysicalRange range{table.base.raw(), table.MappedBytes().raw()};
  if (AboveOas(ctx, range)) return RuleStop(AdoptRule::kTableAboveOas, table.base.raw());
  if (!OverlapsProtected(ctx.variant, ctx.platform, range)) return std::nullopt;
  return RuleStop(AdoptRule::kTableOverlap, table.base.raw());
}

/// CR1 and CR2 against what the driver's own queues and STEs need; no version looks.
std::optional<DriverStop> CheckControl(const AdoptContext& ctx) {
  if (ctx.variant.checks_cr1) {
    const auto cr1 = Read32<Reg::CR1>(ctx.port);
    if (cr1.word(0) != kDriverCr1) return RuleStop(AdoptRule::kCr1Attributes);
  }
  if (ctx.variant.checks_cr2) {
    const bool e2h = ctx.platform.vhe && bool(Is<"Hyp">(Read32<Reg::IDR0>(ctx.port)));
    if (bool(Is<"E2H">(Read32<Reg::CR2>(ctx.port))) != e2h) {
      return RuleStop(AdoptRule::kCr2Regime);
    }
  }
  return std::nullopt;
}

/// One L1 descriptor at adopt time; its L2 table is mapped in versions that map now.
std::optional<DriverStop> TakeL1(const AdoptContext& ctx, std::uint32_t index,
                                 std::set<std::uint64_t>& seen, AdoptedView& view) {
  const std::uint64_t address = view.table.base.raw() + std::uint64_t{index} * 8;
  const L1Look look = LookAtL1(ctx, L1CheckTime::kAdopt, *view.memory, address);
  if (look.stop || look.empty) return look.stop;
  if (ctx.variant.l2_pointers_distinct && !seen.insert(look.l2).second) {
    return RuleStop(AdoptRule::kL1PointerShared, address);
  }
  if (ctx.variant.l2_mapping != L2Mapping::kAtAdopt) return std::nullopt;
  std::optional<Resource> mapping;
  if (auto stop = MapOrStop(ctx, FaultPoint::kMapL2, {look.l2, kDriverL2Bytes}, mapping)) {
    return stop;
  }
  view.AddL2(index, look.l2, *mapping);
  return std::nullopt;
}

std::optional<DriverStop> TakeTwoLevel(const AdoptContext& ctx, AdoptedView& view) {
  if (!ctx.port.Fails(FaultPoint::kHeapL2Pointers)) {
    view.pointers = ctx.port.AllocHeap(view.table.entries.raw() * 8);
  }
  if (!view.pointers) return FaultStop(FaultPoint::kHeapL2Pointers);
  std::set<std::uint64_t> seen;
  for (std::uint32_t i = 0; i < view.table.entries.raw(); ++i) {
    if (std::optional<DriverStop> stop = TakeL1(ctx, i, seen, view)) return stop;
  }
  return std::nullopt;
}

/// STRTAB_BASE_CFG and STRTAB_BASE.
AdoptRegisters<Concrete> ReadTableRegisters(const AdoptContext& ctx) {
  AdoptRegisters<Concrete> registers;
  registers.cfg = Read32<Reg::STRTAB_BASE_CFG>(ctx.port);
  registers.base = RegisterRecord<Concrete, Reg::STRTAB_BASE>(
      Bits<Concrete, 64>(ctx.port.ReadReg64(Reg::STRTAB_BASE)));
  return registers;
}

DriverTable<Concrete> TableOf(const AdoptContext& ctx, const AdoptRegisters<Concrete>& registers) {
  DriverTable<Concrete> table = MakeDriverTable(registers.base, registers.cfg);
  table.base = Bits<Concrete, 64>(DriverPhysical(ctx.variant, ctx.platform, table.base.raw()));
  return table;
}

}  // namespace

DriverFeatures<Concrete> ReadFeatures(ReadPort& port) {
  return ProbeFeatures<Concrete>(Read32<Reg::IDR0>(port), Read32<Reg::IDR1>(port));
}

std::optional<DriverStop> CheckGate(const AdoptContext& ctx) {
  const AdoptRegisters<Concrete> registers{Read32<Reg::CR0>(ctx.port),
                                           Read32<Reg::GERROR>(ctx.port),
                                           Read32<Reg::GERRORN>(ctx.port),
                                           {},
                                           {}};
  FirstHit<AdoptRule> gate;
  GateRules(ctx.variant, registers, Bool<Concrete>(Coherent(ctx)), gate);
  if (gate.hit()) return RuleStop(*gate.hit());
  return CheckControl(ctx);
}

std::optional<DriverStop> AdoptTable(const AdoptContext& ctx,
                                     const DriverFeatures<Concrete>& features, AdoptedView& view) {
  const AdoptRegisters<Concrete> registers = ReadTableRegisters(ctx);
  view.table = TableOf(ctx, registers);
  if (auto stop = CheckRegisters(ctx, features, registers, view.table)) return stop;
  if (!ctx.variant.table_registers_read_once) view.table = TableOf(ctx, ReadTableRegisters(ctx));

  const PhysicalRange range{view.table.base.raw(), view.table.MappedBytes().raw()};
  if (auto stop = MapOrStop(ctx, FaultPoint::kMapStreamTable, range, view.memory)) return stop;
  if (view.table.two_level) {
    if (auto stop = TakeTwoLevel(ctx, view)) return stop;
  }
  return ctx.variant.reserves_ids ? ScanIds(ctx, features, view) : std::nullopt;
}

L1Look LookAtL1(const AdoptContext& ctx, L1CheckTime when, const Resource& through,
                std::uint64_t address) {
  WordRead read = ctx.port.ReadWord(through, address);
  if (read.status != BusStatus::kOk) return {Unreadable(read.status, address)};
  const L1Std<Concrete> l1{Bits<Concrete, 64>(read.value)};
  if (L1Empty(ctx.variant, l1)) return {std::nullopt, true};

  FirstHit<AdoptRule> hit;
  L1DescriptorRules(ctx.variant, when, l1, hit);
  if (hit.hit()) return {RuleStop(*hit.hit(), address)};
  if (when == L1CheckTime::kInsert && !ctx.variant.insert_reads_l1_once) {
    read = ctx.port.ReadWord(through, address);
  }
  const L1Std<Concrete> used{Bits<Concrete, 64>(read.value)};
  const std::uint64_t l2 = DriverPhysical(ctx.variant, ctx.platform, DriverL2Base(used).raw());
  if (const auto rule = MisplacedL2(ctx, through, {l2, kDriverL2Bytes})) {
    return {RuleStop(*rule, address)};
  }
  return {std::nullopt, false, l2};
}

std::optional<DriverStop> MapOrStop(const AdoptContext& ctx, FaultPoint point,
                                    const PhysicalRange& range, std::optional<Resource>& mapping) {
  mapping = ctx.port.Fails(point) ? std::nullopt : ctx.port.MapTable(range);
  if (mapping) return std::nullopt;
  DriverStop stop = FaultStop(point);
  if (!ctx.variant.map_failure_detected) stop.kind = DriverStopKind::kWildPointer;
  return stop;
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

}  // namespace quiesce
