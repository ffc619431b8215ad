#include "model/driver/adopt_run.h"

namespace quiesce {
namespace {

using Cr0 = RegisterRecord<Concrete, Reg::CR0>;

Cr0 Retained(const Variant& variant, const Cr0& found) {
  switch (variant.retained_cr0) {
    case RetainedCr0::kSmmuen:
      return With<"SMMUEN">(Cr0(), 1);
    case RetainedCr0::kSmmuenAtschk:
      return With<"ATSCHK">(With<"SMMUEN">(Cr0(), Get<"SMMUEN">(found)), Get<"ATSCHK">(found));
    case RetainedCr0::kAllButQueueEnables:
      break;
  }
  return With<"CMDQEN">(With<"EVENTQEN">(With<"PRIQEN">(found, 0), 0), 0);
}

}  // namespace

std::vector<std::uint64_t> AdoptModeCr0Writes(const Variant& variant,
                                              const DriverFeatures<Concrete>& features,
                                              std::uint64_t cr0) {
  std::vector<std::uint64_t> writes;
  Cr0 shadow = Retained(variant, Cr0(Bits<Concrete, 32>(cr0)));
  const auto write = [&](const Cr0& value) {
    shadow = value;
    writes.push_back(shadow.word(0).raw());
  };
  write(shadow);
  write(With<"CMDQEN">(shadow, 1));
  if (variant.enables_output_queues) {
    write(With<"EVENTQEN">(shadow, 1));
    if (features.pri) write(With<"PRIQEN">(shadow, 1));
  }
  if (variant.forces_atschk && features.ats) write(With<"ATSCHK">(shadow, 1));
  write(With<"SMMUEN">(With<"EVENTQEN">(With<"PRIQEN">(shadow, 0), 0), 1));
  return writes;
}

AdoptionRun BeginAdoption(Image& image, const Variant& variant, const Platform& platform) {
  AdoptionRun run{DecideAdoption(image, variant, platform), L2Allocator(platform.l2_pool), {}, {}};
  if (run.decision.kind != AdoptKind::kAdopted) return run;
  const DriverFeatures<Concrete> features = FeaturesOf(image.registers);
  for (const std::uint64_t value :
       AdoptModeCr0Writes(variant, features, image.registers.Read(Reg::CR0))) {
    image.registers.Write(Reg::CR0, value);
    image.registers.Write(Reg::CR0ACK, value);
    run.writes.push_back({Reg::CR0, value});
  }
  return run;
}

const MasterResult& InsertMaster(Image& image, const Variant& variant, const Platform& platform,
                                 std::uint32_t sid, AdoptionRun& run) {
  AdoptedView& view = *run.decision.view;
  MasterResult master{sid, {}, false, {}};
  master.rejected = InsertStream(image, variant, platform, sid, run.allocator, view, run.writes);
  if (!master.rejected) {
    master.ste = view.SteAddress(sid);
    const DeferralDecision deferral = AttachDeferred(image, variant, view, std::span(&sid, 1));
    master.deferred = deferral.deferred;
    master.rejected = deferral.stop;
  }
  return run.masters.emplace_back(std::move(master));
}

AdoptionRun ApplyAdoption(Image& image, const Variant& variant, const Platform& platform,
                          std::span<const std::uint32_t> sids) {
  AdoptionRun run = BeginAdoption(image, variant, platform);
  if (run.decision.kind != AdoptKind::kAdopted) return run;
  for (const std::uint32_t sid : sids) InsertMaster(image, variant, platform, sid, run);
  return run;
}

}  // namespace quiesce
