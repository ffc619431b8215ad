#include "oracles/naive/stage2.h"

#include "oracles/naive/descriptor.h"
#include "oracles/naive/permissions.h"
#include "oracles/naive/table_walk.h"

namespace quiesce::naive {
namespace {

constexpr std::uint64_t kS2AccessFlag = 1 << 10;
constexpr std::uint64_t kWritable = 1 << 7;

Outcome Fault(const Stage2Access& request, FaultKind kind, int level) {
  Outcome o;
  o.kind = kind;
  o.stage = 2;
  o.level = level;
  o.fault_class = request.fault_class;
  o.ipa = request.access.address;
  o.rnw = request.event_rnw;
  return o;
}

// The leaf after its hardware update (IHI 0070 G.b 3.13). An access that is permitted to write
// while the leaf is not writable makes it dirty.
std::uint64_t Updated(const Stage2& config, Direction direction, std::uint64_t leaf) {
  if (config.ha) leaf |= kS2AccessFlag;
  if (direction != Direction::kRead) leaf |= kWritable;
  return leaf;
}

bool ProtectedTableWalk(const Stage2& config, FaultClass fault_class, std::uint64_t leaf) {
  return config.ptw && fault_class != FaultClass::kIn && IsStage2Device(leaf, config.fwb);
}

Outcome FinishLeaf(const Smmu& smmu, const Stage2& config, const Stage2Access& request,
                   std::uint64_t leaf, std::uint64_t leaf_pa, int level, std::uint64_t pa) {
  if ((leaf & kS2AccessFlag) == 0 && !config.ha && !config.affd) {
    return Fault(request, FaultKind::kAccessFlag, level);
  }
  const Stage2Permissions permissions = Stage2Permitted(leaf, smmu.xnx, config.ha && config.hd);
  const Verdict verdict = CheckStage2(permissions, request.access);
  if (!verdict.permitted || ProtectedTableWalk(config, request.fault_class, leaf)) {
    Outcome o = Fault(request, FaultKind::kPermission, level);
    if (verdict.only_read_missing) o.rnw = true;  // IHI 0070 G.b 13.1.1
    return o;
  }
  Outcome o;
  o.ok = true;
  o.pa = pa;
  const std::uint64_t updated = Updated(config, request.access.direction, leaf);
  if (updated != leaf) o.updates.push_back({2, leaf_pa, leaf, updated});
  return o;
}

}  // namespace

Outcome WalkStage2(const Smmu& smmu, const Stage2& config, const ReadMemory& memory,
                   const Stage2Access& request) {
  const std::uint64_t ipa = request.access.address;
  const std::optional<Stage2Lookup> start = Stage2Start(config.granule, config.sl0, config.t0sz);
  if (!start || Exceeds(ipa, 64 - config.t0sz)) {
    return Fault(request, FaultKind::kTranslation, 0);
  }
  Lookup lookup = start->lookup;
  std::uint64_t table = AlignedBase(config.ttb, lookup, config.ps_bits);
  for (;;) {
    const std::uint64_t pa = DescriptorAddress(table, lookup, ipa);
    const std::optional<std::uint64_t> descriptor = Fetch(memory, pa, config.big_endian);
    if (!descriptor) {
      Outcome o = Fault(request, FaultKind::kExternalAbort, lookup.level);
      o.fetch_address = pa;
      return o;
    }
    const Decoded decoded =
        Decode(smmu, config.granule, lookup.level, *descriptor, ipa, config.ps_bits);
    switch (decoded.what) {
      case Decoded::What::kTranslationFault:
        return Fault(request, FaultKind::kTranslation, lookup.level);
      case Decoded::What::kAddressSizeFault:
        return Fault(request, FaultKind::kAddressSize, lookup.level);
      case Decoded::What::kLeaf:
        return FinishLeaf(smmu, config, request, *descriptor, pa, lookup.level, decoded.address);
      case Decoded::What::kTable:
        break;
    }
    table = decoded.address;
    lookup = NextLookup(config.granule, lookup.level + 1);
  }
}

}  // namespace quiesce::naive
