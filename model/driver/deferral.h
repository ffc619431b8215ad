// Whether the driver defers the attach of a device for one STE that it finds, over the word domain.
#pragma once

#include "model/driver/variant.h"
#include "spec/record.h"
#include "spec/stream_formats.h"

namespace quiesce {

template <class D>
Bool<D> Defers(const Variant& variant, const Ste<D>& ste) {
  const Bool<D> valid = Is<"V">(ste);
  const Bits<D, 3> config = Get<"Config">(ste);
  switch (variant.deferral) {
    case Deferral::kAnyValid:
      return valid;
    case Deferral::kAnyValidNotAbort:
      return valid && config != 0;
    case Deferral::kConfigWithoutValid:
      return config != 0;
    case Deferral::kConfigMaskShort:
      return valid && (config & Bits<D, 3>(3)) != 0;
    case Deferral::kNever:
      break;
  }
  return Bool<D>(false);
}

}  // namespace quiesce
