// The interface at the start: as captured, or after reset. IHI 0070 G.b 3.11, 6.3.
#include "model/smmu/mmio/guard.h"
#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/mmio/register_bits.h"

namespace quiesce {
namespace {

/// Fields of a register that differ from their acknowledgement are updates that were under way.
void AdoptUnacknowledged(Reg reg, Reg ack, RegisterImage& effective,
                         std::vector<PendingUpdate>& pending) {
  const std::uint64_t value = effective.Read(reg);
  const std::uint64_t acknowledged = effective.Read(ack);
  for (const FieldSpec& f : SpecOf(reg).format->fields) {
    const std::uint64_t mask = FieldMask(f);
    if (((value ^ acknowledged) & mask) == 0) continue;
    pending.push_back({reg, mask, acknowledged & mask, {value & mask}});
  }
  effective.Write(reg, acknowledged);
}

bool IsFixed(const RegisterSpec& spec, const RegisterImage& ids) {
  const auto idr1 = ids.Get<Reg::IDR1>();
  return spec.reset == Reset::kConstant ||
         (spec.preset == Preset::kTables && bool(Is<"TABLES_PRESET">(idr1))) ||
         (spec.preset == Preset::kQueues && bool(Is<"QUEUES_PRESET">(idr1)));
}

/// Fields that reset to 0 in a register whose other fields do not.
std::uint64_t ZeroAtReset(Reg reg) {
  if (reg == Reg::GBPA) return kFieldMask<Reg::GBPA, "Update">;
  if (reg == Reg::PRIQ_PROD) return kFieldMask<Reg::PRIQ_PROD, "OVFLG">;
  return 0;
}

std::uint64_t ResetValue(Reg reg, const RegisterImage& constants, Choices& choices) {
  const RegisterSpec& spec = SpecOf(reg);
  if (IsFixed(spec, constants)) return constants.Read(reg);
  const std::uint64_t bits = ImplementedBits(reg, constants) & ~ZeroAtReset(reg);
  if (spec.reset == Reset::kZero || bits == 0) return 0;
  return choices.Unknown(ChoicePoint::kResetValue, spec.bytes() * 8) & bits;
}

RegisterImage ResetValues(const RegisterImage& constants, Choices& choices) {
  RegisterImage image;
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const auto reg = static_cast<Reg>(i);
    image.Write(reg, ResetValue(reg, constants, choices));
  }
  return image;
}

}  // namespace

ProgrammingInterface::ProgrammingInterface(const RegisterImage& captured)
    : visible_(captured), effective_(captured), minor_version_(MinorVersion(captured)) {
  AdoptUnacknowledged(Reg::CR0, Reg::CR0ACK, effective_, pending_);
  AdoptUnacknowledged(Reg::IRQ_CTRL, Reg::IRQ_CTRLACK, effective_, pending_);
  const auto gbpa = captured.Get<Reg::GBPA>();
  if (Is<"Update">(gbpa)) {
    const std::uint64_t fields =
        ImplementedBits(Reg::GBPA, captured) & ~kFieldMask<Reg::GBPA, "Update">;
    const std::uint64_t value = captured.Read(Reg::GBPA) & fields;
    pending_.push_back({Reg::GBPA, fields, value, {value}});
  }
  service_failure_ = IsActive(GlobalError::SFM_ERR);
}

ProgrammingInterface ProgrammingInterface::AfterReset(const RegisterImage& constants,
                                                      Choices& choices) {
  return ProgrammingInterface(ResetValues(constants, choices));
}

}  // namespace quiesce
