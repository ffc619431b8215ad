// The Non-secure programming interface as state that behaves. IHI 0070 G.b 3.11, 6.2, 6.3, 7.5.
//
// Two values are kept of each register: what software reads (Visible) and what the SMMU acts upon
// (Effective). They differ while a change is pending, and where the architecture lets a register
// read back something that is not in use. A change is pending in explicit state: the environment
// decides when it takes effect and when it is acknowledged, with StepUpdate.
//
// Every point where Arm permits several behaviours asks `choices` (spec/choice_specs.h). Points
// that describe an implementation rather than an accident (CU-1 to CU-4, CU-37) should answer the
// same every time; that is up to the Choices given.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/image/image.h"
#include "model/smmu/mmio/pending_update.h"
#include "spec/choices.h"

namespace quiesce {

enum class AccessStatus : std::uint8_t { kOk, kAborted };

struct ReadResult {
  std::uint64_t value;  ///< 0 if aborted
  AccessStatus status;
};

/// Bit positions of GERROR and GERRORN. IHI 0070 G.b 6.3.19.
enum class GlobalError : std::uint8_t {
  CMDQ_ERR = 0,
  EVENTQ_ABT_ERR = 2,
  PRIQ_ABT_ERR = 3,
  MSI_CMDQ_ABT_ERR = 4,
  MSI_EVENTQ_ABT_ERR = 5,
  MSI_PRIQ_ABT_ERR = 6,
  MSI_GERROR_ABT_ERR = 7,
  SFM_ERR = 8,
};

/// What software did to the command queue's indexes, CU-14: lasts until CMDQEN is Updated to 0.
enum class CmdqIndexAbuse : std::uint8_t { kNone, kStopped, kUnpredictable };

class ProgrammingInterface {
 public:
  /// The interface as it was captured. A field of CR0 or IRQ_CTRL that differs from its ACK, and
  /// GBPA with Update set, are updates still pending; that some other accepted value is in use
  /// (CU-5 to CU-11) cannot be told from the registers.
  explicit ProgrammingInterface(const RegisterImage& captured);

  /// The interface after reset: ID registers, and the values of preset registers, from `constants`;
  /// UNKNOWN and IMPLEMENTATION DEFINED values from `choices`. IHI 0070 G.b 3.11.
  static ProgrammingInterface AfterReset(const RegisterImage& constants, Choices& choices);

  // --- software's view ---

  /// An access of 1, 2, 4 or 8 bytes at an offset from the base of page 0. Sizes 4 and 8 are
  /// supported; any other, and an unaligned one, is an illegal access. Outside of the two pages
  /// every access is aborted.
  ReadResult Read(std::uint32_t offset, unsigned bytes, Choices& choices);
  AccessStatus Write(std::uint32_t offset, unsigned bytes, std::uint64_t value, Choices& choices);

  ReadResult Read32(std::uint32_t offset, Choices& choices) { return Read(offset, 4, choices); }
  ReadResult Read64(std::uint32_t offset, Choices& choices) { return Read(offset, 8, choices); }
  AccessStatus Write32(std::uint32_t offset, std::uint32_t value, Choices& choices) {
    return Write(offset, 4, value, choices);
  }
  AccessStatus Write64(std::uint32_t offset, std::uint64_t value, Choices& choices) {
    return Write(offset, 8, value, choices);
  }

  // --- time ---

  const std::vector<PendingUpdate>& pending() const { return pending_; }

  /// Lets one pending update, or none, go on by one step: first it takes effect, then (CR0,
  /// IRQ_CTRL, GBPA) it is acknowledged. Nothing if `choices` lets none, or there is none.
  std::optional<UpdateStep> StepUpdate(Choices& choices);

  /// Completes every pending update, the oldest first; the steps taken, in order.
  std::vector<UpdateStep> CompletePending(Choices& choices);

  // --- the SMMU's view ---

  const RegisterImage& visible() const { return visible_; }
  const RegisterImage& effective() const { return effective_; }
  template <Reg R>
  RegisterRecord<Concrete, R> Visible() const {
    return visible_.Get<R>();
  }
  template <Reg R>
  RegisterRecord<Concrete, R> Effective() const {
    return effective_.Get<R>();
  }

