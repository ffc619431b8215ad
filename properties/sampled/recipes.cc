#include "properties/sampled/recipes.h"

namespace quiesce {
namespace {

using Commands = std::vector<Invalidation>;

constexpr unsigned kStage1 = ReadKind::kStage1Table | ReadKind::kStage1Leaf;
constexpr unsigned kStage2 = ReadKind::kStage2Table | ReadKind::kStage2Leaf;

bool Always(const Target&) { return true; }
bool OnEl1(const Target& t) { return t.stream.kind == SteKind::kStage1 && !t.stream.el2; }
bool OnEl2(const Target& t) { return t.stream.kind == SteKind::kStage1 && t.stream.el2; }
bool OnE2h(const Target& t) { return OnEl2(t) && t.e2h; }
bool OnStage2(const Target& t) { return t.stream.kind == SteKind::kStage2; }
bool OnNested(const Target& t) { return t.stream.kind == SteKind::kNested; }
bool InAVm(const Target& t) { return OnEl1(t) || OnStage2(t) || OnNested(t); }
bool WithAVmid(const Target& t) { return InAVm(t) && t.vmid.has_value(); }

Invalidation CfgiSte(const Target& t, bool leaf) {
  return {.opcode = Opcode::CFGI_STE, .stream_id = t.transaction.stream_id, .leaf = leaf};
}
Invalidation CfgiCd(const Target& t, bool leaf) {
  return {.opcode = Opcode::CFGI_CD,
          .stream_id = t.transaction.stream_id,
          .substream_id = t.cd_index,
          .leaf = leaf};
}
AddressRange Here(const Target& t) { return {t.transaction.address, t.transaction.address}; }

Invalidation ByVa(Opcode opcode, const Target& t, bool leaf, bool asid) {
  Invalidation c{.opcode = opcode, .leaf = leaf, .e2h = t.e2h, .address = Here(t)};
  const bool el2 = opcode == Opcode::TLBI_EL2_VA || opcode == Opcode::TLBI_EL2_VAA;
  if (!el2) c.vmid = t.vmid;
  if (asid && (!el2 || t.e2h)) c.asid = t.asid;
  return c;
}
Invalidation ByIpa(const Target& t, bool leaf, const AddressRange& range) {
  return {.opcode = Opcode::TLBI_S2_IPA, .leaf = leaf, .vmid = t.vmid, .address = range};
}
Invalidation ByVmid(Opcode opcode, const Target& t) { return {.opcode = opcode, .vmid = t.vmid}; }

/// The CD too was reached through stage 2.
Commands WithConfiguration(const Target& t, const Commands& commands) {
  Commands all = {CfgiSte(t, false)};
  all.insert(all.end(), commands.begin(), commands.end());
  return all;
}

Commands Range(const Target& t) {
  const unsigned log2 = 9;
  const std::uint32_t first = t.transaction.stream_id >> log2 << log2;
  return {{.opcode = Opcode::CFGI_STE_RANGE, .stream_id = first, .stream_log2 = log2}};
}
Commands CdAll(const Target& t) {
  return {{.opcode = Opcode::CFGI_CD_ALL, .stream_id = t.transaction.stream_id}};
}
Commands NhAsid(const Target& t) {
  return {{.opcode = Opcode::TLBI_NH_ASID, .vmid = t.vmid, .asid = t.asid}};
}
Commands AllIpas(const Target& t) {
  const AddressRange all{0, MaxValue(52)};
  return WithConfiguration(t, {ByIpa(t, false, all), ByVmid(Opcode::TLBI_NH_ALL, t)});
}

std::vector<Recipe> ConfigurationRecipes() {
  return {{"CFGI_STE, leaf", 0u | ReadKind::kSte, Always,
           [](const Target& t) { return Commands{CfgiSte(t, true)}; }},
          {"CFGI_STE", ReadKind::kL1Std | ReadKind::kSte, Always,
           [](const Target& t) { return Commands{CfgiSte(t, false)}; }},
          {"CFGI_STE, leaf, for CDs", ReadKind::kL1Cd | ReadKind::kCd, InAVm,
           [](const Target& t) { return Commands{CfgiSte(t, true)}; }},
          {"CFGI_STE_RANGE", ReadKind::kL1Std | ReadKind::kSte | ReadKind::kCd, Always, Range},
          {"CFGI_CD, leaf", 0u | ReadKind::kCd, InAVm,
           [](const Target& t) { return Commands{CfgiCd(t, true)}; }},
          {"CFGI_CD", ReadKind::kL1Cd | ReadKind::kCd, InAVm,
           [](const Target& t) { return Commands{CfgiCd(t, false)}; }},
          {"CFGI_CD_ALL", ReadKind::kL1Cd | ReadKind::kCd, InAVm, CdAll}};
}

std::vector<Recipe> Stage1Recipes() {
  using T = const Target&;
  using enum Opcode;
  return {{"TLBI_NH_VA, leaf", 0u | ReadKind::kStage1Leaf, OnEl1,
           [](T t) { return Commands{ByVa(TLBI_NH_VA, t, true, true)}; }},
          {"TLBI_NH_VA", kStage1, OnEl1,
           [](T t) { return Commands{ByVa(TLBI_NH_VA, t, false, true)}; }},
          {"TLBI_NH_VAA", kStage1, OnEl1,
           [](T t) { return Commands{ByVa(TLBI_NH_VAA, t, false, false)}; }},
          {"TLBI_NH_ASID", kStage1, OnEl1, NhAsid},
          {"TLBI_NH_ALL", kStage1, OnEl1, [](T t) { return Commands{ByVmid(TLBI_NH_ALL, t)}; }},
          {"TLBI_EL2_VA", kStage1, OnEl2,
           [](T t) { return Commands{ByVa(TLBI_EL2_VA, t, false, true)}; }},
          {"TLBI_EL2_VAA", kStage1, OnEl2,
           [](T t) { return Commands{ByVa(TLBI_EL2_VAA, t, false, false)}; }},
          {"TLBI_EL2_ASID", kStage1, OnE2h,
           [](T t) { return Commands{{.opcode = TLBI_EL2_ASID, .asid = t.asid}}; }},
          {"TLBI_EL2_ALL", kStage1, OnEl2, [](T) { return Commands{{.opcode = TLBI_EL2_ALL}}; }}};
}

std::vector<Recipe> Stage2Recipes() {
  using T = const Target&;
  using enum Opcode;
  return {
      {"TLBI_S2_IPA, leaf", 0u | ReadKind::kStage2Leaf, OnStage2,
       [](T t) { return Commands{ByIpa(t, true, Here(t))}; }},
      {"TLBI_S2_IPA", kStage2, OnStage2, [](T t) { return Commands{ByIpa(t, false, Here(t))}; }},
      {"TLBI_S2_IPA, TLBI_NH_ALL", kStage2, OnNested, AllIpas},
      {"TLBI_NH_ALL, nested", kStage1, OnNested,
       [](T t) { return Commands{ByVmid(TLBI_NH_ALL, t)}; }},
      {"TLBI_S12_VMALL, nested", kStage1, OnNested,
       [](T t) { return Commands{ByVmid(TLBI_S12_VMALL, t)}; }},
      {"TLBI_S12_VMALL", kStage1 | kStage2, WithAVmid,
       [](T t) { return WithConfiguration(t, {ByVmid(TLBI_S12_VMALL, t)}); }},
      {"TLBI_NSNH_ALL", kStage1 | kStage2, InAVm,
       [](T t) { return WithConfiguration(t, {{.opcode = TLBI_NSNH_ALL}}); }}};
}

}  // namespace

std::vector<Recipe> Recipes() {
  std::vector<Recipe> all;
  for (const auto& part : {ConfigurationRecipes(), Stage1Recipes(), Stage2Recipes()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace quiesce
