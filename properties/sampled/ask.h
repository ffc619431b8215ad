// One translation as the properties ask for it: the outcome and what it touched on the way.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "model/driver/platform.h"
#include "model/smmu/outcome.h"
#include "model/smmu/transaction.h"
#include "model/smmu/view.h"
#include "spec/choices.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// Memory to watch during a translation.
struct Watch {
  PhysicalRange range;
  std::span<const std::uint64_t> words;  ///< addresses of 64-bit words, ascending
};

struct TranslationAnswer {
  Outcome outcome;
  std::optional<L1Std<Concrete>> l1std;  ///< as fetched
  bool in_range = false;                 ///< a structure was read, or failed to be, in the range
  bool misread_word = false;             ///< the first watched word was read, but not as an L1STD
};

/// Translates one transaction.
TranslationAnswer Ask(const SmmuView& smmu, const Transaction& transaction, Choices& choices,
                      const Watch& watch);

/// A definite answer: neither "not captured" nor "unsupported".
bool IsDefinite(const Outcome& outcome);

/// One line: "completes at 0x1000", "abort, C_BAD_STE".
std::string Describe(const Outcome& outcome);
/// One line: "StreamID 0x100, read of 0x1000".
std::string Describe(const Transaction& transaction);

}  // namespace quiesce