  bool EffectiveSmmuen() const { return bool(Is<"SMMUEN">(Effective<Reg::CR0>())); }
  bool EffectiveCmdqen() const { return bool(Is<"CMDQEN">(Effective<Reg::CR0>())); }
  bool EffectiveEventqen() const { return bool(Is<"EVENTQEN">(Effective<Reg::CR0>())); }
  /// PRIQEN counts only while SMMUEN does. IHI 0070 G.b 6.3.9.5.
  bool EffectivePriqen() const {
    return EffectiveSmmuen() && bool(Is<"PRIQEN">(Effective<Reg::CR0>()));
  }
  bool EffectiveAtschk() const { return bool(Is<"ATSCHK">(Effective<Reg::CR0>())); }

  /// A register that the SMMU itself changes: CMDQ_CONS, EVENTQ_PROD, PRIQ_PROD.
  void SetByHardware(Reg reg, std::uint64_t value);

  unsigned minor_version() const { return minor_version_; }
  CmdqIndexAbuse cmdq_abuse() const { return cmdq_abuse_; }

  // --- global errors ---

  /// GERROR differs from GERRORN, and not only because software toggled GERRORN (CU-15).
  bool IsActive(GlobalError error) const;
  /// Activates the error unless it is active already or not implemented. True if a GERROR interrupt
  /// is triggered. IHI 0070 G.b 7.5.1.
  bool Activate(GlobalError error);
  /// Activates SFM_ERR. The SMMU terminates all transactions and stops using its queues until
  /// reset, even if software acknowledges the error. IHI 0070 G.b 12.3. True as for Activate.
  bool EnterServiceFailureMode();
  bool InServiceFailureMode() const { return service_failure_; }

 private:
  ReadResult ReadIllegal(unsigned bytes, Choices& choices);
  AccessStatus WriteIllegal(std::uint32_t offset, unsigned bytes, Choices& choices);
  std::uint64_t ReadWord(std::uint32_t offset, Choices& choices) const;
  void WriteWord(std::uint32_t offset, std::uint32_t value, Choices& choices);

  // One write of a whole register, all halves merged.
  void WriteRegister(Reg reg, std::uint64_t value, Choices& choices);
  void WriteAcknowledged(Reg reg, std::uint64_t value, Choices& choices);
  void WriteAcknowledgedField(Reg reg, std::uint64_t mask, std::uint64_t value, Choices& choices);
  void RechangeField(PendingUpdate& update, std::uint64_t value, Choices& choices);
  void WriteGbpa(std::uint64_t value, Choices& choices);
  void WriteGbpaWithoutUpdate(std::uint64_t value, Choices& choices);
  void WriteCr1(std::uint64_t value, Choices& choices);
  void WriteCr2(std::uint64_t value, Choices& choices);
  void WriteClosed(Reg reg, ChoicePoint point, Choices& choices);
  void WriteGerrorn(std::uint64_t value, Choices& choices);
  void WriteCmdqProd(std::uint64_t value, Choices& choices);
  void WriteCmdqCons(std::uint64_t value, Choices& choices);
  void WriteQueueBase(Reg reg, std::uint64_t value, Choices& choices);
  std::uint64_t Storable(Reg reg, std::uint64_t value, Choices& choices) const;
  void Store(Reg reg, std::uint64_t value);
  void Show(Reg reg, std::uint64_t mask, std::uint64_t value);

  void Defer(Reg reg, std::uint64_t mask, std::uint64_t value);
  PendingUpdate* FindPending(Reg reg, std::uint64_t mask);
  UpdateStep Advance(std::size_t index, Choices& choices);
  UpdateStep TakeEffect(PendingUpdate& update, Choices& choices);
  void Complete(const PendingUpdate& update);
  void OnAcknowledged(std::uint64_t cr0_mask);
  void ForceEffect(Reg reg, std::uint64_t mask);

  RegisterImage visible_;
  RegisterImage effective_;
  std::vector<PendingUpdate> pending_;  ///< the oldest first
  unsigned minor_version_;
  CmdqIndexAbuse cmdq_abuse_ = CmdqIndexAbuse::kNone;
  std::uint64_t toggled_inactive_ = 0;  ///< bits of GERROR that differ without being active
  bool service_failure_ = false;
};

}  // namespace quiesce
