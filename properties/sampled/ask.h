// One translation as the properties ask for it: the outcome and what it touched on the way.
#pragma once

#include <optional>
#include <string>

#include "model/driver/platform.h"
#include "model/smmu/outcome.h"
#include "model/smmu/transaction.h"
#include "model/smmu/view.h"
#include "spec/choices.h"
#include "spec/stream_formats.h"

namespace quiesce {

struct Answer {
  Outcome outcome;
  std::optional<L1Std<Concrete>> l1std;  ///< as fetched
  bool watched = false;  ///< a structure was read, or failed to be, in the range to watch
};

/// Translates one transaction; `watch` is a range of physical memory.
Answer Ask(const SmmuView& smmu, const Transaction& transaction, Choices& choices,
           const PhysicalRange& watch);

/// A definite answer: neither "not captured" nor "unsupported".
bool IsDefinite(const Outcome& outcome);

/// One line: "completes at 0x1000", "abort, C_BAD_STE".
std::string Describe(const Outcome& outcome);
/// One line: "StreamID 0x100, read of 0x1000".
std::string Describe(const Transaction& transaction);

}  // namespace quiesce
