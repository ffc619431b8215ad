// What the SMMU does with the DMA of each StreamID, in one line each, runs of equal streams
// together.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/smmu/outcome.h"
#include "model/smmu/view.h"
#include "spec/choices.h"
#include "spec/stream_formats.h"

namespace quiesce {

enum class StreamKind : std::uint8_t {
  kSmmuOff,     ///< SMMUEN == 0, or Service Failure Mode: the same for every StreamID
  kNoSte,       ///< C_BAD_STREAMID or F_STE_FETCH: no STE is reached
  kIllegalSte,  ///< C_BAD_STE
  kAbort,       ///< Config 0xx: silent abort
  kBypass,
  kTranslate,    ///< stage 1, stage 2 or both
  kBadContext,   ///< a stage 1 stream without a usable CD for transactions without SubstreamID
  kNotCaptured,  ///< the image does not hold the structure at `missing`
  kUnsupported,  ///< outside the model: see `text`
};

/// One stream, judged by a transaction without SubstreamID.
struct StreamSummary {
  StreamKind kind{};
  std::optional<std::uint64_t> ste_address;  ///< where the hardware fetches the STE
  std::optional<Ste<Concrete>> ste;
  std::optional<std::uint64_t> cd_address;
  std::optional<Cd<Concrete>> cd;
  std::optional<L1Std<Concrete>> l1std;
  std::optional<std::uint64_t> missing;
  std::string text;  ///< "translate  stage 1, ASID 1, 48-bit, 4K, TTB0 0x48144000"
};

/// A run of StreamIDs, first to last inclusive, whose texts are equal.
struct StreamRun {
  std::uint32_t first;
  std::uint32_t last;
  StreamSummary summary;  ///< of the first
  std::string note;
};

/// "0x0008", or "0x0009-0x000f": first to last inclusive.
std::string RangeText(std::uint32_t first, std::uint32_t last);

StreamSummary SummarizeStream(const SmmuView& smmu, std::uint32_t sid, Choices& choices);

/// More about one stream, such as what a driver would do; runs end where it differs.
using StreamNote = std::function<std::string(std::uint32_t sid, const StreamSummary&)>;

/// Every StreamID that IDR1.SIDSIZE allows, in order. Ranges without any STE are not looked at one
/// by one, so a table of 2^32 streams that is mostly absent is quick.
std::vector<StreamRun> SummarizeStreams(const SmmuView& smmu, Choices& choices,
                                        const StreamNote& note = nullptr);

}  // namespace quiesce
