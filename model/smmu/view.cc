#include "model/smmu/view.h"

namespace quiesce {

SmmuView View(const RegisterImage& r, const SparseMemory& memory) {
  const bool sfm_error = Is<"SFM_ERR">(r.Get<Reg::GERROR>()).raw();
  const bool sfm_acknowledged = Is<"SFM_ERR">(r.Get<Reg::GERRORN>()).raw();
  const Caps<Concrete> caps = CapsOf(r);
  return {.caps = caps,
          .cr0 = r.Get<Reg::CR0>(),
          .cr2 = r.Get<Reg::CR2>(),
          .gbpa = r.Get<Reg::GBPA>(),
          .strtab = DecodeStrtab(r.Get<Reg::STRTAB_BASE>(), r.Get<Reg::STRTAB_BASE_CFG>(), caps),
          .service_failure_mode = sfm_error != sfm_acknowledged,
          .memory = &memory};
}

}  // namespace quiesce
