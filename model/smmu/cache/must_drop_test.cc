#include "model/smmu/cache/must_drop.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

template <class Entry>
struct Row {
  const char* what;
  Entry entry;
  Invalidation command;
  bool dropped;
};

template <class Entry, std::size_t N>
void Check(const Row<Entry> (&rows)[N]) {
  for (const Row<Entry>& r : rows) EXPECT_EQ(MustDrop(r.entry, r.command), r.dropped) << r.what;
}

Invalidation CfgiSte(std::uint32_t sid, bool leaf = true) {
  return {.opcode = Opcode::CFGI_STE, .stream_id = sid, .leaf = leaf};
}
Invalidation CfgiRange(std::uint32_t sid, unsigned log2) {
  return {.opcode = Opcode::CFGI_STE_RANGE, .stream_id = sid, .stream_log2 = log2};
}
Invalidation CfgiCd(std::uint32_t sid, std::uint32_t ssid, bool leaf = true) {
  return {.opcode = Opcode::CFGI_CD, .stream_id = sid, .substream_id = ssid, .leaf = leaf};
}
Invalidation CfgiCdAll(std::uint32_t sid) {
  return {.opcode = Opcode::CFGI_CD_ALL, .stream_id = sid};
}
const Invalidation kCfgiAll = CfgiRange(0, 32);
const Invalidation kNsnhAll{.opcode = Opcode::TLBI_NSNH_ALL};

