// An SMMU with queues of 8 entries in memory of its own, for tests.
#pragma once

#include "model/image/memory.h"
#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/mmio/testing/scripted_choices.h"
#include "model/smmu/mmio/testing/smmu_options.h"
#include "model/smmu/queue/queue_registers.h"

namespace quiesce {

inline constexpr std::uint64_t kCmdqAt = 0x10000;
inline constexpr std::uint64_t kEventqAt = 0x20000;
inline constexpr std::uint64_t kPriqAt = 0x30000;
inline constexpr std::uint64_t kMsiAt = 0x40000;
inline constexpr std::uint32_t kCr0Smmuen = 1, kCr0Priqen = 2, kCr0Eventqen = 4, kCr0Cmdqen = 8;
inline constexpr std::uint32_t kCr0All = kCr0Smmuen | kCr0Priqen | kCr0Eventqen | kCr0Cmdqen;

struct QueueFixture {
  explicit QueueFixture(const RegisterImage& ids = UsualSmmu(2)) : regs(ids) {
    regs.Write64(0x90, kCmdqAt | 3, choices);
    regs.Write64(0xA0, kEventqAt | 3, choices);
    regs.Write64(0xC0, kPriqAt | 3, choices);
    for (const std::uint64_t pa : {kCmdqAt, kEventqAt, kPriqAt, kMsiAt}) memory.Map(pa, 4096);
    SetCr0(kCr0All);
  }

  void SetCr0(std::uint32_t value) { WriteAndComplete(0x20, value); }
  void SetIrqCtrl(std::uint32_t value) { WriteAndComplete(0x50, value); }
  void WriteAndComplete(std::uint32_t offset, std::uint32_t value) {
    regs.Write32(offset, value, choices);
    regs.CompletePending(choices);
  }
  void Write(std::uint32_t offset, std::uint32_t value) { regs.Write32(offset, value, choices); }
  std::uint64_t Read(std::uint32_t offset) { return regs.Read32(offset, choices).value; }

  ScriptedChoices choices;
  ProgrammingInterface regs;
  SparseMemory memory;
};

}  // namespace quiesce
