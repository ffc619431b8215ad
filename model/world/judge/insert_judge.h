// QZ-16: an insert that fails leaves every StreamID outside of its L1 descriptors' spans alone.
#pragma once

#include "model/driver/driver_table.h"
#include "model/world/judge/bench.h"

namespace quiesce {

class InsertJudge {
 public:
  void BeforeCall(Bench& bench, const DriverCall& call) {
    stores_.clear();
    before_.clear();
    watching_ = call.kind == CallKind::kProbeDevice;
    written_.reset();
    if (!watching_) return;
    for (const HandOverDevice& d : bench.hand_over.devices) {
      for (const std::uint32_t sid : d.sids) before_.push_back(SteAddressNow(bench, sid));
    }
  }
  void OnRegisterWrite(Bench&, Reg reg, std::uint64_t) {
    if (watching_ && IsForAll(reg)) written_ = reg;
  }
  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    if (!watching_ || !stop) return;
    if (written_) {
      bench.Report(Invariant::kInsertIsLocal,
                   "a failing insert changes what every stream depends on", std::nullopt,
                   SpecOf(*written_).offset);
    }
    const std::vector<std::uint32_t>& own = bench.hand_over.devices[call.device].sids;
    std::size_t n = 0;
    for (unsigned i = 0; i < bench.hand_over.devices.size(); ++i) {
      for (const std::uint32_t sid : bench.hand_over.devices[i].sids) {
        const auto before = before_[n++];
        const bool spanned = std::ranges::any_of(
            own, [&](std::uint32_t o) { return o >> kDriverSplit == sid >> kDriverSplit; });
        if (spanned || (SteAddressNow(bench, sid) == before && !Stored(before))) continue;
        bench.Report(Invariant::kInsertIsLocal, "a failing insert touched another span", i, sid);
      }
    }
  }
  void OnStore(Bench&, const Resource& through, std::uint64_t pa, std::uint64_t) {
    if (watching_ && through.kind == ResourceKind::kMapping) stores_.push_back(pa);
  }

 private:
  static bool IsForAll(Reg reg) {
    return reg == Reg::CR0 || reg == Reg::CR1 || reg == Reg::CR2 || reg == Reg::GBPA ||
           reg == Reg::STRTAB_BASE || reg == Reg::STRTAB_BASE_CFG;
  }
  bool Stored(const std::optional<std::uint64_t>& ste) const {
    return ste && std::ranges::any_of(
                      stores_, [&](std::uint64_t pa) { return pa >= *ste && pa - *ste < 64; });
  }
  bool watching_ = false;
  std::optional<Reg> written_;
  std::vector<std::uint64_t> stores_;
  std::vector<std::optional<std::uint64_t>> before_;
};

}  // namespace quiesce