TEST(MustDropConfig, Ste) {
  const SteKey e{0x105};
  Check<SteKey>({{"its StreamID", e, CfgiSte(0x105), true},
                 {"another StreamID", e, CfgiSte(0x104), false},
                 {"its aligned range", e, CfgiRange(0x106, 2), true},
                 {"the range below", e, CfgiRange(0x103, 2), false},
                 {"the range with bit 31", e, CfgiRange(0x8000'0000, 31), false},
                 {"all", e, kCfgiAll, true},
                 {"CFGI_CD", e, CfgiCd(0x105, 0, false), false},
                 {"CFGI_CD_ALL", e, CfgiCdAll(0x105), false},
                 {"TLBI", e, kNsnhAll, false}});
}

TEST(MustDropConfig, L1Std) {
  const L1StdKey e{0x105, 8};
  Check<L1StdKey>({{"a StreamID behind it, not only leaf", e, CfgiSte(0x1FF, false), true},
                   {"only leaf", e, CfgiSte(0x105, true), false},
                   {"a StreamID behind the next", e, CfgiSte(0x200, false), false},
                   {"a range within it", e, CfgiRange(0x140, 2), true},
                   {"a range around it", e, CfgiRange(0x300, 10), true},
                   {"another range", e, CfgiRange(0x200, 9), false},
                   {"all", e, kCfgiAll, true},
                   {"CFGI_CD", e, CfgiCd(0x105, 0, false), false}});
}

TEST(MustDropConfig, Cd) {
  const CdKey e{0x105, 3};
  Check<CdKey>({{"its index", e, CfgiCd(0x105, 3), true},
                {"another index", e, CfgiCd(0x105, 2), false},
                {"through another STE", e, CfgiCd(0x104, 3), false},
                {"all of its stream", e, CfgiCdAll(0x105), true},
                {"all of another", e, CfgiCdAll(0x104), false},
                {"the STE, even only leaf", e, CfgiSte(0x105, true), true},
                {"another STE", e, CfgiSte(0x104, false), false},
                {"a range of STEs", e, CfgiRange(0x104, 1), true},
                {"all", e, kCfgiAll, true},
                {"TLBI", e, kNsnhAll, false}});
}

TEST(MustDropConfig, L1Cd) {
  const L1CdKey e{0x105, 0x43, 6};
  Check<L1CdKey>({{"an index behind it", e, CfgiCd(0x105, 0x7F, false), true},
                  {"only leaf", e, CfgiCd(0x105, 0x43, true), false},
                  {"an index behind the next", e, CfgiCd(0x105, 0x80, false), false},
                  {"all CDs", e, CfgiCdAll(0x105), true},
                  {"the STE", e, CfgiSte(0x105, true), true},
                  {"another stream", e, CfgiCd(0x104, 0x43, false), false}});
}

TlbScope Entry(TlbKind kind, TlbTag tag) { return {kind, tag, 0x20'0000, 0x3F'FFFF, 12, 2}; }

constexpr TlbTag kEl1{.vmid = 0x21, .asid = 7};
constexpr TlbTag kEl1Global{.vmid = 0x21, .asid = 7, .global = true};
constexpr TlbTag kEl2{.regime = Regime::kNsEl2, .global = true};
constexpr TlbTag kE2h{.regime = Regime::kNsEl2E2h, .asid = 7};
constexpr TlbTag kE2hGlobal{.regime = Regime::kNsEl2E2h, .asid = 7, .global = true, .aset = true};

struct Named {
  const char* what;
  TlbScope scope;
};
const Named kEntries[] = {{"stage 1", Entry(TlbKind::kStage1, kEl1)},
                          {"global", Entry(TlbKind::kStage1, kEl1Global)},
                          {"combined", Entry(TlbKind::kCombined, kEl1)},
                          {"stage 2", Entry(TlbKind::kStage2, {.vmid = 0x21})},
                          {"EL2", Entry(TlbKind::kStage1, kEl2)},
                          {"E2H", Entry(TlbKind::kStage1, kE2h)},
                          {"E2H global", Entry(TlbKind::kStage1, kE2hGlobal)}};

constexpr AddressRange At(std::uint64_t address) { return {address, address}; }
constexpr AddressRange kInside = At(0x2F'F000);
constexpr AddressRange kOutside = At(0x40'0000);

/// One letter for each of kEntries: 'x' must go, '.' need not.
struct Scope {
  const char* what;
  Invalidation command;
  const char* expected;
};
const Scope kScopes[] = {
    {"NH_ALL", {.opcode = Opcode::TLBI_NH_ALL, .vmid = 0x21}, "xxx...."},
    {"NH_ALL of another VMID", {.opcode = Opcode::TLBI_NH_ALL, .vmid = 0x22}, "......."},
    {"NH_ALL, VMW",
     {.opcode = Opcode::TLBI_NH_ALL, .vmid = 0x2F, .vmid_ignored_bits = 4},
     "xxx...."},
    {"NH_ALL without VMIDs", {.opcode = Opcode::TLBI_NH_ALL}, "xxx...."},
    {"NH_ASID", {.opcode = Opcode::TLBI_NH_ASID, .vmid = 0x21, .asid = 7}, "x.x...."},
    {"NH_ASID of another", {.opcode = Opcode::TLBI_NH_ASID, .vmid = 0x21, .asid = 8}, "......."},
    {"NH_VA",
     {.opcode = Opcode::TLBI_NH_VA, .vmid = 0x21, .asid = 7, .address = kInside},
     "xxx...."},
    {"NH_VA of another ASID",
     {.opcode = Opcode::TLBI_NH_VA, .vmid = 0x21, .asid = 8, .address = kInside},
     ".x....."},
    {"NH_VA elsewhere",
     {.opcode = Opcode::TLBI_NH_VA, .vmid = 0x21, .asid = 7, .address = kOutside},
     "......."},
    {"NH_VA of another VMID",
     {.opcode = Opcode::TLBI_NH_VA, .vmid = 0x22, .asid = 7, .address = kInside},
     "......."},
    {"NH_VAA, only leaf",
     {.opcode = Opcode::TLBI_NH_VAA, .leaf = true, .vmid = 0x21, .address = kInside},
     "xxx...."},
    {"EL2_ALL", {.opcode = Opcode::TLBI_EL2_ALL}, "....xxx"},
    {"EL2_ASID", {.opcode = Opcode::TLBI_EL2_ASID, .asid = 7}, ".....x."},
    {"EL2_VA, E2H 0", {.opcode = Opcode::TLBI_EL2_VA, .address = kInside}, "....x.."},
    {"EL2_VA, E2H 1",
     {.opcode = Opcode::TLBI_EL2_VA, .asid = 7, .e2h = true, .address = kInside},
     ".....xx"},
    {"EL2_VA, E2H 1, another ASID",
     {.opcode = Opcode::TLBI_EL2_VA, .asid = 8, .e2h = true, .address = kInside},
     "......x"},
    {"EL2_VAA, E2H 0", {.opcode = Opcode::TLBI_EL2_VAA, .address = kInside}, "....x.."},
    {"EL2_VAA, E2H 1",
     {.opcode = Opcode::TLBI_EL2_VAA, .e2h = true, .address = kInside},
     ".....xx"},
    {"EL2_VAA elsewhere",
     {.opcode = Opcode::TLBI_EL2_VAA, .e2h = true, .address = kOutside},
     "......."},
    {"S2_IPA", {.opcode = Opcode::TLBI_S2_IPA, .vmid = 0x21, .address = kInside}, "...x..."},
    {"S2_IPA elsewhere",
     {.opcode = Opcode::TLBI_S2_IPA, .vmid = 0x21, .address = kOutside},
     "......."},
    {"S12_VMALL", {.opcode = Opcode::TLBI_S12_VMALL, .vmid = 0x21}, "xxxx..."},
    {"S12_VMALL of another VMID", {.opcode = Opcode::TLBI_S12_VMALL, .vmid = 0x31}, "......."},
    {"NSNH_ALL", kNsnhAll, "xxxx..."},
    {"CFGI_ALL", kCfgiAll, "......."}};

TEST(MustDropTlb, EachCommandForEachKindOfEntry) {
  for (const Scope& s : kScopes) {
    for (std::size_t i = 0; i < std::size(kEntries); ++i) {
      EXPECT_EQ(MustDrop(kEntries[i].scope, s.command), s.expected[i] == 'x')
          << s.what << ", " << kEntries[i].what;
    }
  }
}

TEST(MustDropTlb, RangesAndHints) {
  const TlbScope e = Entry(TlbKind::kStage1, kEl1);  // a 2MB block of 4K granules at level 2
  const auto vaa = [](AddressRange r) {
    return Invalidation{.opcode = Opcode::TLBI_NH_VAA, .vmid = 0x21, .address = r};
  };
  constexpr std::uint64_t kEnd = 0x50'0000;
  Check<TlbScope>({{"range around it", e, vaa({0, kEnd, 12}), true},
                   {"range over its last page", e, vaa({0x3F'F000, kEnd, 12}), true},
                   {"range after it", e, vaa({0x40'0000, kEnd, 12}), false},
                   {"range before it", e, vaa({0, 0x1F'FFFF, 12}), false},
                   {"another granule", e, vaa({0, kEnd, 16}), false},
                   {"its level", e, vaa({0, kEnd, 12, 2}), true},
                   {"another level", e, vaa({0, kEnd, 12, 3}), false},
                   {"misaligned", e, vaa({0, kEnd, 12, 2, true}), false}});
}

TEST(MustDropTlb, TablesGoWithCommandsForAllLevels) {
  const auto table = [](TlbKind kind, unsigned level) {
    return TlbScope{kind, kEl1, 0, MaxValue(30), 12, static_cast<std::uint8_t>(level)};
  };
  const auto vaa = [](bool leaf, AddressRange r) {
    return Invalidation{.opcode = Opcode::TLBI_NH_VAA, .leaf = leaf, .vmid = 0x21, .address = r};
  };
  const Invalidation ipa{.opcode = Opcode::TLBI_S2_IPA, .vmid = 0x21, .address = kInside};
  const Invalidation asid{.opcode = Opcode::TLBI_NH_ASID, .vmid = 0x21, .asid = 7};
  const TlbScope s1 = table(TlbKind::kStage1Table, 1);
  const TlbScope s2 = table(TlbKind::kStage2Table, 1);
  const TlbScope both = table(TlbKind::kCombinedTable, 1);
  const AddressRange ttl2{0x20'0000, 0x3F'FFFF, 12, 2};
  const AddressRange ttl1{0x4000'0000 - 0x1000, 0x4000'0000 - 1, 12, 1};
  Check<TlbScope>(
      {{"all levels", s1, vaa(false, kInside), true},
       {"leaves alone", s1, vaa(true, kInside), false},
       {"combined, all levels", both, vaa(false, kInside), true},
       {"stage 2 by VA", s2, vaa(false, kInside), false},
       {"above the level of the leaf", s1, vaa(false, ttl2), true},
       {"at the level of the leaf", s1, vaa(false, ttl1), false},
       {"stage 2 by IPA", s2, ipa, true},
       {"stage 1 by IPA", s1, ipa, false},
       {"combined by IPA", both, ipa, false},
       {"by ASID", s1, asid, true},
       {"by another ASID",
        table(TlbKind::kStage1Table, 0),
        {.opcode = Opcode::TLBI_NH_ASID, .vmid = 0x21, .asid = 8},
        false},
       {"stage 2 with its VM", s2, {.opcode = Opcode::TLBI_S12_VMALL, .vmid = 0x21}, true},
       {"all", both, kNsnhAll, true}});
}

TEST(MustDropTlb, VmwDoesNotWidenTheAddress) {
  const TlbScope e = Entry(TlbKind::kStage2, {.vmid = 0x21});
  const Invalidation c{
      .opcode = Opcode::TLBI_S2_IPA, .vmid = 0x2F, .vmid_ignored_bits = 4, .address = kOutside};
  EXPECT_FALSE(MustDrop(e, c));
}

}  // namespace
}  // namespace quiesce
