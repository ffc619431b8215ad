// Direct permissions of both stages, DDI 0487 D8.4.1.2, D8.4.2.1 and D8.5.2.2.
#pragma once

#include "oracles/naive/types.h"

namespace quiesce::naive {

/// The bit of a leaf that lets hardware manage its dirty state.
inline constexpr unsigned kDbmBit = 51;

/// The permissions of Table D8-61. In the EL2 regime the unprivileged ones are never present.
struct Stage1Permissions {
  bool priv_read = false;
  bool priv_write = false;
  bool priv_execute = false;
  bool unpriv_read = false;
  bool unpriv_write = false;
  bool unpriv_execute = false;

  friend bool operator==(const Stage1Permissions&, const Stage1Permissions&) = default;
};

/// The hierarchical bits of the Table descriptors above a leaf, OR-ed together.
struct Hierarchy {
  bool ap_table_0 = false;  ///< bit 61: removes unprivileged data access
  bool ap_table_1 = false;  ///< bit 62: removes writes
  bool uxn_table = false;   ///< bit 60; XNTable in EL2
  bool pxn_table = false;   ///< bit 59; RES0 in EL2

  friend bool operator==(const Hierarchy&, const Hierarchy&) = default;
};

/// Permissions of a stage 1 leaf. A writable-clean leaf counts as writable (R_RTTLCV, R_NKLQN);
/// dirty_managed is true if hardware updates the dirty state at this stage.
Stage1Permissions Stage1Permitted(Regime regime, std::uint64_t leaf, const Hierarchy& above,
                                  bool wxn, bool dirty_managed);

/// Whether stage 1 permits the access, PAN included, and which direction is missing.
struct Verdict {
  bool permitted = false;
  bool only_read_missing = false;  ///< an atomic that may write but not read
};
Verdict CheckStage1(Regime regime, const Stage1Permissions& p, bool pan, const Access& access);

struct Stage2Permissions {
  bool read = false;
  bool write = false;
  bool priv_execute = false;
  bool unpriv_execute = false;

  friend bool operator==(const Stage2Permissions&, const Stage2Permissions&) = default;
};

/// Permissions of a stage 2 leaf (Tables D8-76 to D8-78).
Stage2Permissions Stage2Permitted(std::uint64_t leaf, bool xnx, bool dirty_managed);

Verdict CheckStage2(const Stage2Permissions& p, const Access& access);

}  // namespace quiesce::naive
