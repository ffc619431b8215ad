// What the naive oracle is told and what it answers: plain structs over uint64_t.
//
// The oracle is a second, deliberately simple implementation of the VMSAv8-64 walk as an SMMUv3
// performs it, written from Arm's tables alone so that it shares no mistake with model/smmu. It
// takes legal, decoded configurations: it never answers C_BAD_STE or C_BAD_CD.
//
// Assumptions, each a condition on the caller:
//   * Every field is in its legal range (IHI 0070 G.b 5.2.2, 5.4.2); ips_bits and ps_bits are
//     already capped to OAS; base addresses lie within them.
//   * Non-secure stream, Direct permissions; no DS (52-bit addresses need 64K), PBHA, E0PD, EPAN,
//     HAFT, BBML nT faults, contiguous-bit faults, indirect permissions or MTE.
//   * Nothing is cached: each access walks memory as it is. Descriptor updates are not written
//   back.
//   * A hardware update of a descriptor fails only if stage 2 denies the write.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace quiesce::naive {

enum class Granule : std::uint8_t { k4K, k16K, k64K };

enum class Regime : std::uint8_t {
  kEl1,     ///< EL1&0: two halves, two privilege levels
  kEl2,     ///< EL2: the lower half only, one privilege level
  kEl2E2h,  ///< EL2&0: as EL1&0
};

/// CD fields that exist once for TTB0 and once for TTB1.
struct Half {
  Granule granule = Granule::k4K;
  unsigned tsz = 16;      ///< CD.TxSZ
  std::uint64_t ttb = 0;  ///< CD.TTBx; bits below the table's alignment are ignored
  bool tbi = false;       ///< CD.TBIx
  bool epd = false;       ///< CD.EPDx; ignored in EL2
  bool had = false;       ///< CD.HADx, if IDR3.HAD; the hierarchical bits are ignored
};

struct Stage1 {
  Regime regime = Regime::kEl1;
  Half lower;              ///< TTB0
  Half upper;              ///< TTB1; unused in EL2
  unsigned ips_bits = 48;  ///< min(CD.IPS, OAS), in bits
  bool wxn = false;
  bool pan = false;
  bool affd = false;
  bool ha = false;
  bool hd = false;  ///< no effect unless ha
  bool big_endian = false;
};

struct Stage2 {
  Granule granule = Granule::k4K;
  unsigned t0sz = 24;
  unsigned sl0 = 1;
  std::uint64_t ttb = 0;  ///< STE.S2TTB; bits below the table's alignment are ignored
  unsigned ps_bits = 48;  ///< min(STE.S2PS, OAS), in bits
  bool affd = false;
  bool ha = false;
  bool hd = false;  ///< no effect unless ha
  bool ptw = false;
  bool fwb = false;
  bool big_endian = false;
};

/// Properties of the implementation.
struct Smmu {
  unsigned oas = 48;  ///< bits; 52 is what DDI 0487 calls FEAT_LPA
  unsigned ias = 48;  ///< bits
  bool xnx = true;    ///< IDR3.XNX
  bool res0_15_12_faults =
      false;  ///< oas < 52, 64K: nonzero descriptor bits [15:12] fault (R_WDZFC)
};

struct Config {
  Smmu smmu;
  std::optional<Stage1> stage1;
  std::optional<Stage2> stage2;
};

enum class Direction : std::uint8_t { kRead, kWrite, kAtomic };

/// One incoming transaction, after the overrides of STE.PRIVCFG and STE.INSTCFG.
struct Access {
  std::uint64_t address = 0;
  Direction direction = Direction::kRead;
  bool privileged = false;
  bool instruction = false;  ///< only a read can be one (IHI 0070 G.b 13.1.2); ignored otherwise
};

enum class FaultKind : std::uint8_t {
  kTranslation,
  kAddressSize,
  kAccessFlag,
  kPermission,
  kExternalAbort,
};

/// What the faulting access was made for; the CLASS field of an event.
enum class FaultClass : std::uint8_t { kCd = 0, kTt = 1, kIn = 2 };

/// A hardware update of a leaf descriptor: Access flag, dirty state or both.
struct Update {
  int stage;
  std::uint64_t pa;      ///< of the descriptor
  std::uint64_t before;  ///< little-endian value
  std::uint64_t after;

  friend bool operator==(const Update&, const Update&) = default;
};

struct Outcome {
  bool ok = false;
  std::uint64_t pa = 0;         ///< if ok
  std::vector<Update> updates;  ///< if ok: those that are required, a descriptor maybe repeatedly

  // If not ok.
  FaultKind kind = FaultKind::kTranslation;
  int stage = 1;
  int level = 0;
  FaultClass fault_class = FaultClass::kIn;
  std::uint64_t ipa = 0;            ///< stage 2 faults: the address that stage 2 was given
  std::uint64_t fetch_address = 0;  ///< external aborts: PA of the descriptor
  bool rnw = true;                  ///< the event's RnW (13.1.1, SMMUv3.1 and later)
  bool descriptor_write = false;    ///< a hardware update was denied: TTRnW is 0

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// Every outcome that the architecture permits. The first one follows the fault checking sequence
/// of DDI 0487 D8.15.4; more than one only where the order of faults is IMPLEMENTATION DEFINED
/// because a hardware update of a stage 1 descriptor is denied by stage 2 (R_MJLPH, R_LXCKP).
using Outcomes = std::vector<Outcome>;

/// Reads the aligned little-endian word at a PA below 2^OAS; empty is an external abort.
using ReadMemory = std::function<std::optional<std::uint64_t>(std::uint64_t pa)>;

/// Bits hi..lo of a word, inclusive.
inline std::uint64_t Slice(std::uint64_t word, unsigned hi, unsigned lo) {
  const unsigned width = hi - lo + 1;
  const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  return word >> lo & mask;
}

inline bool Bit(std::uint64_t word, unsigned bit) { return (word >> bit & 1) != 0; }

/// True if any bit at or above position `bits` is set.
inline bool Exceeds(std::uint64_t address, unsigned bits) {
  return bits < 64 && address >> bits != 0;
}

}  // namespace quiesce::naive
