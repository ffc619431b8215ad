#include "oracles/naive/stage1.h"

#include "oracles/naive/stage2.h"
#include "oracles/naive/table_walk.h"

namespace quiesce::naive {
namespace {

constexpr unsigned kAccessFlag = 10;
constexpr unsigned kAp2 = 7;

Outcome Fault(const Access& access, FaultKind kind, int level) {
  Outcome o;
  o.kind = kind;
  o.stage = 1;
  o.level = level;
  o.fault_class = FaultClass::kIn;
  o.rnw = access.direction == Direction::kRead;
  return o;
}

// The half that translates the VA, or nullptr: IHI 0070 G.b 3.4.1, DDI 0487 D8.2.4.
const Half* SelectHalf(const Stage1& config, std::uint64_t va) {
  const bool two_ranges = config.regime != Regime::kEl2;
  const bool high = Bit(va, 55);
  const Half& half = two_ranges && high ? config.upper : config.lower;
  if (two_ranges && half.epd) return nullptr;
  const unsigned top = half.tbi ? 55 : 63;
  const std::uint64_t above = Slice(va, top, 64 - half.tsz);
  const std::uint64_t ones = Slice(~std::uint64_t{0}, top, 64 - half.tsz);
  return above == (two_ranges && high ? ones : 0) ? &half : nullptr;
}

// Reads the descriptor at walk.leaf_address into walk.leaf, or sets the fault of doing so.
void FetchDescriptor(const Config& config, const ReadMemory& memory, const Access& access,
                     Stage1Walk& walk) {
  walk.leaf_pa = walk.leaf_address;
  if (config.stage2) {
    Stage2Access fetch;
    fetch.access.address = walk.leaf_address;
    fetch.fault_class = FaultClass::kTt;
    fetch.event_rnw = access.direction == Direction::kRead;
    const Outcome o = WalkStage2(config.smmu, *config.stage2, memory, fetch);
    if (!o.ok) {
      walk.fault = o;
      return;
    }
    walk.updates.insert(walk.updates.end(), o.updates.begin(), o.updates.end());
    walk.leaf_pa = o.pa;
  }
  const std::optional<std::uint64_t> read = Fetch(memory, walk.leaf_pa, config.stage1->big_endian);
  if (!read) {
    walk.fault = Fault(access, FaultKind::kExternalAbort, walk.level);
    walk.fault->fault_class = FaultClass::kTt;
    walk.fault->fetch_address = walk.leaf_pa;
    return;
  }
  walk.leaf = *read;
}

void AddHierarchy(std::uint64_t table_descriptor, Hierarchy& above) {
  above.ap_table_0 |= Bit(table_descriptor, 61);
  above.ap_table_1 |= Bit(table_descriptor, 62);
  above.uxn_table |= Bit(table_descriptor, 60);
  above.pxn_table |= Bit(table_descriptor, 59);
}

// Lookups from the initial one down to the leaf.
void Descend(const Config& config, const ReadMemory& memory, const Access& access, const Half& half,
             Lookup lookup, Stage1Walk& walk) {
  const Stage1& s1 = *config.stage1;
  std::uint64_t table = AlignedBase(half.ttb, lookup, s1.ips_bits);
  for (;;) {
    walk.leaf_address = DescriptorAddress(table, lookup, access.address);
    walk.level = lookup.level;
    FetchDescriptor(config, memory, access, walk);
    if (walk.fault) return;
    const Decoded decoded =
        Decode(config.smmu, half.granule, lookup.level, walk.leaf, access.address, s1.ips_bits);
    const bool too_large = decoded.what == Decoded::What::kAddressSizeFault;
    if (decoded.what == Decoded::What::kTranslationFault) {
      walk.fault = Fault(access, FaultKind::kTranslation, lookup.level);
      return;
    }
    if (decoded.is_leaf) {
      walk.output = decoded.address;
      walk.size_fault = too_large;
      return;
    }
    if (too_large) {
      walk.fault = Fault(access, FaultKind::kAddressSize, lookup.level);
      return;
    }
    if (!half.had) AddHierarchy(walk.leaf, walk.above);
    table = decoded.address;
    lookup = NextLookup(half.granule, lookup.level + 1);
  }
}

}  // namespace

Stage1Walk WalkStage1(const Config& config, const ReadMemory& memory, const Access& access) {
  Stage1Walk walk;
  walk.dirty_managed = config.stage1->ha && config.stage1->hd;
  const Half* half = SelectHalf(*config.stage1, access.address);
  const std::optional<Lookup> start = half ? Stage1Start(half->granule, half->tsz) : std::nullopt;
  if (!start) {
    walk.fault = Fault(access, FaultKind::kTranslation, 0);
    return walk;
  }
  Descend(config, memory, access, *half, *start, walk);
  return walk;
}

std::optional<Outcome> LeafFault(const Stage1& config, const Stage1Walk& walk,
                                 const Access& access) {
  if (walk.size_fault) return Fault(access, FaultKind::kAddressSize, walk.level);
  if (!Bit(walk.leaf, kAccessFlag) && !config.ha && !config.affd) {
    return Fault(access, FaultKind::kAccessFlag, walk.level);
  }
  const Stage1Permissions permissions =
      Stage1Permitted(config.regime, walk.leaf, walk.above, config.wxn, walk.dirty_managed);
  const Verdict verdict = CheckStage1(config.regime, permissions, config.pan, access);
  if (verdict.permitted) return std::nullopt;
  Outcome o = Fault(access, FaultKind::kPermission, walk.level);
  if (verdict.only_read_missing) o.rnw = true;  // IHI 0070 G.b 13.1.1
  return o;
}

bool NeedsAccessFlagUpdate(const Stage1& config, const Stage1Walk& walk) {
  return config.ha && !Bit(walk.leaf, kAccessFlag);
}

bool NeedsDirtyUpdate(const Stage1Walk& walk, const Access& access) {
  return access.direction != Direction::kRead && walk.dirty_managed && Bit(walk.leaf, kDbmBit) &&
         Bit(walk.leaf, kAp2);
}

std::optional<Update> LeafUpdate(const Stage1& config, const Stage1Walk& walk,
                                 const Access& access) {
  std::uint64_t after = walk.leaf;
  if (NeedsAccessFlagUpdate(config, walk)) after |= std::uint64_t{1} << kAccessFlag;
  if (NeedsDirtyUpdate(walk, access)) after &= ~(std::uint64_t{1} << kAp2);
  if (after == walk.leaf) return std::nullopt;
  return Update{1, walk.leaf_pa, walk.leaf, after};
}

}  // namespace quiesce::naive
