#include "model/driver/adopt_run.h"

#include "model/driver/reset.h"

namespace quiesce {
namespace {

/// Memory for queues that nobody reads, as small as the driver makes them.
DriverQueue ScratchQueue(Port& port, unsigned entry_words) {
  DriverQueue q;
  q.log2 = 7;
  q.entry_words = entry_words;
  q.memory = port.AllocDma(std::uint64_t{entry_words} << 10, std::uint64_t{entry_words} << 10);
  return q;
}

}  // namespace

std::vector<std::uint64_t> AdoptModeCr0Writes(const Variant& variant,
                                              const DriverFeatures<Concrete>& features,
                                              std::uint64_t cr0) {
  Image scratch;
  scratch.registers.Write(Reg::CR0, cr0);
  L2Allocator memory({0, 1 << 16});
  std::vector<DriverWrite> writes;
  ImagePort port(scratch, memory, writes);
  DriverConfig config;
  config.variant = variant;
  DriverCore core{port, config};
  core.s.features.table = features;
  core.s.adopt_option = true;
  core.s.cmdq = ScratchQueue(port, 2);
  core.s.eventq = ScratchQueue(port, 4);
  core.s.priq = ScratchQueue(port, 2);
  ResetSmmu(core);

  std::vector<std::uint64_t> values;
  for (const DriverWrite& w : writes) {
    if (w.target == decltype(w.target)(Reg::CR0)) values.push_back(w.value);
  }
  return values;
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
