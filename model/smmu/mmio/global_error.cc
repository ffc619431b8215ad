// GERROR and GERRORN. IHI 0070 G.b 6.3.19, 6.3.20, 7.5, 12.3.
#include <utility>

#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/mmio/register_bits.h"

namespace quiesce {
namespace {

constexpr std::uint64_t BitOf(GlobalError error) {
  return std::uint64_t{1} << static_cast<unsigned>(error);
}

}  // namespace

bool ProgrammingInterface::IsActive(GlobalError error) const {
  const std::uint64_t differ = visible_.Read(Reg::GERROR) ^ visible_.Read(Reg::GERRORN);
  return (differ & ~toggled_inactive_ & BitOf(error)) != 0;
}

bool ProgrammingInterface::Activate(GlobalError error) {
  const std::uint64_t bit = BitOf(error);
  if ((ImplementedBits(Reg::GERROR, visible_) & bit) == 0 || IsActive(error)) return false;
  if ((toggled_inactive_ & bit) != 0) {  // the bits differ already
    toggled_inactive_ &= ~bit;
  } else {
    Store(Reg::GERROR, visible_.Read(Reg::GERROR) ^ bit);
  }
  return error != GlobalError::MSI_GERROR_ABT_ERR &&
         bool(Is<"GERROR_IRQEN">(Effective<Reg::IRQ_CTRL>()));
}

bool ProgrammingInterface::EnterServiceFailureMode() {
  if (std::exchange(service_failure_, true)) return false;  // nothing fails that has failed
  return Activate(GlobalError::SFM_ERR);
}

/// Each bit toggled acknowledges its error if that is active; else it is CU-15.
void ProgrammingInterface::WriteGerrorn(std::uint64_t value, Choices& choices) {
  value &= ImplementedBits(Reg::GERRORN, visible_);
  const std::uint64_t toggled = value ^ visible_.Read(Reg::GERRORN);
  const std::uint64_t equal = ~(visible_.Read(Reg::GERROR) ^ visible_.Read(Reg::GERRORN));
  Store(Reg::GERRORN, value);
  toggled_inactive_ &= ~toggled;
  for (unsigned i = 0; i < 32; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((toggled & equal & bit) == 0) continue;
    if (choices.Pick(ChoicePoint::kGerrornToggled, 2) == 0) toggled_inactive_ |= bit;
  }
}

}  // namespace quiesce
