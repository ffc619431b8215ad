// What corruptions aim at.
#pragma once

#include "generators/prng.h"
#include "model/world/scenario.h"
#include "spec/registers.h"

namespace quiesce {

/// What software writes; the crashed kernel cannot have damaged a read-only register.
inline constexpr Reg kWritableRegisters[] = {Reg::STRTAB_BASE,
                                             Reg::STRTAB_BASE,
                                             Reg::STRTAB_BASE_CFG,
                                             Reg::STRTAB_BASE_CFG,
                                             Reg::CR0,
                                             Reg::CR1,
                                             Reg::CR2,
                                             Reg::GBPA,
                                             Reg::GERRORN,
                                             Reg::CMDQ_BASE,
                                             Reg::CMDQ_PROD,
                                             Reg::CMDQ_CONS,
                                             Reg::IRQ_CTRL};

/// A StreamID in use, or now and then any of the table.
inline std::uint32_t DrawSid(Prng& p, const Scenario& s) {
  if (s.streams.empty() || p.OneIn(16)) {
    return static_cast<std::uint32_t>(p.Next() & MaxValue(s.stream_table.log2size));
  }
  return s.streams[p.Below(s.streams.size())].sid;
}

}  // namespace quiesce
