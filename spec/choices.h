// The points where the architecture permits several behaviours, by the ids of CAVEATS.md and
// `quiesce list choices`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace quiesce {

/// CONSTRAINED UNPREDICTABLE and IMPLEMENTATION DEFINED points that the translation path can meet.
enum class ChoicePoint : std::uint8_t {
  kSteAddressAboveOas,      ///< CU-16
  kSteCont,                 ///< CU-17
  kS1ContextPtrOutOfRange,  ///< CU-18
  kL1CdPtrOutOfRange,       ///< CU-19
  kCdTableMisaligned,       ///< CU-20
  kReservedBits,            ///< CU-21
  kTxszOutOfRange,          ///< CU-22
  kEatsWithS2s,             ///< CU-23
  kContiguousInconsistent,  ///< CU-25
  kTranslatedAboveOas,      ///< ATS-translated PA beyond OAS: abort or truncate
  kRes64kDescriptorHigh,    ///< 64K descriptor bits [15:12] when OAS < 52: ignored or used
  kS2Sl0NeedsPaSize,        ///< S2SL0 = 0b10 needs a PA size of 44 (42 for 16K): applied or not
};
inline constexpr std::size_t kChoicePointCount = 12;

/// Who decides. Alternatives are numbered from 0; 0 is the one that SMMUv3.2 leaves, where it
/// leaves one.
class Choices {
 public:
  virtual ~Choices() = default;
  /// One of the `alternatives` permitted at this point, less than `alternatives`.
  virtual unsigned Pick(ChoicePoint point, unsigned alternatives) = 0;
};

}  // namespace quiesce
