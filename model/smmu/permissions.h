// What a leaf descriptor permits, at each stage. DDI 0487 D8.4 and the Direct Permission Scheme of
// J1.1.4; IHI 0070 G.b 13.4.
#pragma once

#include <cstdint>

#include "model/smmu/descriptor.h"
#include "model/smmu/outcome.h"

namespace quiesce {

/// Which page permission a translation request reads with: INSTCFG of the STE. IHI 0070 G.b 13.7.1.
enum class ReadsAs : std::uint8_t { kAsAsked, kData, kInstruction };

/// What an access asks of a translation.
struct Demand {
  bool read = false;
  bool write = false;
  bool execute = false;  ///< an instruction read; Exe of a translation request
  bool privileged = false;
  /// A translation request: whatever is permitted is granted, and nothing is a permission fault.
  bool partial = false;
  ReadsAs reads_as = ReadsAs::kAsAsked;  ///< of a translation request
};

/// R, W and Exe that a translation request is granted by a page. Exe implies R. 13.7.1.
constexpr Permissions GrantedByRequest(Permissions page, const Demand& request) {
  const bool exe = request.execute;
  switch (request.reads_as) {
    case ReadsAs::kInstruction:
      return {page.execute(), page.write(), exe && page.execute()};
    case ReadsAs::kData:
      return {page.read(), page.write(), exe && page.read()};
    case ReadsAs::kAsAsked:
      break;
  }
  return {page.read(), page.write(), exe && page.read() && page.execute()};
}

constexpr bool Covers(Permissions p, const Demand& d) {
  return (p.read() || !d.read) && (p.write() || !d.write) && (p.execute() || !d.execute);
}

/// The controls of stage 1 permissions that are not in the tables.
struct Stage1Controls {
  bool single_privilege = false;  ///< NS-EL2: AP[1] acts as 1, PRIV is ignored, one XN
  bool pan = false;
  bool wxn = false;
  bool hardware_dirty = false;  ///< HTTU of dirty state is enabled: writable-clean is writable
};

/// Stage 1, EL1 and EL2-E2H: two privileges.
constexpr Permissions TwoPrivilegePermissions(std::uint64_t d, std::uint64_t tables,
                                              const Stage1Controls& c, bool privileged) {
  const bool writable = (d & kWriteBit) == 0 || (c.hardware_dirty && HasDirtyBitModifier(d));
  const bool w = writable && (tables & kApTableReadOnly) == 0;
  const bool unprivileged_r = BitAt(d, 6) && (tables & kApTableNoUnprivileged) == 0;
  const bool unprivileged_w = unprivileged_r && w;
  const bool pxn = BitAt(d, 53) || (tables & kPxnTable) != 0;
  const bool uxn = BitAt(d, 54) || (tables & kXnTable) != 0;
  if (!privileged) return {unprivileged_r, unprivileged_w, !uxn && !(c.wxn && unprivileged_w)};
  // PAN concerns data accesses only, so execution is decided before it.
  const bool x = !pxn && !unprivileged_w && !(c.wxn && w);
  const bool barred = c.pan && unprivileged_r;
  return {!barred, w && !barred, x};
}

/// Stage 1, EL2 without E2H: one privilege.
constexpr Permissions OnePrivilegePermissions(std::uint64_t d, std::uint64_t tables,
                                              const Stage1Controls& c) {
  const bool writable = (d & kWriteBit) == 0 || (c.hardware_dirty && HasDirtyBitModifier(d));
  const bool w = writable && (tables & kApTableReadOnly) == 0;
  const bool xn = BitAt(d, 54) || (tables & kXnTable) != 0;
  return {true, w, !xn && !(c.wxn && w)};
}

/// `tables` is the OR of the table descriptors' controls, 0 if hierarchical attributes are
/// disabled.
constexpr Permissions Stage1Permissions(std::uint64_t d, std::uint64_t tables,
                                        const Stage1Controls& c, bool privileged) {
  return c.single_privilege ? OnePrivilegePermissions(d, tables, c)
                            : TwoPrivilegePermissions(d, tables, c, privileged);
}

/// XN[1:0] of a stage 2 leaf; without XNX bit 53 is ignored and so is PRIV.
constexpr bool Stage2Executable(std::uint64_t d, bool xnx, bool privileged) {
  const bool xn1 = BitAt(d, 54);
  const bool xn0 = xnx && BitAt(d, 53);
  if (!xn0) return !xn1;
  return xn1 == privileged;
}

constexpr Permissions Stage2Permissions(std::uint64_t d, bool xnx, bool hardware_dirty,
                                        bool privileged) {
  const bool w = (d & kWriteBit) != 0 || (hardware_dirty && HasDirtyBitModifier(d));
  return {BitAt(d, 6), w, Stage2Executable(d, xnx, privileged)};
}

}  // namespace quiesce
