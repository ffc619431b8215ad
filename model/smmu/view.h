// One SMMU as a translation sees it: registers decoded once, and memory.
#pragma once

#include "model/image/frame_trail.h"
#include "model/image/image.h"
#include "model/smmu/known_structures.h"
#include "spec/caps.h"
#include "spec/registers.h"
#include "spec/stream_table.h"

namespace quiesce {

/// A view does not own memory, and is valid while the memory lives and is not assigned to; writes
/// are seen. Registers are copied: a later change of the image's registers needs a new view. For
/// one thread.
struct SmmuView {
  Caps<Concrete> caps;
  RegisterRecord<Concrete, Reg::CR0> cr0;
  RegisterRecord<Concrete, Reg::CR2> cr2;
  RegisterRecord<Concrete, Reg::GBPA> gbpa;
  StrtabConfig<Concrete> strtab;
  bool service_failure_mode;  ///< GERROR.SFM_ERR is active
  const SparseMemory* memory;

  // What earlier translations through this view make faster; it never changes an answer.
  mutable FrameTrail trail = {};
  mutable KnownStructures known = {};

  /// As those of SparseMemory; see FrameTrail for `place`.
  WordRead Read64(std::uint64_t pa, unsigned place) const {
    return trail.Read64(*memory, pa, place);
  }
  const std::uint64_t* Line(std::uint64_t pa, unsigned place) const {
    return trail.Line(*memory, pa, place);
  }

  unsigned oas() const { return static_cast<unsigned>(caps.oas.raw()); }
  bool enabled() const { return Is<"SMMUEN">(cr0).raw(); }
  /// CR0.ATSCHK and CR2.REC_CFG_ATS exist only with the option that brings them.
  bool ats_checked() const { return (Is<"ATS">(caps.idr0) && Is<"ATSCHK">(cr0)).raw(); }
  bool records_ats_errors() const {
    return (Is<"ATSRECERR">(caps.idr0) && Is<"REC_CFG_ATS">(cr2)).raw();
  }
  unsigned ias() const { return static_cast<unsigned>(caps.ias.raw()); }
};

SmmuView View(const RegisterImage& registers, const SparseMemory& memory);
inline SmmuView View(const Image& image) { return View(image.registers, image.memory); }

}  // namespace quiesce
