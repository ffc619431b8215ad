#include "properties/meta/drawn_world.h"

#include <memory>
#include <optional>

#include "generators/scenario.h"
#include "model/smmu/descriptor.h"
#include "model/world/render.h"
#include "properties/sampled/naive_encoding.h"
#include "spec/rules/legal_examples.h"

namespace quiesce {
namespace {

using C = Concrete;

template <Reg R>
void FlipOne(Prng& p, RegisterImage& r) {
  r.Write(R, r.Read(R) ^ std::uint64_t{1} << p.Below(SpecOf(R).format->bits));
}

void PutExampleIds(Prng& p, RegisterImage& r) {
  Caps<C> caps = p.OneIn(4) ? ExampleCapsV3_0() : ExampleCaps();
  if (p.OneIn(2)) Set<"OAS">(caps.idr5, p.Below(7));
  if (p.OneIn(8)) Set<"STALL_MODEL">(caps.idr0, p.Below(3));
  if (p.OneIn(2)) Set<"ATSRECERR">(caps.idr0, 1);
  if (p.OneIn(2)) Set<"ATTR_PERMS_OVR">(caps.idr1, 1);
  r.Put<Reg::IDR0>(caps.idr0);
  r.Put<Reg::IDR1>(caps.idr1);
  r.Put<Reg::IDR3>(caps.idr3);
  r.Put<Reg::IDR5>(caps.idr5);
  r.Put<Reg::AIDR>(caps.aidr);
}

void PutControls(Prng& p, RegisterImage& r) {
  auto cr0 = RegisterRecord<C, Reg::CR0>();
  Set<"SMMUEN">(cr0, !p.OneIn(16));
  Set<"ATSCHK">(cr0, p.Below(2));
  r.Put<Reg::CR0>(cr0);
  r.Write(Reg::CR2, p.Bits(32));
  r.Write(Reg::GBPA, p.Bits(32));
  const std::uint64_t gerror = p.Bits(10);
  r.Write(Reg::GERROR, gerror);
  r.Write(Reg::GERRORN, p.OneIn(32) ? gerror ^ 0x100 : gerror);
}

void PutStreamTable(Prng& p, RegisterImage& r) {
  RegisterRecord<C, Reg::STRTAB_BASE_CFG> cfg;
  const bool two_level = p.OneIn(2);
  Set<"FMT">(cfg, two_level);
  Set<"SPLIT">(cfg, 6 + 2 * p.Below(3));
  Set<"LOG2SIZE">(cfg, p.Between(0, 12));
  r.Put<Reg::STRTAB_BASE_CFG>(cfg);
  RegisterRecord<C, Reg::STRTAB_BASE> base;
  SetAddr<"ADDR">(base, WildAddress(p, two_level ? WildRegion::kPointers : WildRegion::kSte,
                                    p.OneIn(8) ? 52 : 31));
  r.Put<Reg::STRTAB_BASE>(base);
}

RegisterImage NearRegisters(Prng& p) {
  RegisterImage r;
  PutExampleIds(p, r);
  PutControls(p, r);
  PutStreamTable(p, r);
  if (p.OneIn(4)) FlipOne<Reg::IDR0>(p, r);
  if (p.OneIn(8)) FlipOne<Reg::IDR1>(p, r);
  if (p.OneIn(8)) FlipOne<Reg::IDR3>(p, r);
  if (p.OneIn(8)) FlipOne<Reg::IDR5>(p, r);
  return r;
}

RegisterImage WildRegisters(Prng& p, WildKind kind) {
  RegisterImage r;
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const unsigned unused = 64 - kRegisters[i].format->bits;
    r.Write(static_cast<Reg>(i), WildWord(p, kind) >> unused);
  }
  if (!p.OneIn(4)) r.Write(Reg::GERRORN, r.Read(Reg::GERROR));
  return r;
}

}  // namespace

std::string_view NameOf(WorldFamily family) {
  constexpr std::string_view kNames[] = {"Raw", "Corner", "Near", "Tables", "Scenario"};
  return kNames[static_cast<std::size_t>(family)];
}

void DrawnWorld::Draw(WorldFamily family, std::uint64_t seed) {
  prng_ = Prng(seed);
  targets_.clear();
  uses_tables_ = family == WorldFamily::kTables;
  switch (family) {
    case WorldFamily::kRaw:
      return DrawWild(WildKind::kRaw);
    case WorldFamily::kCorner:
      return DrawWild(WildKind::kCorner);
    case WorldFamily::kNear:
      return DrawWild(WildKind::kNear);
    case WorldFamily::kTables:
      return DrawTables();
    case WorldFamily::kScenario:
      return DrawScenario();
  }
}

