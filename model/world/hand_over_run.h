// Runs hand-overs: the driver over a machine, with everything around it as the hand-over says, and
// every invariant judged on the way.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "model/driver/smmu_driver.h"
#include "model/world/hand_over.h"
#include "model/world/judge/panel.h"
#include "model/world/watched_port.h"

namespace quiesce {

/// Sees each step with the number of the driver's step that is next.
class HandOverObserver {
 public:
  virtual ~HandOverObserver() = default;
  /// The crash; no step was taken. The bench lives until the run ends.
  virtual void Began(Bench&) {}
  /// Every call was made; what follows is giving back.
  virtual void Ended(Bench&) {}
  virtual void Took(Moment next, const Step& step) = 0;
};

/// DMA of a device that was not quiesced was terminated, though it would have completed.
struct Consequence {
  AbortConsequence what;
  Moment when;
  unsigned device;
  friend bool operator==(const Consequence&, const Consequence&) = default;
};

struct HandOverResult {
  std::vector<std::optional<DriverStop>> stops;  ///< by call; nothing for a call left out
  std::optional<DriverStop> adopt_stop;          ///< why there was no adoption
  bool adopted = false;                          ///< the crashed kernel's table is in use
  bool kernel_lost = false;
  std::vector<Violation> violations;  ///< in the order of their discovery
  std::vector<Consequence> consequences;
  std::uint64_t driver_steps = 0;
  std::uint64_t transactions = 0;

  bool Violates(Invariant invariant) const;
};

/// Deterministic: the same hand-over and answers of `choices` give the same result.
class HandOverRunner final : Surroundings, StepObserver, PortWatcher {
 public:
  explicit HandOverRunner(const HandOver& h);
  HandOverRunner(const HandOverRunner&) = delete;
  HandOverRunner& operator=(const HandOverRunner&) = delete;

  /// Another driver for the same crash, which is not rendered anew.
  void Use(const Variant& variant) { h_.config.variant = variant; }
  void Use(const Policy& policy) { h_.config.policy = policy; }

  HandOverResult Run(Choices& choices, HandOverObserver* observer = nullptr);

 private:
  // Surroundings
  void BetweenSteps(Machine& machine) override;
  void Waited(Machine& machine, Choices& choices) override;
  bool Fails(FaultPoint point) override;
  bool MarkedQuiesced(std::uint32_t sid) override;
  void Controlled(std::uint32_t sid, DeviceAction action) override;
  // StepObserver
  void Took(const Step& step) override;
  // PortWatcher
  void WritingRegister(Reg reg, std::uint64_t value) override;
  void HasReadRegister(Reg reg, std::uint64_t value) override;
  void MappedTable(const Resource& r) override;
  void UnmappedTable(const Resource& r) override;
  void AllocatedDma(const Resource& r) override;
  void HasRead(const Resource& through, std::uint64_t pa, std::uint64_t value) override;
  void Storing(const Resource& through, std::uint64_t pa, std::uint64_t value) override;

  void Warm(Choices& choices);
  void Begin(Bench& bench);
  void CallAll(SmmuDriver& driver);
  bool RunCall(SmmuDriver& driver, const DriverCall& call);
  std::optional<DriverStop> Call(SmmuDriver& driver, const DriverCall& call);
  std::optional<DriverStop> ProbeDevice(SmmuDriver& driver, const DriverCall& call);
  std::optional<DriverStop> TakeDevice(SmmuDriver& driver, const DriverCall& call);
  void HandleIrq(SmmuDriver& driver, IrqLine line);
  std::optional<DriverStop> MapOwn(SmmuDriver& driver, const DriverCall& call);
  bool Applies(const SmmuDriver& driver, const DriverCall& call) const;
  void GiveBack(SmmuDriver& driver);

  void Act(const Action& action);
  void RequestPage(unsigned device, unsigned group);
  void Settle();
  void FinishStalls();
  void Issue(DmaId id);
  void Judge(DmaId id, const DmaTaken& taken);
  void UseOwnMappings();
  DeviceNow* DeviceOf(std::uint32_t sid);
  bool Matters(const Step& step) const;

  HandOver h_;
  Image image_;
  Machine machine_;
  Panel panel_;

  // Of the run under way.
  Choices* choices_ = nullptr;
  HandOverObserver* observer_ = nullptr;
  Bench* bench_ = nullptr;
  HandOverResult* result_ = nullptr;
  /// A transaction that was stalled is not made again.
  enum class Progress : std::uint8_t { kGoesOn, kStalled, kOver };
  std::vector<std::vector<Progress>> progress_;  ///< by device and transaction
  std::array<unsigned, kFaultPointCount> asked_{};
  unsigned fallible_ = 0;
  std::size_t next_action_ = 0;
  bool changed_ = false;
  bool muted_ = false;
};

/// One run of one hand-over.
HandOverResult Run(const HandOver& h, Choices& choices, HandOverObserver* observer = nullptr);

}  // namespace quiesce
