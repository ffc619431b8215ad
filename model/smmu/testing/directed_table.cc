// Translation tables: what the drawn walks of the naive oracle do not have, and some they do.
// Contiguous groups, address bits [51:48], hardware updates. IHI 0070 G.b 3.13; DDI 0487 D8.
#include "model/smmu/testing/directed_case.h"

namespace quiesce::testing {
namespace {

using C = Concrete;

constexpr std::uint64_t kHint = std::uint64_t{1} << 52;
constexpr std::uint64_t kGroupVa = 0x1234'5670'0000;
constexpr std::uint64_t kReadOnly = kStage1Page | 1 << 7;

/// A group of 16 pages at 64 KiB that a TLB may hold through `member`, which has `output` and says
/// `attributes`.
void MapGroup(Rig& rig, unsigned member, std::uint64_t output, std::uint64_t attributes) {
  rig.MapStage1(kStage1Page, With<"IPS">(DefaultCd(), 4));
  for (unsigned i = 0; i < 32; ++i) {
    const std::uint64_t in_place = 0x4000'0000 + i * 0x1000;
    rig.Map(Rig::kStage1Tables, {.input = kGroupVa + i * 0x1000,
                                 .output = i == member ? output : in_place,
                                 .attributes = i == member ? attributes : kStage1Page | kHint});
  }
  rig.choices.Set(ChoicePoint::kContiguousInconsistent, member % 16);
}

void AddContiguousCases(std::vector<DirectedCase>& out) {
  const auto odd = [](Rig& rig) { MapGroup(rig, 3, 0x5000'3000, kStage1Page | kHint); };
  const auto next_group = [](Rig& rig) { MapGroup(rig, 19, 0x5000'3000, kStage1Page | kHint); };
  const auto plain = [](Rig& rig) { MapGroup(rig, 3, 0x5000'3000, kStage1Page); };
  const auto last = [](Rig& rig) { MapGroup(rig, 15, 0x5000'F000, kStage1Page | kHint); };
  const auto far = [](Rig& rig) {
    MapGroup(rig, 3, (std::uint64_t{1} << 44) + 0x3000, kStage1Page | kHint);
  };
  const auto stage2 = [](Rig& rig) {
    rig.MapStage2();
    for (unsigned i = 0; i < 16; ++i) {
      rig.Map(Rig::kStage2Tables, {.input = kGroupVa + i * 0x1000,
                                   .output = (i == 3 ? 0x5000'0000u : 0x4000'0000u) + i * 0x1000,
                                   .attributes = kStage2Page | kHint});
    }
    rig.choices.Set(ChoicePoint::kContiguousInconsistent, 3);
  };
  const auto unhinted = [](Rig& rig) {
    rig.MapStage1();
    rig.Map(Rig::kStage1Tables,
            {.input = kVa + 0x3000, .output = 0x5000'3000, .attributes = kStage1Page | kHint});
    rig.choices.Set(ChoicePoint::kContiguousInconsistent, 3);
  };
  const auto unhinted_stage2 = [](Rig& rig) {
    rig.MapStage2();
    rig.Map(Rig::kStage2Tables,
            {.input = kVa + 0x3000, .output = 0x5000'3000, .attributes = kStage2Page | kHint});
    rig.choices.Set(ChoicePoint::kContiguousInconsistent, 3);
  };
  const auto res0 = [](Rig& rig) {  // the bit is RES0 in a level 1 block
    rig.PutSte(kSid, Stage1Ste());
    rig.Set<Reg::IDR5, "OAS">(6);
    rig.PutCd(kCdTable, With<"TG0">(DefaultCd(), 1));
    const Tables tables{kStage1Root, GranuleSize::k64K, 48, 1};
    for (unsigned i = 0; i < 2; ++i) {
      rig.Map(tables, {.input = std::uint64_t{i} << 42,
                       .output = std::uint64_t{i + (i == 1 ? 4 : 0)} << 42,
                       .attributes = kStage1Page | kHint,
                       .level = 1});
    }
    rig.choices.Set(ChoicePoint::kContiguousInconsistent, 1);
  };
  const std::vector<DirectedCase> cases = {
      {"through the odd member", odd, At(kGroupVa + 0x10), "complete 0x50000010 ff ish"},
      {"through the last member", last, At(kGroupVa + 0x10), "complete 0x50000010 ff ish"},
      {"a member without the bit", plain, At(kGroupVa + 0x10), "complete 0x40000010 ff ish"},
      {"a member beyond IPS", far, At(kGroupVa + 0x10), "complete 0x40000010 ff ish"},
      {"the next group is another", next_group, At(kGroupVa + 0x10), "complete 0x40000010 ff ish"},
      {"going round within the group", next_group, At(kGroupVa + 0x1'0010),
       "complete 0x50000010 ff ish"},
      {"of stage 2", stage2, At(kGroupVa + 0x10), "complete 0x50000010 ff ish"},
      {"a leaf without the bit", unhinted, At(kVa + 0x10), "complete 0x45678010 ff ish"},
      {"a stage 2 leaf without the bit", unhinted_stage2, At(kVa + 0x10),
       "complete 0x45678010 ff ish"},
      {"RES0 at level 1 of 64K", res0, At(0x10), "complete 0x10 ff ish"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddUpdateCases(std::vector<DirectedCase>& out) {
  const auto clean = [](Rig& rig) {
    rig.MapStage1(kReadOnly | kDbm, With<"HD">(With<"HA">(DefaultCd(), 1), 1));
  };
  const auto clean_without_ha = [](Rig& rig) {
    rig.MapStage1(kReadOnly | kDbm, With<"HD">(DefaultCd(), 1));
  };
  const auto both = [](Rig& rig) {
    rig.MapStage1((kReadOnly | kDbm) & ~kAccessFlag, With<"HD">(With<"HA">(DefaultCd(), 1), 1));
  };
  const auto stage2 = [](Rig& rig) {
    rig.MapStage2((kStage2Page & ~kWriteBit & ~kAccessFlag) | kDbm,
                  With<"S2HA">(With<"S2HD">(Stage2Ste(), 1), 1));
  };
  const std::vector<DirectedCase> cases = {
      {"a write dirties", clean, Write(), "complete 0x45678000 ff ish; 1^0x80"},
      {"a read does not", clean, Read(), "complete 0x45678000 ff ish"},
      {"HD without HA", clean_without_ha, Write(), "abort F_PERMISSION IN va=0x123456789000"},
      {"both at once", both, Write(), "complete 0x45678000 ff ish; 1^0x480"},
      {"stage 2", stage2, Write(), "complete 0x45678000 ff ish; 2^0x480"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

void AddAddressCases(std::vector<DirectedCase>& out) {
  const auto high = [](Rig& rig) {
    rig.PutSte(kSid, Stage1Ste());
    rig.PutCd(kCdTable, With<"TG0">(DefaultCd(), 1));
    rig.Map({kStage1Root, GranuleSize::k64K, 48, 1},
            {.input = 0x1234'0000, .output = 0x5'0000 | 1 << 12, .attributes = kStage1Page});
  };
  const auto wide = [](Rig& rig) {
    rig.Set<Reg::IDR5, "OAS">(6);
    rig.PutSte(kSid, Stage1Ste());
    rig.PutCd(kCdTable, With<"IPS">(With<"TG0">(DefaultCd(), 1), 6));
    rig.Map({kStage1Root, GranuleSize::k64K, 48, 1},
            {.input = 0x1234'0000, .output = 0x5'0000 | 0xA << 12, .attributes = kStage1Page});
  };
  const auto base = [](Rig& rig) {
    rig.MapStage1(kStage1Page, WithAddr<"TTB0">(DefaultCd(), Bits<C, 64>(kStage1Root | 0xFF0)));
  };
  const std::vector<DirectedCase> cases = {
      {"bits [15:12] below 52 bits", high, At(0x1234'0000), "complete 0x50000 ff ish"},
      {"bits [15:12] with 52 bits", wide, At(0x1234'0000), "complete 0xa000000050000 ff ish"},
      {"low bits of TTB0", base, Read(), "complete 0x45678000 ff ish"},
  };
  out.insert(out.end(), cases.begin(), cases.end());
}

}  // namespace

std::vector<DirectedCase> TableCases() {
  std::vector<DirectedCase> out;
  AddContiguousCases(out);
  AddUpdateCases(out);
  AddAddressCases(out);
  return out;
}

}  // namespace quiesce::testing
