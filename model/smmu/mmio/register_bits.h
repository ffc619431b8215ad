// Which registers and which bits of them an SMMU with given options has. All others are RES0.
#pragma once

#include <cstdint>

#include "model/image/image.h"

namespace quiesce {

/// Whether the register exists with the options of these ID registers. The registers of ATOS,
/// VATOS, MPAM and enhanced command queues never do: the model has none of these.
bool RegisterExists(Reg reg, const RegisterImage& ids);

/// The bits that hold defined fields with these options; address bits up to the widest that the
/// version has. 0 for a register that does not exist.
std::uint64_t ImplementedBits(Reg reg, const RegisterImage& ids);

/// Those of ImplementedBits that are address bits at or above IDR5.OAS: RES0, though an
/// implementation may store them. IHI 0070 G.b 6.3.24, 6.3.26.
std::uint64_t AddressBitsAboveOas(Reg reg, const RegisterImage& ids);

/// Bits lsb..lsb+width-1 of a field, in place.
constexpr std::uint64_t FieldMask(const FieldSpec& f) { return MaxValue(f.width) << f.lsb; }

/// The bits of a named field of a register, in place.
template <Reg R, FieldName Name>
inline constexpr std::uint64_t kFieldMask = FieldMask(FieldOf<RegisterRecord<Concrete, R>, Name>());

/// AIDR.ArchMinorRev, at most 2.
inline unsigned MinorVersion(const RegisterImage& ids) {
  const auto minor = static_cast<unsigned>(Get<"ArchMinorRev">(ids.Get<Reg::AIDR>()).raw());
  return minor > 2 ? 2 : minor;
}

}  // namespace quiesce
