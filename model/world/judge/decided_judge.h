// QZ-12: a descriptor that changed between two reads is used only if it stands what was asked of
// the first value.
#pragma once

#include <map>

#include "model/driver/driver_table.h"
#include "model/world/judge/bench.h"

namespace quiesce {

class DecidedJudge {
 public:
  void Begin(Bench& bench) {
    first_.clear();
    changed_.clear();
    const StrtabConfig<Concrete>& t = bench.machine.smmu().view().strtab;
    const auto log2 = t.sid_bits.raw() - std::min(t.sid_bits.raw(), t.split.raw());
    l1_ = {t.base.raw(), t.two_level ? std::uint64_t{8} << log2 : 0};
  }
  void OnRead(Bench&, const Resource&, std::uint64_t pa, std::uint64_t value) {
    if (pa < l1_.first || pa - l1_.first >= l1_.bytes) return;
    const auto [where, is_new] = first_.try_emplace(pa, value);
    if (!is_new && where->second != value) changed_[pa] = value;
  }
  /// The driver's own change is none behind its back.
  void OnStore(Bench&, const Resource&, std::uint64_t pa, std::uint64_t value) {
    const auto known = first_.find(pa);
    if (known != first_.end()) known->second = value;
    changed_.erase(pa);
  }
  void OnMap(Bench& bench, const Resource& r) {
    for (const auto& [pa, value] : changed_) {
      const L1Std<Concrete> l1{Bits<Concrete, 64>(value)};
      const bool used = Addr<"L2Ptr">(l1).raw() == r.range.first;
      if (used && !Acceptable(l1)) {
        bench.Report(Invariant::kDecidedAsUsed,
                     "a descriptor is used as it was read later, unchecked", std::nullopt, pa);
      }
    }
  }

 private:
  static bool Acceptable(const L1Std<Concrete>& l1) {
    const std::uint64_t l2 = Addr<"L2Ptr">(l1).raw();
    return bool(Get<"Span">(l1) == kDriverL1Span) && l2 != 0 && l2 % kDriverL2Bytes == 0;
  }
  PhysicalRange l1_;  ///< the crashed kernel's L1 table
  std::map<std::uint64_t, std::uint64_t> first_;
  std::map<std::uint64_t, std::uint64_t> changed_;
};

}  // namespace quiesce
