// What a crashed kernel left, said abstractly: the description that generators draw and shrinkers
// cut. Render() (model/world/render.h) turns it into bytes.
//
// A default Scenario is an enabled SMMUv3.2 with an empty 2-level stream table. A Scenario without
// corruptions describes a well-formed image as long as its fields keep the ranges given here.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/smmu/granule.h"
#include "model/world/scenario_corruption.h"

namespace quiesce {

/// The options that the ID registers name. IHI 0070 G.b 6.3.1 to 6.3.8. Always VMSAv8-64 and
/// little-endian.
struct SmmuOptions {
  unsigned arch_minor = 2;  ///< AIDR.ArchMinorRev: SMMUv3.x
  unsigned sid_bits = 16;   ///< IDR1.SIDSIZE, at most 32
  unsigned ssid_bits = 8;   ///< IDR1.SSIDSIZE, at most 20; 0: no substreams
  unsigned oas = 5;         ///< IDR5.OAS, the code 0 to 6
  bool stage1 = true;       ///< IDR0.S1P
  bool stage2 = true;       ///< IDR0.S2P
  bool two_level_strtab = true;
  bool two_level_cdtab = true;
  bool coherent = true;  ///< IDR0.COHACC
  bool hyp = true;       ///< IDR0.Hyp: the EL2 StreamWorlds exist
  bool ats = false;
  bool asid16 = true;
  bool vmid16 = true;
  bool granule16 = true;     ///< IDR5.GRAN16K; GRAN4K and GRAN64K are always there
  unsigned stall_model = 1;  ///< IDR0.STALL_MODEL: 0, 1 or 2

  friend bool operator==(const SmmuOptions&, const SmmuOptions&) = default;
};

/// How the crashed kernel had set the SMMU's control registers. CR0ACK equals CR0.
struct Control {
  bool smmuen = true;
  bool eventqen = true;
  bool cmdqen = true;
  bool priqen = false;
  bool atschk = false;
  unsigned vmw = 0;       ///< CR0.VMW
  bool e2h = true;        ///< CR2.E2H, only with Hyp
  bool recinvsid = true;  ///< CR2.RECINVSID
  bool gbpa_abort = false;
  std::uint32_t gerror = 0;   ///< GERROR
  std::uint32_t gerrorn = 0;  ///< GERRORN: an error is active where the two differ

  friend bool operator==(const Control&, const Control&) = default;
};

enum class TableFormat : std::uint8_t { kLinear, kTwoLevel };

/// What a StreamID that the kernel never used has as its STE.
enum class UnusedSte : std::uint8_t {
  kAbort,    ///< V = 1, Config = abort: what Linux writes
  kInvalid,  ///< all zero
};

struct StreamTable {
  TableFormat format = TableFormat::kTwoLevel;
  unsigned log2size = 16;  ///< at most SIDSIZE
  unsigned split = 8;      ///< 6, 8 or 10; two-level only
  UnusedSte unused = UnusedSte::kInvalid;

  friend bool operator==(const StreamTable&, const StreamTable&) = default;
};

/// One leaf of a translation table. Addresses are cut to the size of the leaf.
struct Mapping {
  std::uint64_t input = 0;   ///< IOVA, or IPA for stage 2
  std::uint64_t output = 0;  ///< IPA or PA
  unsigned level = 3;        ///< 3: a page; 2 (and 1 for 4K): a block
  bool read = true;          ///< stage 2 only: stage 1 leaves are always readable
  bool write = true;

  friend bool operator==(const Mapping&, const Mapping&) = default;
};

/// A VMSAv8-64 translation table. A mapping that meets an earlier one is left out.
struct PageTable {
  GranuleSize granule = GranuleSize::k4K;
  unsigned txsz = 16;  ///< 16 to 39; for stage 2 at least 64 - OAS bits
  std::vector<Mapping> mappings = {};

  friend bool operator==(const PageTable&, const PageTable&) = default;
};

/// One context of a stream: the CD at index `ssid` and the table that its TTB0 holds.
struct Substream {
  std::uint32_t ssid = 0;
  unsigned asid = 1;  ///< below 2^16, or 2^8 without ASID16
  PageTable table = {};

  friend bool operator==(const Substream&, const Substream&) = default;
};

enum class CdTableFormat : std::uint8_t { kLinear = 0, kTwoLevel4K = 1, kTwoLevel64K = 2 };

enum class SteKind : std::uint8_t { kInvalid, kAbort, kBypass, kStage1, kStage2, kNested };
std::string_view NameOf(SteKind kind);

constexpr bool HasStage1(SteKind k) { return k == SteKind::kStage1 || k == SteKind::kNested; }
constexpr bool HasStage2(SteKind k) { return k == SteKind::kStage2 || k == SteKind::kNested; }

/// One StreamID in use, at most one of each in a scenario.
struct Stream {
  std::uint32_t sid = 0;
  SteKind kind = SteKind::kStage1;

  // Stage 1.
  CdTableFormat cd_format = CdTableFormat::kLinear;
  unsigned s1cdmax = 0;  ///< log2 of the CDs, at most SSIDSIZE; 0: one CD
  unsigned s1dss = 2;    ///< 0 terminate, 1 bypass, 2 CD 0
  bool el2 = false;      ///< STRW = EL2, only with Hyp
  std::vector<Substream> substreams = {};

  // Stage 2. For kNested, Render adds identity mappings of the stage 1 structures.
  unsigned vmid = 1;
  PageTable stage2 = {};

  friend bool operator==(const Stream&, const Stream&) = default;
};

struct Scenario {
  SmmuOptions smmu;
  Control control;
  StreamTable stream_table;
  std::uint64_t table_base =
      0x4000'0000;  ///< where the crashed kernel's tables start, 4 KiB aligned
  std::vector<Stream> streams = {};
  std::vector<Corruption> corruptions = {};  ///< applied in order to the rendered image

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

/// The bits of an output address that the OAS code gives, at most 48 before SMMUv3.1.
unsigned OasBits(const SmmuOptions& smmu);

}  // namespace quiesce
