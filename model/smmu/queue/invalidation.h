// What the commands of the command queue ask of the rest of the SMMU and of the system: one value
// type for each effect, and the interfaces that take them. IHI 0070 G.b 4.2 to 4.5, 4.7.3.
#pragma once

#include <cstdint>
#include <optional>

#include "spec/commands.h"

namespace quiesce {

/// Addresses first..last, both inclusive, of a TLB invalidation. IHI 0070 G.b 4.4.1.1.
struct AddressRange {
  std::uint64_t first;  ///< with `granule_log2` 0: an entry that holds this address is meant
  std::uint64_t last;
  unsigned granule_log2 = 0;   ///< only entries of that granule: 12, 14 or 16; 0: of any
  unsigned level = 0;          ///< only leaf entries of that level, 1 to 3; 0: of any
  bool unpredictable = false;  ///< misaligned: the range that is invalidated is UNPREDICTABLE

  friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

/// A CMD_CFGI_* or CMD_TLBI_* command. The scope is what must be invalidated at least; more may be.
/// IHI 0070 G.b 4.3, 4.4.
struct Invalidation {
  Opcode opcode;
  std::uint32_t stream_id = 0;     ///< CFGI
  unsigned stream_log2 = 0;        ///< CFGI_STE_RANGE: low StreamID bits to ignore; 32: all
  std::uint32_t substream_id = 0;  ///< CFGI_CD
  bool leaf = false;               ///< the last level only
  std::optional<std::uint16_t> vmid =
      std::nullopt;                ///< where VMIDs are matched: not without stage 2, nor EL2
  unsigned vmid_ignored_bits = 0;  ///< low bits of VMID that match anything: CR0.VMW
  std::optional<std::uint16_t> asid = std::nullopt;  ///< where ASIDs are matched
  bool e2h = false;  ///< TLBI_EL2_VA(A): NS-EL2-E2H entries, else NS-EL2
  /// VA, or the IPA of TLBI_S2_IPA.
  std::optional<AddressRange> address = std::nullopt;

  friend bool operator==(const Invalidation&, const Invalidation&) = default;
};

/// CMD_PREFETCH_*: a hint.
struct Prefetch {
  std::uint32_t stream_id;
  std::optional<std::uint32_t> substream_id;
  std::optional<AddressRange> address;  ///< PREFETCH_ADDR

  friend bool operator==(const Prefetch&, const Prefetch&) = default;
};

/// CMD_ATC_INV.
struct AtcInvalidation {
  std::uint32_t stream_id;
  std::optional<std::uint32_t> substream_id;
  bool global;          ///< only with a SubstreamID
  std::uint64_t first;  ///< addresses first..last
  std::uint64_t last;

  friend bool operator==(const AtcInvalidation&, const AtcInvalidation&) = default;
};

/// PCIe response codes. IHI 0070 G.b 8.3.
enum class PrgResponseCode : std::uint8_t { kSuccess = 0, kInvalidRequest = 1, kFailure = 15 };

/// A PRG response, from CMD_PRI_RESP or automatic.
struct PrgResponse {
  std::uint32_t stream_id;
  std::optional<std::uint32_t> substream_id;  ///< sent with a PASID prefix
  std::uint16_t prg_index;
  PrgResponseCode code;

  friend bool operator==(const PrgResponse&, const PrgResponse&) = default;
};

/// CMD_RESUME.
struct Resume {
  std::uint32_t stream_id;
  std::uint16_t stag;
  bool retry;
  bool abort;  ///< if not retry: terminate with abort, else RAZ/WI

  friend bool operator==(const Resume&, const Resume&) = default;
};

/// CMD_STALL_TERM.
struct StallTerm {
  std::uint32_t stream_id;

  friend bool operator==(const StallTerm&, const StallTerm&) = default;
};

/// CMD_SYNC.
struct Sync {
  enum class Signal : std::uint8_t { kNone, kInterrupt, kEvent };
  Signal signal;
  std::uint64_t msi_address;  ///< 0: no MSI
  std::uint32_t msi_data;

  friend bool operator==(const Sync&, const Sync&) = default;
};

/// The caches, as the command queue sees them.
class InvalidationSink {
 public:
  virtual ~InvalidationSink() = default;
  /// The command was consumed. Entries may stay until Complete, or go at any time before.
  virtual void Start(const Invalidation& invalidation) = 0;
  /// Everything started has taken place when this returns, and no walk or transaction under way
  /// uses an entry that it removed: the guarantee of CMD_SYNC. IHI 0070 G.b 4.7.3.
  virtual void Complete() = 0;
  virtual void Hint(const Prefetch& /*prefetch*/) {}
};

/// The connection to the root complex.
class AtsPort {
 public:
  virtual ~AtsPort() = default;
  virtual void Invalidate(const AtcInvalidation& invalidation) = 0;
  /// Waits for all earlier invalidations. False if one timed out; those are then forgotten.
  /// IHI 0070 G.b 3.9.1.4.
  virtual bool AwaitInvalidations() = 0;
  virtual void Respond(const PrgResponse& response) = 0;
};

}  // namespace quiesce
