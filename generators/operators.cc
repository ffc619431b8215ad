#include "generators/operators.h"

#include <vector>

#include "generators/operator_rows.h"
#include "generators/system.h"

namespace quiesce {
namespace {

std::vector<CdTarget> CdsOf(const Scenario& s) {
  std::vector<CdTarget> cds;
  for (const Stream& stream : s.streams) {
    if (!HasStage1(stream.kind)) continue;
    for (const Substream& sub : stream.substreams) cds.push_back({stream.sid, sub.ssid});
  }
  return cds;
}

}  // namespace

std::span<const CorruptionOperator> CorruptionOperators() {
  static const std::vector<CorruptionOperator> kAll = [] {
    std::vector<CorruptionOperator> all;
    for (const auto part : {ImageOperators(), DisturbanceOperators()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kAll;
}

const CorruptionOperator* FindCorruption(std::string_view name) {
  for (const CorruptionOperator& op : CorruptionOperators()) {
    if (op.name == name) return &op;
  }
  return nullptr;
}

bool Damage(const CorruptionOperator& op, Prng& p, HandOver& h) {
  auto* const scenario = std::get_if<Scenario>(&h.crashed);
  if (scenario == nullptr) return false;
  if (op.disturb != nullptr) return op.disturb(p, h);
  const std::optional<Corruption> corruption = op.draw(p, *scenario);
  if (corruption) scenario->corruptions.push_back(*corruption);
  return corruption.has_value();
}

std::optional<CdTarget> DrawCd(Prng& p, const Scenario& s) {
  const std::vector<CdTarget> cds = CdsOf(s);
  if (cds.empty()) return std::nullopt;
  return cds[p.Below(cds.size())];
}

std::optional<CdTarget> DrawOtherCd(Prng& p, const Scenario& s, const CdTarget& other) {
  std::vector<CdTarget> cds = CdsOf(s);
  std::erase_if(cds, [&](const CdTarget& c) { return c.sid == other.sid && c.ssid == other.ssid; });
  if (cds.empty()) return std::nullopt;
  return cds[p.Below(cds.size())];
}

std::uint64_t DrawWildAddress(Prng& p) {
  switch (p.Below(5)) {
    case 0:
      return kPool.first + 0x4000 * p.Below(64);
    case 1:
      return kNextRam.first + kNextRam.bytes - 0x10000 * (1 + p.Below(16));
    case 2:
      return kSmmuRegisters.first & ~std::uint64_t{0xFFFF};
    case 3:
      return std::uint64_t{1} << p.Between(48, 51);
    default:
      return 0x20'0000'0000 + 0x10000 * p.Below(0x10000);
  }
}

}  // namespace quiesce
