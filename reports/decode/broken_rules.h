// Which legality rules the words of a structure break.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/caps.h"
#include "spec/format.h"
#include "spec/rules/rule.h"
#include "spec/stream_formats.h"
#include "spec/stream_table.h"

namespace quiesce {

/// An SMMUv3.2 with every option of this model: what it refuses, every SMMU refuses.
Caps<Concrete> WidestCaps();

/// What the meaning of a structure depends on.
struct RuleContext {
  Caps<Concrete> caps = WidestCaps();
  bool e2h = false;        ///< CR2.E2H
  unsigned split = 10;     ///< SPLIT of the table that an L1STD is in: 6, 8 or 10
  Ste<Concrete> ste = {};  ///< which leads to a CD; all zero: one with stage 1 and nothing else
};

/// Every rule that an STE, a CD or an L1STD breaks, in the order of its source; none for any other
/// format. Where the architecture leaves open whether a structure is ILLEGAL (CU-18, CU-21 to
/// CU-23), as it most often is: out of range is, reserved bits are not. A rule of an L1STD means
/// that no StreamID behind it has an STE. `words` holds WordCount(format) of them.
std::vector<const RuleSpec*> BrokenRules(const FormatSpec& format,
                                         std::span<const std::uint64_t> words,
                                         const RuleContext& context);

}  // namespace quiesce
