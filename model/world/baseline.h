// What the architecture permits to happen to a transaction, asked of a machine as it stands: every
// permitted answer of caches and choices, as far as they are few.
#pragma once

#include <cstdint>
#include <vector>

#include "model/world/address_space.h"
#include "model/world/machine.h"

namespace quiesce {

/// How a transaction ends.
struct DmaEnd {
  Verdict verdict = Verdict::kAbort;
  Landing landing = Landing::kNowhere;
  std::uint64_t address = 0;  ///< if it completes
  /// If it completes: how memory is accessed.
  MemoryAttributes attributes = {};
  bool privileged = false;
  bool instruction = false;
  Permissions permissions = {};  ///< that a translation request got

  bool completes() const { return verdict == Verdict::kComplete; }
  /// Does what was asked for: an access, or an address returned.
  bool succeeds() const { return completes() || verdict == Verdict::kAtsSuccess; }
  /// Nothing can be said.
  bool unknown() const {
    return verdict == Verdict::kNotCaptured || verdict == Verdict::kUnsupported ||
           landing == Landing::kNotCaptured || landing == Landing::kSmmu;
  }
  friend bool operator==(const DmaEnd&, const DmaEnd&) = default;
};

DmaEnd EndOf(const DmaTaken& taken);

/// The permitted ends of one transaction.
struct Baseline {
  std::vector<DmaEnd> ends;
  bool complete = true;  ///< false: there are more, so nothing follows from not being among them
  AddressSpace space = {};
  /// The space clashes with another one that is in use: any end is permitted, and `complete` is
  /// false.
  bool unpredictable = false;

  bool Permits(const DmaEnd& end) const;
  bool AllSucceed() const;  ///< and memory or a device answers
  /// Some end reaches the same place, whatever the rights and attributes.
  bool SomeAt(const DmaEnd& end) const;
  /// Some end passes to the address that the transaction carries.
  bool SomeUntranslated(std::uint64_t address) const;
};

/// Changes nothing: neither memory nor caches, and no event is recorded.
/// `fetched` is told what was read.
Baseline PermittedEnds(Machine& machine, const Transaction& transaction, FetchedLines& fetched);

/// One of the ends writes to what translations read: what becomes of any transaction after that
/// follows from nothing.
bool RewritesTables(const Transaction& transaction, const Baseline& base,
                    const FetchedLines& fetched);

/// Makes unpredictable what clashes: `all` are the transactions that are in flight together, by
/// device.
void FindClashes(std::vector<std::vector<Baseline>>& all);

}  // namespace quiesce
