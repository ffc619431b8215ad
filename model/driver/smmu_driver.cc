#include "model/driver/smmu_driver.h"

#include "model/driver/attach.h"
#include "model/driver/id_maps.h"
#include "model/driver/maybe_stop.h"
#include "model/driver/page_table.h"
#include "model/driver/poll.h"
#include "model/driver/probe.h"
#include "model/driver/queues.h"
#include "model/driver/reset.h"
#include "model/driver/rmr.h"
#include "model/driver/strtab.h"

namespace quiesce {
namespace {

MaybeStop RegisterAs(DriverCore& core, Registration what, FaultPoint point, bool& registered) {
  if (core.port.Fails(point)) return FaultStop(point);
  core.port.Register(what);
  registered = true;
  return std::nullopt;
}

void UnregisterAll(DriverCore& core) {
  if (core.s.registered_iommu) core.port.Unregister(Registration::kIommu);
  if (core.s.registered_sysfs) core.port.Unregister(Registration::kSysfs);
  core.s.registered_iommu = core.s.registered_sysfs = false;
}

}  // namespace

MaybeStop SmmuDriver::ProbeSteps() {
  QuiesceDevices(core_);
  if (MaybeStop stop = ProbeSmmu(core_)) return stop;
  if (MaybeStop stop = InitQueues(core_)) return stop;
  if (MaybeStop stop = InitStreamTable(core_)) return stop;
  InstallRmrBypass(core_);
  reset_began_ = true;
  if (MaybeStop stop = ResetSmmu(core_)) return stop;
  if (MaybeStop stop = AbortUnmarked(core_)) return stop;
  if (MaybeStop stop = RegisterAs(core_, Registration::kSysfs, FaultPoint::kRegisterSysfs,
                                  core_.s.registered_sysfs)) {
    return stop;
  }
  return RegisterAs(core_, Registration::kIommu, FaultPoint::kRegisterIommu,
                    core_.s.registered_iommu);
}

MaybeStop SmmuDriver::Probe() {
  if (core_.config.policy.take_over == TakeOver::kLeaveAlone) return std::nullopt;
  MaybeStop stop = ProbeSteps();
  probed_ = !stop;
  if (stop && !IsFatal(*stop)) GiveUp();
  return stop;
}

void SmmuDriver::GiveUp() {
  if (reset_began_) static_cast<void>(DisableSmmu(core_));
  UnregisterAll(core_);
  core_.s.devres.ReleaseAll(core_);
  const std::optional<DriverStop> why = core_.s.adopt_stop;
  core_.s = {};
  core_.s.adopt_stop = why;
  reset_began_ = false;
}

SmmuDriver::MasterProbe SmmuDriver::ProbeDevice(std::span<const std::uint32_t> sids,
                                                DomainKind default_domain) {
  const auto id = static_cast<std::uint32_t>(masters_.size());
  Master master;
  master.id = id;
  if (MaybeStop stop = ProbeMaster(core_, sids, default_domain, master)) return {stop, 0};
  masters_.push_back(std::move(master));
  return {std::nullopt, id};
}

MaybeStop SmmuDriver::FirstUse(std::uint32_t master) {
  return FirstDmaUse(core_, masters_[master]);
}

MaybeStop SmmuDriver::Attach(std::uint32_t master, DomainKind kind) {
  return AttachDomain(core_, masters_[master], kind);
}

MaybeStop SmmuDriver::Map(std::uint32_t master, std::uint64_t iova, std::uint64_t pa) {
  return MapPage(core_, *masters_[master].attached, iova, pa);
}

MaybeStop SmmuDriver::Unmap(std::uint32_t master, std::uint64_t iova) {
  return UnmapPage(core_, *masters_[master].attached, iova);
}

MaybeStop SmmuDriver::ReleaseDevice(std::uint32_t master) {
  return ReleaseMaster(core_, masters_[master]);
}

IrqAnswer SmmuDriver::OnIrq(IrqLine line) {
  switch (line) {
    case IrqLine::kEventq:
      return EventqThread(core_);
    case IrqLine::kPriq:
      return PriqThread(core_);
    case IrqLine::kGerror:
      return HandleGerror(core_);
    case IrqLine::kCombined:
      break;
  }
  const IrqAnswer answer = HandleCombined(core_);
  return answer == IrqAnswer::kWakeThread ? CombinedThread(core_) : answer;
}

void SmmuDriver::Remove() {
  if (!probed_) return;
  UnregisterAll(core_);
  static_cast<void>(DisableSmmu(core_));
  if (!core_.variant().id_maps_in_devres) DestroyIdMaps(core_);
  core_.s.devres.ReleaseAll(core_);
  core_.s = {};
  probed_ = reset_began_ = false;
}

void SmmuDriver::Shutdown() {
  if (probed_) static_cast<void>(DisableSmmu(core_));
}

}  // namespace quiesce
