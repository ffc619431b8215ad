#include "model/smmu/mmio/register_bits.h"

namespace quiesce {
namespace {

template <FieldName Name>
bool Has(const RegisterImage& ids) {
  return bool(Is<Name>(ids.Get<Reg::IDR0>()));
}

std::uint64_t AllFields(const FormatSpec& format) {
  std::uint64_t bits = 0;
  for (const FieldSpec& f : format.fields) bits |= FieldMask(f);
  return bits;
}

std::uint64_t AddressField(const FormatSpec& format) {
  for (const FieldSpec& f : format.fields) {
    if (f.kind == FieldKind::kAddress) return FieldMask(f);
  }
  return 0;
}

/// The fields of R that need an option that is absent.
template <Reg R, FieldName Name>
std::uint64_t Unless(bool option) {
  return option ? 0 : kFieldMask<R, Name>;
}

std::uint64_t AbsentOfCr0(const RegisterImage& ids) {
  return Unless<Reg::CR0, "PRIQEN">(Has<"PRI">(ids)) | Unless<Reg::CR0, "ATSCHK">(Has<"ATS">(ids)) |
         Unless<Reg::CR0, "VMW">(Has<"VMW">(ids));
}

std::uint64_t AbsentOfCr2(const RegisterImage& ids) {
  return Unless<Reg::CR2, "E2H">(Has<"Hyp">(ids)) | Unless<Reg::CR2, "PTM">(Has<"BTM">(ids)) |
         Unless<Reg::CR2, "REC_CFG_ATS">(Has<"ATSRECERR">(ids));
}

std::uint64_t AbsentOfGerror(const RegisterImage& ids) {
  const bool msi = Has<"MSI">(ids);
  const bool pri = Has<"PRI">(ids);
  return Unless<Reg::GERROR, "PRIQ_ABT_ERR">(pri) | Unless<Reg::GERROR, "MSI_CMDQ_ABT_ERR">(msi) |
         Unless<Reg::GERROR, "MSI_EVENTQ_ABT_ERR">(msi) |
         Unless<Reg::GERROR, "MSI_PRIQ_ABT_ERR">(msi && pri) |
         Unless<Reg::GERROR, "MSI_GERROR_ABT_ERR">(msi);
}

std::uint64_t AbsentOfStrtabCfg(const RegisterImage& ids) {
  const bool two_level = bool(Get<"ST_LEVEL">(ids.Get<Reg::IDR0>()) != 0);
  return Unless<Reg::STRTAB_BASE_CFG, "FMT">(two_level) |
         Unless<Reg::STRTAB_BASE_CFG, "SPLIT">(two_level);
}

std::uint64_t Absent(Reg reg, const RegisterImage& ids) {
  switch (reg) {
    case Reg::CR0:
    case Reg::CR0ACK:
      return AbsentOfCr0(ids);
    case Reg::CR2:
      return AbsentOfCr2(ids);
    case Reg::IRQ_CTRL:
    case Reg::IRQ_CTRLACK:
      return Unless<Reg::IRQ_CTRL, "PRIQ_IRQEN">(Has<"PRI">(ids));
    case Reg::GERROR:
    case Reg::GERRORN:
      return AbsentOfGerror(ids);
    case Reg::STRTAB_BASE_CFG:
      return AbsentOfStrtabCfg(ids);
    default:
      return 0;
  }
}

}  // namespace

bool RegisterExists(Reg reg, const RegisterImage& ids) {
  switch (SpecOf(reg).exists) {
    case Exists::kAlways:
      return true;
    case Exists::kMsi:
      return Has<"MSI">(ids);
    case Exists::kPri:
      return Has<"PRI">(ids);
    case Exists::kPriMsi:
      return Has<"PRI">(ids) && Has<"MSI">(ids);
    default:
      return false;
  }
}

std::uint64_t ImplementedBits(Reg reg, const RegisterImage& ids) {
  if (!RegisterExists(reg, ids)) return 0;
  const FormatSpec& format = *SpecOf(reg).format;
  const std::uint64_t address = AddressField(format);
  const std::uint64_t too_wide = MinorVersion(ids) == 0 ? address & ~MaxValue(48) : 0;
  return AllFields(format) & ~Absent(reg, ids) & ~too_wide;
}

std::uint64_t AddressBitsAboveOas(Reg reg, const RegisterImage& ids) {
  const auto oas = static_cast<unsigned>(CapsOf(ids).oas.raw());
  return AddressField(*SpecOf(reg).format) & ImplementedBits(reg, ids) & ~MaxValue(oas);
}

}  // namespace quiesce
