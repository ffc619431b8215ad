// What in an image can hurt a hand-over, the worst first: for whoever has a vmcore and has to
// decide what the next kernel may do with its SMMU.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/driver/platform.h"
#include "model/image/image.h"

namespace quiesce {

enum class HazardRank : std::uint8_t {
  kDanger,  ///< DMA can reach memory that it must not, or a table is not what it seems
  kRisk,    ///< harmless as it is, but a step that a driver may take makes it harmful
  kNote,    ///< what a careful driver has to know
};
std::string_view NameOf(HazardRank rank);

struct HazardSpec {
  std::string_view id;  ///< stable: "L2-OVERLAP"
  HazardRank rank;
  std::string_view source;  ///< the clause that makes it one
  std::string_view text;    ///< one line
};

enum class HazardKind : std::uint8_t {
  kTableInNextKernel,
  kLevel2Overlap,
  kLevel2InLevel1,
  kCdTablesOverlap,
  kAsidOfTwoTables,
  kWildPointer,
  kServiceFailure,
  kBypass,
  kUnfinishedUpdate,
  kGbpaBypass,
  kStalls,
  kAtsUnchecked,
  kEl2Streams,
  kGlobalError,
  kAts,
  kNotInImage,
  kLiveAsids,
  kLiveVmids,
};

inline constexpr std::array<HazardSpec, 18> kHazards = {{
    {"TABLE-IN-NEXT-KERNEL", HazardRank::kDanger, "IHI 0070 G.b 3.3, 3.21",
     "the SMMU reads a table from memory that the next kernel uses"},
    {"L2-OVERLAP", HazardRank::kDanger, "IHI 0070 G.b 3.3.1, 5.1",
     "two L1STDs lead to the same STEs: what is written for one stream acts on another"},
    {"L2-IN-L1", HazardRank::kDanger, "IHI 0070 G.b 3.3.1, 5.1",
     "an L1STD leads into the level 1 table: a new L1STD is also part of an STE"},
    {"CD-OVERLAP", HazardRank::kDanger, "IHI 0070 G.b 3.3.2, 5.4",
     "two streams have CD tables that overlap without being the same"},
    {"ASID-OF-TWO-TABLES", HazardRank::kDanger, "IHI 0070 G.b 3.17",
     "one ASID and regime tags translations of two different tables"},
    {"WILD-POINTER", HazardRank::kDanger, "IHI 0070 G.b 3.4.3",
     "a table address lies beyond the output address size"},
    {"SERVICE-FAILURE", HazardRank::kDanger, "IHI 0070 G.b 12.3",
     "the SMMU is in service failure mode and aborts everything"},
    {"BYPASS", HazardRank::kRisk, "IHI 0070 G.b 5.2",
     "streams whose DMA is not translated: nothing keeps it off the next kernel"},
    {"UNFINISHED-UPDATE", HazardRank::kRisk, "IHI 0070 G.b 6.3.9, 6.3.14, 6.3.16",
     "a register update had not completed when the kernel died"},
    {"GBPA-BYPASS", HazardRank::kRisk, "IHI 0070 G.b 3.11, 6.3.14",
     "GBPA.ABORT = 0: clearing CR0.SMMUEN lets all DMA through untranslated"},
    {"STALLS", HazardRank::kRisk, "IHI 0070 G.b 3.12.2",
     "a fault of these streams stalls, and waits for a CMD_RESUME that nobody may send"},
    {"ATS-UNCHECKED", HazardRank::kRisk, "IHI 0070 G.b 3.9.1, 6.3.9",
     "CR0.ATSCHK = 0 with ATS streams: translated traffic is not checked"},
    {"EL2-STREAMS", HazardRank::kRisk, "IHI 0070 G.b 3.17, 6.3.11",
     "streams of an EL2 regime: their tags depend on CR2.E2H"},
    {"GLOBAL-ERROR", HazardRank::kRisk, "IHI 0070 G.b 7.5",
     "GERROR differs from GERRORN: a queue may stand still until it is acknowledged"},
    {"ATS", HazardRank::kNote, "IHI 0070 G.b 3.9.1",
     "streams with ATS: their devices may hold translations after the tables are gone"},
    {"NOT-IN-IMAGE", HazardRank::kNote, "",
     "a table that the image does not hold: what is behind it cannot be judged"},
    {"LIVE-ASIDS", HazardRank::kNote, "IHI 0070 G.b 3.17", "ASIDs in use, not to be given out"},
    {"LIVE-VMIDS", HazardRank::kNote, "IHI 0070 G.b 3.17", "VMIDs in use, not to be given out"},
}};
constexpr const HazardSpec& SpecOf(HazardKind k) { return kHazards[static_cast<std::size_t>(k)]; }

struct Hazard {
  HazardKind kind;
  std::string where;  ///< what it is about: StreamIDs, addresses, values
  friend bool operator==(const Hazard&, const Hazard&) = default;
};

/// In the order of kHazards, which is by rank; of each kind in the order of StreamIDs, at most
/// `max_of_a_kind` and then one that counts the rest. `next_kernel`: the memory that the next
/// kernel uses, if it is known. Structures are read as the SMMU reads them, for every StreamID; of
/// substreams only the one without SubstreamID is looked at, and of translation tables only where
/// they begin. Nothing is said of where live mappings lead.
std::vector<Hazard> FindHazards(const Image& image, const std::optional<PhysicalRange>& next_kernel,
                                std::size_t max_of_a_kind = 8);

/// One line each, under the name of its rank; "none" if there are none.
std::string HazardsText(const std::vector<Hazard>& hazards);

}  // namespace quiesce
