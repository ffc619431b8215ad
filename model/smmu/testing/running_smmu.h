// A whole SMMU over the tables of a Rig, with queues, for tests.
#pragma once

#include "model/smmu/mmio/testing/scripted_choices.h"
#include "model/smmu/smmu.h"
#include "model/smmu/testing/rig.h"

namespace quiesce::testing {

inline constexpr std::uint64_t kCommandsAt = 0x2000'0000;
inline constexpr std::uint64_t kEventsAt = 0x2001'0000;
inline constexpr std::uint64_t kPageRequestsAt = 0x2002'0000;
inline constexpr std::uint32_t kQueueLog2 = 3;  ///< entries of each queue
inline constexpr std::uint32_t kAllEnables = 0xF;
inline constexpr std::uint32_t kCr0At = 0x20, kGbpaAt = 0x44, kGerrorAt = 0x60, kGerrornAt = 0x64;
inline constexpr std::uint32_t kCmdqProdAt = 0x98, kCmdqConsAt = 0x9C;
inline constexpr std::uint32_t kEventqProdAt = 0x100A8, kEventqConsAt = 0x100AC;
inline constexpr std::uint32_t kPriqProdAt = 0x100C8;

/// Registers of a running SMMU with PRI, MSIs, stalls of up to `stall_max` transactions and queues
/// of 8 entries, all enabled.
inline RegisterImage RunningRegisters(unsigned stall_max = 2) {
  RegisterImage r = DefaultRegisters();
  r.Put<Reg::IDR0>(With<"PRI">(With<"MSI">(r.Get<Reg::IDR0>(), 1), 1));
  auto idr1 = r.Get<Reg::IDR1>();
  idr1 = With<"CMDQS">(With<"EVENTQS">(With<"PRIQS">(idr1, 8), 8), 8);
  r.Put<Reg::IDR1>(idr1);
  r.Put<Reg::IDR5>(With<"STALL_MAX">(r.Get<Reg::IDR5>(), Bits<Concrete, 16>(stall_max)));
  r.Write(Reg::CMDQ_BASE, kCommandsAt | kQueueLog2);
  r.Write(Reg::EVENTQ_BASE, kEventsAt | kQueueLog2);
  r.Write(Reg::PRIQ_BASE, kPageRequestsAt | kQueueLog2);
  r.Write(Reg::CR0, kAllEnables);
  r.Write(Reg::CR0ACK, kAllEnables);
  return r;
}

/// Makes memory for the queues.
inline void MapQueues(SparseMemory& memory) {
  for (const std::uint64_t pa : {kCommandsAt, kEventsAt, kPageRequestsAt}) memory.Map(pa, 4096);
}

/// The Rig keeps its tables as they were put; nothing is cached unless `choices` says so.
struct RunningSmmu {
  explicit RunningSmmu(unsigned stall_max = 2)
      : smmu(RunningRegisters(stall_max), rig.memory(), {.structures = 4, .tlb = 8}) {
    MapQueues(rig.memory());
    rig.MapStage1();
  }

  /// Appends a command and lets the SMMU consume it.
  CommandStep Run(std::uint64_t low, std::uint64_t high = 0) {
    const std::uint64_t at = kCommandsAt + 16 * (produced % 8);
    rig.memory().Write64(at, low);
    rig.memory().Write64(at + 8, high);
    Write(kCmdqProdAt, ++produced % 16);
    return smmu.ConsumeCommand(choices);
  }
  CommandStep Sync() { return Run(0x46); }

  void Write(std::uint32_t offset, std::uint32_t value) { smmu.Write32(offset, value, choices); }
  std::uint64_t Read(std::uint32_t offset) { return smmu.Read32(offset, choices).value; }
  void WriteAndComplete(std::uint32_t offset, std::uint32_t value) {
    Write(offset, value);
    smmu.CompletePending(choices);
  }
  DmaResult Dma(const Transaction& t) { return smmu.Dma(t, choices); }
  /// The low half of the n-th record.
  std::uint64_t EventWord(unsigned n, unsigned word = 0) {
    return rig.memory().Read64(kEventsAt + 32 * n + 8 * word).value;
  }

  ScriptedChoices choices;
  Rig rig;
  Smmu smmu;
  unsigned produced = 0;
};

/// A CD whose faults stall, and an STE that may have one.
inline Cd<Concrete> StallingCd() { return With<"S">(DefaultCd(), 1); }

/// Reads a page that nothing maps.
inline Transaction ReadUnmapped() {
  Transaction t = Read();
  t.address += 0x1000;
  return t;
}

}  // namespace quiesce::testing
