// What a run sees of its own steps, and hands to the judges; the run itself is in hand_over_run.cc.
#include "model/world/hand_over_runner_impl.h"

namespace quiesce {
namespace {

bool MattersToDma(std::uint32_t offset) {
  for (const Reg r :
       {Reg::CR0, Reg::CR1, Reg::CR2, Reg::GBPA, Reg::STRTAB_BASE, Reg::STRTAB_BASE_CFG}) {
    if (offset == SpecOf(r).offset) return true;
  }
  return false;
}

}  // namespace

bool HandOverRunner::Impl::Matters(const Step& step) const {
  if (const auto* access = std::get_if<RegisterAccess>(&step)) {
    return access->write && MattersToDma(access->offset);
  }
  if (const auto* access = std::get_if<MemoryAccess>(&step)) {
    return access->write && bench_->fetched.MayHold(access->address);
  }
  return !std::holds_alternative<DmaTaken>(step) && !std::holds_alternative<PageRequestTaken>(step);
}

void HandOverRunner::Impl::Took(const Step& step) {
  if (observer_ != nullptr) observer_->Took(bench_->now(), step);
  const auto* const access = std::get_if<MemoryAccess>(&step);
  const bool only_read = access != nullptr && !access->write;
  if (muted_ || only_read) return;
  if (Matters(step)) Changed();
  if (access != nullptr) {
    panel_.Each(
        [&](auto& j) requires requires { j.OnSeen(*bench_, access->address, access->value); } {
          j.OnSeen(*bench_, access->address, access->value);
        });
  } else if (const auto* command = std::get_if<CommandTaken>(&step)) {
    panel_.Each(
        [&](auto& j) requires requires { j.OnCommand(*bench_, *command); } {
          j.OnCommand(*bench_, *command);
        });
  }
}

void HandOverRunner::Impl::WritingRegister(Reg reg, std::uint64_t value) {
  if (muted_) return;
  panel_.Each(
      [&](auto& j) requires requires { j.OnRegisterWrite(*bench_, reg, value); } {
        j.OnRegisterWrite(*bench_, reg, value);
      });
}

void HandOverRunner::Impl::HasReadRegister(Reg reg, std::uint64_t value) {
  if (muted_) return;
  panel_.Each(
      [&](auto& j) requires requires { j.OnRegisterRead(*bench_, reg, value); } {
        j.OnRegisterRead(*bench_, reg, value);
      });
}

void HandOverRunner::Impl::MappedTable(const Resource& r) {
  if (muted_) return;
  panel_.Each(
      [&](auto& j) requires requires { j.OnMap(*bench_, r); } { j.OnMap(*bench_, r); });
}

void HandOverRunner::Impl::UnmappedTable(const Resource& r) {
  if (muted_) return;
  panel_.Each(
      [&](auto& j) requires requires { j.OnUnmap(*bench_, r); } { j.OnUnmap(*bench_, r); });
}

void HandOverRunner::Impl::AllocatedDma(const Resource& r) {
  if (muted_) return;
  panel_.Each(
      [&](auto& j) requires requires { j.OnAlloc(*bench_, r); } { j.OnAlloc(*bench_, r); });
}

void HandOverRunner::Impl::Storing(const Resource& through, std::uint64_t pa, std::uint64_t value) {
  if (muted_) return;
  panel_.Each(
      [&](auto& j) requires requires { j.OnStore(*bench_, through, pa, value); } {
        j.OnStore(*bench_, through, pa, value);
      });
}

}  // namespace quiesce
