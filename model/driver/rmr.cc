#include "model/driver/rmr.h"

#include "model/driver/insert.h"
#include "model/driver/make_ste.h"
#include "model/driver/master.h"

namespace quiesce {
namespace {

bool Skips(const DriverCore& core) {
  switch (core.variant().rmr_bypass) {
    case RmrBypass::kAlways:
      return false;
    case RmrBypass::kNotAdopted:
      return core.s.adopt_option;
    case RmrBypass::kNotInKdump:
      break;
  }
  return core.config.kdump;
}

void WriteBypass(DriverCore& core, std::uint32_t sid) {
  const std::uint64_t address = *core.s.strtab.SteAddress(sid);
  const Resource& through = core.s.strtab.SteMemory(sid);
  const auto words = RawWords(BypassSte({.attr_types_ovr = core.s.features.attr_types_ovr}));
  for (unsigned i = 0; i < 8; ++i) core.port.WriteWord(through, address + i * 8, 0);
  for (unsigned i = 0; i < 8; ++i) {
    if (words[i] != 0) core.port.WriteWord(through, address + i * 8, words[i]);
  }
}

}  // namespace

void InstallRmrBypass(DriverCore& core) {
  if (Skips(core)) return;
  for (const std::uint32_t sid : core.config.platform.rmr_sids) {
    if (!InsertSid(core, sid)) WriteBypass(core, sid);
  }
}

}  // namespace quiesce
