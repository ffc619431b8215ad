#include "properties/sampled/structure_check.h"

#include <vector>

#include "model/driver/ste_agreement.h"

namespace quiesce {

StructureCheck CheckStructuresInPlace(Image& image, const Variant& variant,
                                      const Platform& platform, std::span<const std::uint32_t> sids,
                                      Choices& choices) {
  std::vector<SteLocation> before;
  before.reserve(sids.size());
  for (const std::uint32_t sid : sids) before.push_back(FindSte(image, sid, choices));
  AdoptionRun run = ApplyAdoption(image, variant, platform, sids);
  StructureCheck check{std::move(run.decision)};
  for (std::size_t i = 0; i < run.masters.size(); ++i) {
    const MasterResult& m = run.masters[i];
    if (!m.ste) continue;
    ++check.inserted;
    const SteAgreement agreement{*m.ste, before[i], FindSte(image, m.sid, choices)};
    if (agreement.decided() && !agreement.holds() && !check.moved) check.moved = m.sid;
  }
  return check;
}

}  // namespace quiesce
