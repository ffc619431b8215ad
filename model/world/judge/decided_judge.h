// QZ-12: a word that changed between two reads is used only if it stands what was asked of the
// first value: L1STDs, STEs that lead to CD tables, and the registers that name the stream table.
#pragma once

#include <bit>
#include <map>

#include "model/driver/driver_table.h"
#include "model/likely.h"
#include "model/world/judge/bench.h"
#include "model/world/judge/first_words.h"

namespace quiesce {

class DecidedJudge {
 public:
  void Begin(Bench& bench) {
    first_.clear();
    changed_.clear();
    Forget();
    const StrtabConfig<Concrete>& t = bench.machine.smmu().view().strtab;
    const auto log2 = t.sid_bits.raw() - std::min(t.sid_bits.raw(), t.split.raw());
    l1_ = {t.base.raw(), t.two_level ? std::uint64_t{8} << log2 : 0};
  }
  void BeforeCall(Bench&, const DriverCall&) { Forget(); }
  void OnRegisterRead(Bench&, Reg reg, std::uint64_t value) {
    if (reg != Reg::STRTAB_BASE && reg != Reg::STRTAB_BASE_CFG) return;
    const auto [where, is_new] = registers_.try_emplace(reg, value);
    if (!is_new && where->second != value) moved_ = reg;
  }
  void OnRegisterWrite(Bench&, Reg reg, std::uint64_t) {
    registers_.erase(reg);
    if (moved_ == reg) moved_.reset();
  }
  void OnRead(Bench&, const Resource& through, std::uint64_t pa, std::uint64_t value) {
    if (through.kind == ResourceKind::kMapping && pa % 64 == 0) {
      if (Unlikely(stes_.Note(pa, value) != value)) later_stes_[pa] = value;
    }
    if (Unlikely(pa - l1_.first < l1_.bytes)) ReadL1Std(pa, value);
  }
  /// The driver's own change is none behind its back.
  void OnStore(Bench&, const Resource&, std::uint64_t pa, std::uint64_t value) {
    const auto known = first_.find(pa);
    if (known != first_.end()) known->second = value;
    changed_.erase(pa);
  }
  void OnUnmap(Bench& bench, const Resource&) { CheckRegisters(bench); }
  void OnMap(Bench& bench, const Resource& r) {
    CheckRegisters(bench);
    CheckStes(bench, r);
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
  void Forget() {
    stes_.Clear();
    later_stes_.clear();
    registers_.clear();
    moved_.reset();
  }
  void ReadL1Std(std::uint64_t pa, std::uint64_t value) {
    const auto [where, is_new] = first_.try_emplace(pa, value);
    if (!is_new && where->second != value) changed_[pa] = value;
  }
  void CheckRegisters(Bench& bench) {
    if (!moved_) return;
    bench.Report(Invariant::kDecidedAsUsed, "a table is held by a register as it was read later",
                 std::nullopt, SpecOf(*moved_).offset);
  }
  /// A CD table is found through an STE that changed behind the checks.
  void CheckStes(Bench& bench, const Resource& r) {
    for (const auto& [pa, value] : later_stes_) {
      Ste<Concrete> ste;
      ste.word(0) = Bits<Concrete, 64>(value);
      if (Addr<"S1ContextPtr">(ste).raw() != r.range.first) continue;
      const auto ssid_bits = Get<"SSIDSIZE">(bench.crashed_registers.Get<Reg::IDR1>());
      const bool sound = r.range.first != 0 && r.range.first % std::bit_ceil(r.range.bytes) == 0 &&
                         bool(Get<"S1CDMax">(ste) <= ssid_bits);
      if (sound) continue;
      bench.Report(Invariant::kDecidedAsUsed, "an STE is used as it was read later, unchecked",
                   std::nullopt, pa);
    }
  }
  static bool Acceptable(const L1Std<Concrete>& l1) {
    const std::uint64_t l2 = Addr<"L2Ptr">(l1).raw();
    return bool(Get<"Span">(l1) == kDriverL1Span) && l2 != 0 && l2 % kDriverL2Bytes == 0;
  }
  PhysicalRange l1_;  ///< the crashed kernel's L1 table
  std::map<std::uint64_t, std::uint64_t> first_;
  std::map<std::uint64_t, std::uint64_t> changed_;
  // Of one call.
  FirstWords stes_;  ///< words 0
  std::map<std::uint64_t, std::uint64_t> later_stes_;
  std::map<Reg, std::uint64_t> registers_;
  std::optional<Reg> moved_;
};

}  // namespace quiesce
