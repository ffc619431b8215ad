// What hw_probe keeps of the ID registers, beyond what table addresses need (driver_table.h).
#pragma once

#include "model/driver/adopt_table.h"

namespace quiesce {

struct HwFeatures {
  DriverFeatures<Concrete> table;
  bool stage1 = false;
  bool stage2 = false;
  bool hyp = false;
  bool e2h = false;  ///< Hyp, and the kernel runs at EL2
  bool msi = false;
  bool stalls = false;
  bool stall_forced = false;  ///< STALL_MODEL 2: every master stalls
  bool attr_types_ovr = false;
  bool eventq = true;  ///< the event queue is to be used at all (T3+ clears it in kdump)
  unsigned cmdq_log2 = 0;
  unsigned eventq_log2 = 0;
  unsigned priq_log2 = 0;
};

/// Reads IDR0 and IDR1. Queue sizes are capped as the driver caps them with 4 KiB pages.
HwFeatures ProbeHardware(ReadPort& port, const Platform& platform);

}  // namespace quiesce
