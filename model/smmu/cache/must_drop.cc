#include "model/smmu/cache/must_drop.h"

namespace quiesce {
namespace {

/// Both StreamIDs or indexes lie in one aligned block of 2^log2.
constexpr bool SameBlock(std::uint32_t a, std::uint32_t b, unsigned log2) {
  return log2 >= 32 || (a ^ b) >> log2 == 0;
}

constexpr unsigned Larger(unsigned a, unsigned b) { return a > b ? a : b; }

/// The command is about all that was read through this StreamID.
bool NamesStream(std::uint32_t stream_id, const Invalidation& c) {
  const bool ste = c.opcode == Opcode::CFGI_STE || c.opcode == Opcode::CFGI_STE_RANGE;
  return ste && SameBlock(stream_id, c.stream_id, c.stream_log2);
}

bool NamesAllCds(std::uint32_t stream_id, const Invalidation& c) {
  return NamesStream(stream_id, c) || (c.opcode == Opcode::CFGI_CD_ALL && stream_id == c.stream_id);
}

bool NamesCd(std::uint32_t stream_id, const Invalidation& c) {
  return c.opcode == Opcode::CFGI_CD && stream_id == c.stream_id;
}

/// A stage 1 or combined entry of the regime.
bool IsStage1Of(const TlbScope& e, Regime regime) {
  return HasStage1(e.kind) && e.tag.regime == regime;
}

bool IsStage2(const TlbScope& e) {
  return e.kind == TlbKind::kStage2 || e.kind == TlbKind::kStage2Table;
}

bool InVmid(const TlbScope& e, const Invalidation& c) {
  return !c.vmid || (e.tag.vmid ^ *c.vmid) >> c.vmid_ignored_bits == 0;
}

bool InAsid(const TlbScope& e, const Invalidation& c) { return !c.asid || e.tag.asid == *c.asid; }

/// TTL names the level of the leaf; table descriptors go at the levels above it, and only if the
/// command is not for leaves alone.
bool AtLevel(const TlbScope& e, const Invalidation& c) {
  const unsigned leaf_level = c.address->level;
  if (IsTable(e.kind)) return !c.leaf && (leaf_level == 0 || e.level < leaf_level);
  return leaf_level == 0 || e.level == leaf_level;
}

/// 4.4.1.1: granule and level are hints that narrow the command.
bool InRange(const TlbScope& e, const Invalidation& c) {
  if (!c.address) return true;
  const AddressRange& r = *c.address;
  if (r.unpredictable || e.first > r.last || r.first > e.last) return false;
  return (r.granule_log2 == 0 || r.granule_log2 == e.granule_log2) && AtLevel(e, c);
}

Regime El2Regime(const Invalidation& c) { return c.e2h ? Regime::kNsEl2E2h : Regime::kNsEl2; }

}  // namespace

bool MustDrop(const L1StdKey& e, const Invalidation& c) {
  if (c.opcode == Opcode::CFGI_STE && c.leaf) return false;
  const bool ste = c.opcode == Opcode::CFGI_STE || c.opcode == Opcode::CFGI_STE_RANGE;
  return ste && SameBlock(e.stream_id, c.stream_id, Larger(e.log2, c.stream_log2));
}

bool MustDrop(const SteKey& e, const Invalidation& c) { return NamesStream(e.stream_id, c); }

bool MustDrop(const L1CdKey& e, const Invalidation& c) {
  const bool on_path =
      NamesCd(e.stream_id, c) && !c.leaf && SameBlock(e.index, c.substream_id, e.log2);
  return NamesAllCds(e.stream_id, c) || on_path;
}

bool MustDrop(const CdKey& e, const Invalidation& c) {
  return NamesAllCds(e.stream_id, c) || (NamesCd(e.stream_id, c) && e.index == c.substream_id);
}

bool MustDrop(const TlbScope& e, const Invalidation& c) {
  const bool el1 = e.tag.regime == Regime::kNsEl1;
  switch (c.opcode) {
    case Opcode::TLBI_NH_ALL:
      return IsStage1Of(e, Regime::kNsEl1) && InVmid(e, c);
    case Opcode::TLBI_NH_ASID:
      return IsStage1Of(e, Regime::kNsEl1) && InVmid(e, c) && !e.tag.global && InAsid(e, c);
    case Opcode::TLBI_NH_VA:
      return IsStage1Of(e, Regime::kNsEl1) && InVmid(e, c) && InRange(e, c) &&
             (e.tag.global || InAsid(e, c));
    case Opcode::TLBI_NH_VAA:
      return IsStage1Of(e, Regime::kNsEl1) && InVmid(e, c) && InRange(e, c);
    case Opcode::TLBI_EL2_ALL:
      return !el1;
    case Opcode::TLBI_EL2_ASID:
      return e.tag.regime == Regime::kNsEl2E2h && !e.tag.global && InAsid(e, c);
    case Opcode::TLBI_EL2_VA:
      return e.tag.regime == El2Regime(c) && InRange(e, c) && (e.tag.global || InAsid(e, c));
    case Opcode::TLBI_EL2_VAA:
      return e.tag.regime == El2Regime(c) && InRange(e, c);
    case Opcode::TLBI_S2_IPA:
      return IsStage2(e) && InVmid(e, c) && InRange(e, c);
    case Opcode::TLBI_S12_VMALL:
      return el1 && InVmid(e, c);
    case Opcode::TLBI_NSNH_ALL:
      return el1;
    default:
      return false;
  }
}

}  // namespace quiesce