void DrawnWorld::DrawWild(WildKind kind) {
  const bool near = kind == WildKind::kNear;
  registers_ = near ? NearRegisters(prng_) : WildRegisters(prng_, kind);
  const BusStatus unmapped = prng_.OneIn(4) ? BusStatus::kNotCaptured : BusStatus::kAbort;
  image_.memory = SparseMemory(unmapped, std::make_shared<WildPages>(prng_.Next(), kind));
  const unsigned sid_bits = static_cast<unsigned>(registers_.Read(Reg::STRTAB_BASE_CFG) & 31);
  for (unsigned i = 0; i < 4; ++i) {
    targets_.push_back({.stream_id = static_cast<std::uint32_t>(LowBits(prng_.Next(), sid_bits)),
                        .ssv = prng_.OneIn(3),
                        .substream_id = static_cast<std::uint32_t>(prng_.Below(64)),
                        .address = prng_.Bits(prng_.Between(20, 48))});
  }
}

void DrawnWorld::DrawTables() {
  std::optional<RegisterImage> placed;
  while (!placed) {
    naive::DrawTables(prng_.Next(), tables_);
    naive::SplitMix random(prng_.Next());
    placed = PlaceStructures(tables_, random);
  }
  registers_ = *placed;
  registers_.Write(Reg::GBPA, prng_.Bits(32));
  if (prng_.OneIn(3)) EnableAts();
  if (prng_.OneIn(4)) {
    const auto base = registers_.Get<Reg::STRTAB_BASE>();
    const std::uint64_t word = Addr<"ADDR">(base).raw() + 8 * prng_.Below(8);
    const std::uint64_t before = tables_.memory.Read64(word).value;
    tables_.memory.Write64(word, before ^ std::uint64_t{1} << prng_.Below(64));
  }
  for (const std::uint64_t address : tables_.targets) targets_.push_back({.address = address});
}

void DrawnWorld::EnableAts() {
  constexpr std::uint64_t kEats[] = {1, 1, 2};
  auto idr0 = registers_.Get<Reg::IDR0>();
  Set<"ATS">(idr0, 1);
  registers_.Put<Reg::IDR0>(idr0);
  auto cr0 = registers_.Get<Reg::CR0>();
  Set<"ATSCHK">(cr0, prng_.Below(2));
  registers_.Put<Reg::CR0>(cr0);
  const std::uint64_t word1 = Addr<"ADDR">(registers_.Get<Reg::STRTAB_BASE>()).raw() + 8;
  tables_.memory.Write64(word1, tables_.memory.Read64(word1).value | prng_.Pick(kEats) << 28);
}

void DrawnWorld::DrawScenario() {
  const Scenario scenario = ExpandScenario(prng_.Next(), {.max_corruptions = 3});
  RenderInto(scenario, image_);
  registers_ = image_.registers;
  for (const Stream& stream : scenario.streams) {
    for (const Mapping& m : stream.stage2.mappings) {
      targets_.push_back({.stream_id = stream.sid, .address = m.input});
    }
    for (const Substream& s : stream.substreams) {
      for (const Mapping& m : s.table.mappings) {
        targets_.push_back({stream.sid, s.ssid != 0 || prng_.OneIn(4), s.ssid, m.input});
      }
    }
  }
}

DrawnWorld::Target DrawnWorld::DrawTarget() {
  Target any{static_cast<std::uint32_t>(prng_.Bits(32)), prng_.OneIn(2),
             static_cast<std::uint32_t>(prng_.Bits(20)), prng_.Next()};
  if (targets_.empty() || prng_.OneIn(16)) return any;
  Target t = targets_[prng_.Below(targets_.size())];
  if (prng_.OneIn(16)) t.stream_id ^= 1u << prng_.Below(32);
  if (prng_.OneIn(8)) t.ssv = !t.ssv;
  if (prng_.OneIn(8)) t.substream_id = any.substream_id >> prng_.Below(20);
  if (prng_.OneIn(2)) t.address ^= prng_.Bits(12);
  if (prng_.OneIn(8)) t.address ^= std::uint64_t{1} << prng_.Below(64);
  return t;
}

Transaction DrawnWorld::NextTransaction() {
  constexpr AccessKind kAccesses[] = {AccessKind::kRead, AccessKind::kWrite, AccessKind::kAtomic};
  constexpr AtsKind kAts[] = {AtsKind::kUntranslated, AtsKind::kTranslationRequest,
                              AtsKind::kTranslated};
  const Target target = DrawTarget();
  Transaction t;
  t.stream_id = target.stream_id;
  t.ssv = target.ssv;
  t.substream_id = target.substream_id;
  t.address = target.address;
  t.access = prng_.Pick(kAccesses);
  t.privileged = prng_.OneIn(2);
  t.instruction = prng_.OneIn(3);
  t.unsupported = prng_.OneIn(64);
  t.ats = prng_.OneIn(3) ? prng_.Pick(kAts) : AtsKind::kUntranslated;
  // A translation request is a read or, with NW == 0, a write; it is not speculative.
  const bool request = t.ats == AtsKind::kTranslationRequest;
  if (request && t.access == AccessKind::kAtomic) t.access = AccessKind::kWrite;
  t.speculative = !request && prng_.OneIn(16);
  t.attributes = DecodeMair(prng_.Bits(8), DecodeShareability(prng_.Bits(2)));
  return t;
}

}  // namespace quiesce
