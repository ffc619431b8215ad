// The lemmas about tables, one STE and one CD: their names and what they say. The statements are in
// stream_questions.h and table_questions.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace quiesce {

enum class StreamLemma : std::uint8_t {
  kSteKinds,          ///< each STE is of exactly one kind
  kCdKinds,           ///< each CD is
  kReadsInside,       ///< hardware reads a stream table only inside of it
  kLegalSizes,        ///< the sizes of a legal STE and CD are in range
  kDriverSizes,       ///< what the driver maps neither wraps nor is more than can be needed
  kWellFormed,        ///< what Linux writes is accepted
  kWellFormedButOne,  ///< the same without an STE whose format does not count
  kLiveFound,         ///< the driver takes no L1STD for empty through which the SMMU finds an STE
  kDefersLive,        ///< the attach is deferred exactly if the STE lets DMA through
  kReadsAlike,        ///< driver and SMMU take the same encodings for the same thing
  kIdsFound,          ///< the scan finds the ID, so that no new domain meets its translations
  kIdsFoundButOne,    ///< the same without the one STE that it misses
};
inline constexpr std::size_t kStreamLemmaCount = 12;

struct StreamLemmaSpec {
  std::string_view id;
  std::string_view invariant;
  std::string_view statement;
  std::string_view twin = {};  ///< the broken statement, of a lemma about entries alone
};
inline constexpr std::array<StreamLemmaSpec, kStreamLemmaCount> kStreamLemmas = {{
    {"STE-KINDS", "",
     "each STE is exactly one of invalid, ILLEGAL, abort, bypass, stage 1, stage 2, nested",
     "kinds that overlap"},
    {"CD-KINDS", "",
     "each CD is exactly one of invalid, ILLEGAL, and legal with either, both or no half",
     "kinds that overlap"},
    {"READS-INSIDE", "",
     "whatever the registers and the L1STD hold: STE and L1STD are fetched inside the table that "
     "the SMMU is told of, which does not wrap",
     "a StreamID out of range, too"},
    {"LEGAL-SIZES", "",
     "a legal stage 2 resolves its whole input from at most 16 start tables, and a legal CD has a "
     "granule and a size that are there",
     "at most 8"},
    {"DRIVER-SIZES", "QZ-10",
     "of an accepted table: no size of the driver wraps, and it maps no more than IDR1.SIDSIZE "
     "StreamIDs can need"},
    {"WELL-FORMED-ACCEPTED", "QZ-14",
     "a table with L1STD, STE, L1CD and CD as Linux writes them passes every check"},
    {"WELL-FORMED-BUT-ONE", "QZ-14",
     "WELL-FORMED-ACCEPTED, where S1Fmt is 0 in an STE with a single CD"},
    {"LIVE-FOUND", "QZ-01",
     "of an accepted table: an L1STD through which the SMMU finds an STE is not empty to the "
     "driver"},
    {"DEFERS-IFF-LIVE", "QZ-01",
     "of a legal STE that is not tossed: the attach is deferred if and only if it lets DMA "
     "through"},
    {"READS-ALIKE", "QZ-09",
     "of a legal STE that is not tossed: driver and SMMU read the same configuration and CD table "
     "format"},
    {"IDS-FOUND", "QZ-13",
     "a new domain's ID meets no translation that a legal STE and CD of an accepted table can "
     "make"},
    {"IDS-FOUND-BUT-ONE", "QZ-13", "IDS-FOUND, where S1Fmt is 0 in an STE with a single CD"},
}};
constexpr const StreamLemmaSpec& SpecOf(StreamLemma l) {
  return kStreamLemmas[static_cast<std::size_t>(l)];
}

constexpr std::optional<StreamLemma> StreamLemmaNamed(std::string_view id) {
  for (std::size_t i = 0; i < kStreamLemmaCount; ++i) {
    if (kStreamLemmas[i].id == id) return static_cast<StreamLemma>(i);
  }
  return std::nullopt;
}

/// A lemma about entries alone, not about a driver: it has a twin.
constexpr bool IsAboutEntries(StreamLemma l) { return !SpecOf(l).twin.empty(); }

}  // namespace quiesce
