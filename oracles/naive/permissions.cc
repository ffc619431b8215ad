#include "oracles/naive/permissions.h"

namespace quiesce::naive {
namespace {

// Table D8-62. AP[1] is RES1 and PXN is RES0 here; only XN counts.
Stage1Permissions OneLevel(std::uint64_t leaf, const Hierarchy& above, bool clean) {
  Stage1Permissions p;
  p.priv_read = true;
  p.priv_write = !Bit(leaf, 7) || clean;
  p.priv_execute = !Bit(leaf, 54) && !above.uxn_table;
  if (above.ap_table_1) p.priv_write = false;
  return p;
}

// Tables D8-63 and D8-64.
Stage1Permissions TwoLevels(std::uint64_t leaf, const Hierarchy& above, bool clean) {
  Stage1Permissions p;
  p.priv_read = true;
  p.priv_write = !Bit(leaf, 7) || clean;
  p.unpriv_read = Bit(leaf, 6);
  p.unpriv_write = Bit(leaf, 6) && p.priv_write;
  if (above.ap_table_0) p.unpriv_read = p.unpriv_write = false;
  if (above.ap_table_1) p.priv_write = p.unpriv_write = false;
  p.unpriv_execute = !Bit(leaf, 54) && !above.uxn_table;
  p.priv_execute = !Bit(leaf, 53) && !above.pxn_table;
  if (p.unpriv_write) p.priv_execute = false;  // R_VWLLR
  return p;
}

Verdict CheckData(bool read, bool write, Direction direction) {
  switch (direction) {
    case Direction::kRead:
      return {read, false};
    case Direction::kWrite:
      return {write, false};
    case Direction::kAtomic:
      break;
  }
  return {read && write, write && !read};
}

bool IsFetch(const Access& access) {
  return access.instruction && access.direction == Direction::kRead;
}

}  // namespace

Stage1Permissions Stage1Permitted(Regime regime, std::uint64_t leaf, const Hierarchy& above,
                                  bool wxn, bool dirty_managed) {
  const bool clean = dirty_managed && Bit(leaf, kDbmBit) && Bit(leaf, 7);
  Stage1Permissions p =
      regime == Regime::kEl2 ? OneLevel(leaf, above, clean) : TwoLevels(leaf, above, clean);
  if (wxn && p.priv_write) p.priv_execute = false;      // R_SYMMB
  if (wxn && p.unpriv_write) p.unpriv_execute = false;  // R_FYMXJ
  return p;
}

Verdict CheckStage1(Regime regime, const Stage1Permissions& p, bool pan, const Access& access) {
  const bool privileged = access.privileged || regime == Regime::kEl2;
  if (IsFetch(access)) return {privileged ? p.priv_execute : p.unpriv_execute, false};
  if (!privileged) return CheckData(p.unpriv_read, p.unpriv_write, access.direction);
  if (pan && regime != Regime::kEl2 && (p.unpriv_read || p.unpriv_write)) return {};  // R_XTSQH
  return CheckData(p.priv_read, p.priv_write, access.direction);
}

Stage2Permissions Stage2Permitted(std::uint64_t leaf, bool xnx, bool dirty_managed) {
  Stage2Permissions p;
  p.read = Bit(leaf, 6);
  p.write = Bit(leaf, 7) || (dirty_managed && Bit(leaf, kDbmBit));
  const bool xn1 = Bit(leaf, 54);
  const bool xn0 = xnx && Bit(leaf, 53);
  if (!xn1 && !xn0) p.priv_execute = p.unpriv_execute = true;
  if (!xn1 && xn0) p.unpriv_execute = true;
  if (xn1 && xn0) p.priv_execute = true;
  return p;
}

Verdict CheckStage2(const Stage2Permissions& p, const Access& access) {
  if (IsFetch(access)) return {access.privileged ? p.priv_execute : p.unpriv_execute, false};
  return CheckData(p.read, p.write, access.direction);
}

}  // namespace quiesce::naive
