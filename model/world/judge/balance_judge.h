// QZ-10: resources balance, no more is mapped than the SMMU's own tables can need, and no memory is
// taken for the SMMU that it is never told of.
#pragma once

#include <set>

#include "model/world/judge/bench.h"

namespace quiesce {

class BalanceJudge {
 public:
  void Begin(Bench& bench) {
    mapped_ = 0;
    untold_.clear();
    const auto idr1 = bench.crashed_registers.Get<Reg::IDR1>();
    const auto cfg = bench.crashed_registers.Get<Reg::STRTAB_BASE_CFG>();
    const bool two_level = bool(Get<"FMT">(cfg) == 1);
    const auto sid_bits = static_cast<unsigned>(Get<"SIDSIZE">(idr1).raw());
    const auto ssid_bits = static_cast<unsigned>(Get<"SSIDSIZE">(idr1).raw());
    std::uint64_t streams = bench.hand_over.config.platform.rmr_sids.size() + 2;
    for (const HandOverDevice& d : bench.hand_over.devices) streams += d.sids.size();
    most_ = (std::uint64_t{64} << ssid_bits) + (std::uint64_t{1} << 17);
    most_ += two_level ? (std::uint64_t{8} << (std::max(sid_bits, 8u) - 8)) + streams * 0x4000
                       : std::uint64_t{64} << std::min(sid_bits, 25u);
  }
  void OnMap(Bench& bench, const Resource& r) {
    mapped_ += r.range.bytes;
    if (mapped_ > most_) {
      bench.Report(Invariant::kResourcesBalance, "more is mapped than any table can need",
                   std::nullopt, mapped_);
    }
  }
  void OnUnmap(Bench&, const Resource& r) { mapped_ -= std::min(mapped_, r.range.bytes); }
  void OnAlloc(Bench&, const Resource& r) { untold_.insert(r.range.first); }
  void OnRegisterWrite(Bench&, Reg, std::uint64_t value) { untold_.erase(AddressIn(value)); }
  void OnStore(Bench&, const Resource&, std::uint64_t, std::uint64_t value) {
    untold_.erase(AddressIn(value));
  }
  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    if (call.kind == CallKind::kProbe && !stop && !untold_.empty()) {
      bench.Report(Invariant::kResourcesBalance, "the SMMU is never told of memory taken for it",
                   std::nullopt, *untold_.begin());
    }
    if (bench.driver.state().stray_erases != 0) {
      bench.Report(Invariant::kResourcesBalance, "a stream is taken out that was never put in");
    }
  }
  void Released(Bench& bench) {
    if (!bench.port.misuses().empty()) {
      const PortMisuse& first = bench.port.misuses()[0];
      bench.Report(Invariant::kResourcesBalance,
                   first.what == Misuse::kBusError ? "an access is aborted"
                                                   : "used or released without being held",
                   std::nullopt, first.address);
    }
    if (bench.port.resources().live() != 0 || !bench.port.irqs().empty() ||
        !bench.port.registrations().empty()) {
      bench.Report(Invariant::kResourcesBalance, "something is never given back", std::nullopt,
                   bench.port.resources().live());
    }
  }

 private:
  /// ADDR of a queue or table base, or the pointer of a descriptor: bits [51:6].
  static std::uint64_t AddressIn(std::uint64_t value) { return value & 0x000F'FFFF'FFFF'FFC0; }

  std::set<std::uint64_t> untold_;  ///< first addresses of DMA memory
  std::uint64_t mapped_ = 0;
  std::uint64_t most_ = 0;
};

}  // namespace quiesce
