// One transaction as it arrives at the SMMU. IHI 0070 G.b 3.1, 13.1; ATS: 3.9, 13.7.
#pragma once

#include <cstdint>

#include "model/smmu/attributes.h"

namespace quiesce {

enum class AtsKind : std::uint8_t {
  kUntranslated,        ///< an ordinary access
  kTranslationRequest,  ///< asks for an address and permissions; accesses nothing
  kTranslated,          ///< carries an address that an earlier request returned
};

enum class AccessKind : std::uint8_t {
  kRead,
  kWrite,
  kAtomic,  ///< needs read and write permission; always data
};

struct Transaction {
  std::uint32_t stream_id = 0;
  bool ssv = false;                ///< a SubstreamID (PASID) is supplied
  std::uint32_t substream_id = 0;  ///< of no meaning unless ssv
  std::uint64_t address = 0;       ///< all 64 bits, already extended by the system
  /// For a translation request, kWrite is NW == 0 and kRead is NW == 1.
  AccessKind access = AccessKind::kRead;
  bool privileged = false;   ///< incoming PRIV
  bool instruction = false;  ///< incoming INST; Exe of a translation request; ignored for writes
  bool speculative = false;
  bool unsupported = false;  ///< of a type that this SMMU does not support: F_UUT
  AtsKind ats = AtsKind::kUntranslated;
  MemoryAttributes attributes = {};  ///< incoming memory attributes

  bool Reads() const { return access != AccessKind::kWrite; }
  bool Writes() const { return access != AccessKind::kRead; }
  friend bool operator==(const Transaction&, const Transaction&) = default;
};

}  // namespace quiesce
