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
template <class Obs = const NoObserver>
constexpr Permissions GrantedByRequest(Permissions page, const Demand& request,
                                       Obs& obs = kNoObserver) {
  const bool exe = Decides<"ATS-EXE">(obs, request.execute);
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

template <class Obs = const NoObserver>
constexpr bool Covers(Permissions p, const Demand& d, Obs& obs = kNoObserver) {
  return !Decides<"LEAF-READ-REFUSED">(obs, d.read && !p.read()) &&
         !Decides<"LEAF-WRITE-REFUSED">(obs, d.write && !p.write()) &&
         !Decides<"LEAF-EXECUTE-REFUSED">(obs, d.execute && !p.execute());
}

/// The controls of stage 1 permissions that are not in the tables.
struct Stage1Controls {
  bool single_privilege = false;  ///< NS-EL2: AP[1] acts as 1, PRIV is ignored, one XN
  bool pan = false;
  bool wxn = false;
  bool hardware_dirty = false;  ///< HTTU of dirty state is enabled: writable-clean is writable
};

/// AP[2], a writable-clean leaf and APTable[1].
template <class Obs>
constexpr bool Stage1Writable(std::uint64_t d, std::uint64_t tables, const Stage1Controls& c,
                              Obs& obs) {
  const bool ap = Decides<"S1-AP2-CLEAR">(obs, (d & kWriteBit) == 0);
  const bool clean = Decides<"S1-WRITABLE-CLEAN">(obs, c.hardware_dirty && HasDirtyBitModifier(d));
  return (ap || clean) && !Decides<"S1-APTABLE1">(obs, (tables & kApTableReadOnly) != 0);
}
/// UXN, or XN where there is one privilege, and its table bit.
template <class Obs>
constexpr bool Stage1ExecuteNever(std::uint64_t d, std::uint64_t tables, Obs& obs) {
  return Decides<"S1-UXN">(obs, BitAt(d, 54)) ||
         Decides<"S1-XNTABLE">(obs, (tables & kXnTable) != 0);
}

/// What an unprivileged access has with two privileges.
template <class Obs>
constexpr Permissions UnprivilegedData(std::uint64_t d, std::uint64_t tables, bool writable,
                                       Obs& obs) {
  const bool r = Decides<"S1-AP1">(obs, BitAt(d, 6)) &&
                 !Decides<"S1-APTABLE0">(obs, (tables & kApTableNoUnprivileged) != 0);
  return {r, r && writable, false};
}

/// Stage 1, EL1 and EL2-E2H: two privileges.
template <class Obs>
constexpr Permissions TwoPrivilegePermissions(std::uint64_t d, std::uint64_t tables,
                                              const Stage1Controls& c, bool privileged, Obs& obs) {
  const bool w = Stage1Writable(d, tables, c, obs);
  const Permissions user = UnprivilegedData(d, tables, w, obs);
  if (!privileged) {
    const bool barred = Decides<"S1-WXN-USER">(obs, c.wxn && user.write());
    return {user.read(), user.write(), !Stage1ExecuteNever(d, tables, obs) && !barred};
  }
  // PAN concerns data accesses only, so execution is decided before it.
  const bool pxn = Decides<"S1-PXN">(obs, BitAt(d, 53)) ||
                   Decides<"S1-PXNTABLE">(obs, (tables & kPxnTable) != 0);
  const bool x = !pxn && !Decides<"S1-USER-WRITABLE-PXN">(obs, user.write()) &&
                 !Decides<"S1-WXN-PRIVILEGED">(obs, c.wxn && w);
  const bool barred = Decides<"S1-PAN-BARS">(obs, c.pan && user.read());
  return {!barred, w && !barred, x};
}

/// Stage 1, EL2 without E2H: one privilege.
template <class Obs>
constexpr Permissions OnePrivilegePermissions(std::uint64_t d, std::uint64_t tables,
                                              const Stage1Controls& c, Obs& obs) {
  const bool w = Stage1Writable(d, tables, c, obs);
  const bool barred = Decides<"S1-WXN-EL2">(obs, c.wxn && w);
  return {true, w, !Stage1ExecuteNever(d, tables, obs) && !barred};
}

/// `tables` is the OR of the table descriptors' controls, 0 if hierarchical attributes are
/// disabled.
template <class Obs = const NoObserver>
constexpr Permissions Stage1Permissions(std::uint64_t d, std::uint64_t tables,
                                        const Stage1Controls& c, bool privileged,
                                        Obs& obs = kNoObserver) {
  return c.single_privilege ? OnePrivilegePermissions(d, tables, c, obs)
                            : TwoPrivilegePermissions(d, tables, c, privileged, obs);
}

/// XN[1:0] of a stage 2 leaf; without XNX bit 53 is ignored and so is PRIV.
template <class Obs>
constexpr bool Stage2Executable(std::uint64_t d, bool xnx, bool privileged, Obs& obs) {
  const bool xn1 = Decides<"S2-XN1">(obs, BitAt(d, 54));
  const bool xn0 = Decides<"S2-XN0">(obs, xnx && BitAt(d, 53));
  if (!xn0) return !xn1;
  return Decides<"S2-XN-PRIVILEGE">(obs, xn1 == privileged);
}

template <class Obs = const NoObserver>
constexpr Permissions Stage2Permissions(std::uint64_t d, bool xnx, bool hardware_dirty,
                                        bool privileged, Obs& obs = kNoObserver) {
  const bool r = Decides<"S2-S2AP0">(obs, BitAt(d, 6));
  const bool w = Decides<"S2-S2AP1">(obs, (d & kWriteBit) != 0) ||
                 Decides<"S2-WRITABLE-CLEAN">(obs, hardware_dirty && HasDirtyBitModifier(d));
  return {r, w, Stage2Executable(d, xnx, privileged, obs)};
}

}  // namespace quiesce
