// What runs a hand-over, for hand_over_run.cc alone: whoever runs one need not read every judge.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "model/driver/smmu_driver.h"
#include "model/world/hand_over_run.h"
#include "model/world/judge/panel.h"
#include "model/world/known_dma.h"
#include "model/world/watched_port.h"

namespace quiesce {

class HandOverRunner::Impl final : Surroundings, StepObserver {
 public:
  explicit Impl(const HandOver& h);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void Load(const HandOver& h);
  void Use(const Variant& variant) { h_.config.variant = variant; }
  void Use(const Policy& policy) { h_.config.policy = policy; }

  HandOverResult Run(Choices& choices, HandOverObserver* observer);

  // Of a WatchedPort
  void WritingRegister(Reg reg, std::uint64_t value);
  void HasReadRegister(Reg reg, std::uint64_t value);
  void MappedTable(const Resource& r);
  void UnmappedTable(const Resource& r);
  void AllocatedDma(const Resource& r);
  void HasRead(const Resource& through, std::uint64_t pa, std::uint64_t value) {
    if (muted_) return;
    panel_.Each(
        [&](auto& j) requires requires { j.OnRead(*bench_, through, pa, value); } {
          j.OnRead(*bench_, through, pa, value);
        });
  }
  void Storing(const Resource& through, std::uint64_t pa, std::uint64_t value);

 private:
  // Surroundings
  void BetweenSteps(Machine& machine) override;
  void Waited(Machine& machine, Choices& choices) override;
  bool Fails(FaultPoint point) override;
  bool MarkedQuiesced(std::uint32_t sid) override;
  void Controlled(std::uint32_t sid, DeviceAction action) override;
  // StepObserver
  bool WantsReads() const override { return observer_ != nullptr && observer_->WantsReads(); }
  void Took(const Step& step) override;

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
  void Remove(SmmuDriver& driver);
  void GiveBack(SmmuDriver& driver);

  void Changed();
  void ActDue();
  void Sleep();
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
  bool settled_ = false;                         ///< DMA that is known need not be made again
  std::vector<std::vector<KnownDma>> known_;     ///< as progress_
  std::vector<KnownDma> own_known_;              ///< by device: DeviceNow::own
  ChangedLines changed_lines_;
  FetchedLines own_fetched_;  ///< for what devices do in the next kernel
  ChangedLines own_changed_lines_;
  std::array<unsigned, kFaultPointCount> asked_{};
  unsigned fallible_ = 0;
  std::size_t next_action_ = 0;
  bool changed_ = false;
  bool muted_ = false;
};

}  // namespace quiesce
