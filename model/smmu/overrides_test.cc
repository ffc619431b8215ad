#include "model/smmu/overrides.h"

#include <gtest/gtest.h>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/observer.h"
#include "model/smmu/testing/table_builder.h"

namespace quiesce {
namespace {

using C = Concrete;

struct Row {
  const char* what;
  unsigned mtcfg, memattr, alloccfg, shcfg;
  std::uint64_t input, output;
  Shareability shareability;
};

constexpr Shareability kNsh = Shareability::kNonShareable;
constexpr Shareability kIsh = Shareability::kInner;
constexpr Shareability kOsh = Shareability::kOuter;

// The input is inner shareable. IHI 0070 G.b 5.2 (MTCFG, ALLOCCFG, SHCFG), 13.1.4.
constexpr Row kRows[] = {
    {"use incoming", 0, 5, 0, 1, 0xFF, 0xFF, kIsh},
    {"type", 1, 5, 0, 1, 0xFF, 0x44, kIsh},
    {"device", 1, 1, 0, 1, 0xFF, 0x04, kIsh},
    {"hints stay", 1, 10, 0, 1, 0xEE, 0xAA, kIsh},
    {"cacheable from non-cacheable is RaWa", 1, 15, 0, 1, 0x44, 0xFF, kIsh},
    {"cacheable from device is RaWa", 1, 15, 0, 1, 0x04, 0xFF, kIsh},
    {"hints", 0, 0, 8 | 4, 1, 0xFF, 0xEE, kIsh},
    {"transient hints", 0, 0, 8 | 4 | 2 | 1, 1, 0xFF, 0x77, kIsh},
    {"hints of non-cacheable", 0, 0, 8, 1, 0x44, 0x44, kIsh},
    {"shareability", 0, 0, 0, 0, 0xFF, 0xFF, kNsh},
    {"outer shareable", 0, 0, 0, 2, 0xFF, 0xFF, kOsh},
};

/// What the STE makes of the memory attributes of an access.
MemoryAttributes TypeOverridden(const Ste<C>& ste, MemoryAttributes incoming, Choices& choices) {
  const SparseMemory memory;
  const SmmuView smmu = View(testing::DefaultRegisters(), memory);
  const Transaction t;
  NoObserver observer;
  Context<NoObserver> ctx{smmu, t, choices, observer, Incoming(t)};
  return OverrideMemoryType(ctx, ste, incoming);
}

TEST(OverridesTest, MemoryType) {
  for (const Row& row : kRows) {
    Ste<C> ste =
        With<"MemAttr">(With<"MTCFG">(Ste<C>(), Bits<C, 1>(row.mtcfg)), Bits<C, 4>(row.memattr));
    ste = With<"SHCFG">(With<"ALLOCCFG">(ste, Bits<C, 4>(row.alloccfg)), Bits<C, 2>(row.shcfg));
    FixedChoices choices{{ChoicePoint::kAlloccfgWithoutMtcfg, 1}};
    const MemoryAttributes out = TypeOverridden(ste, DecodeMair(row.input, kIsh), choices);
    EXPECT_EQ(out.mair(), row.output) << row.what;
    EXPECT_EQ(out.shareability(), row.shareability) << row.what;
  }
}

TEST(OverridesTest, HintsWithoutATypeAreAChoice) {
  const Ste<C> ste = With<"SHCFG">(With<"ALLOCCFG">(Ste<C>(), 8), 1);
  FixedChoices choices;
  EXPECT_EQ(TypeOverridden(ste, MemoryAttributes(), choices).mair(), 0xFF);
  choices.Set(ChoicePoint::kAlloccfgWithoutMtcfg, 1);
  EXPECT_EQ(TypeOverridden(ste, MemoryAttributes(), choices).mair(), 0xCC);
}

/// What the STE makes of an access that presents itself so.
Presentation Overridden(const RegisterImage& registers, const Ste<C>& ste, AccessKind access,
                        const Presentation& incoming) {
  const SparseMemory memory;
  const SmmuView smmu = View(registers, memory);
  const Transaction t{.access = access};
  FixedChoices choices;
  NoObserver observer;
  Context<NoObserver> ctx{smmu, t, choices, observer, incoming};
  Override(ctx, ste);
  return ctx.presentation;
}

struct FlagRow {
  unsigned cfg;
  bool incoming, output;
};

constexpr FlagRow kFlags[] = {{0, false, false}, {0, true, true},  {1, false, false},
                              {1, true, true},   {2, true, false}, {2, false, false},
                              {3, false, true},  {3, true, true}};

TEST(OverridesTest, PrivAndInst) {
  const RegisterImage registers = testing::DefaultRegisters();
  for (const FlagRow& row : kFlags) {
    const Ste<C> ste =
        With<"INSTCFG">(With<"PRIVCFG">(Ste<C>(), Bits<C, 2>(row.cfg)), Bits<C, 2>(row.cfg));
    const Presentation read =
        Overridden(registers, ste, AccessKind::kRead, {row.incoming, row.incoming, {}});
    EXPECT_EQ(read.privileged, row.output) << row.cfg;
    EXPECT_EQ(read.instruction, row.output) << row.cfg;
    const Presentation write =
        Overridden(registers, ste, AccessKind::kWrite, {row.incoming, false, {}});
    EXPECT_EQ(write.privileged, row.output) << row.cfg;
    EXPECT_FALSE(write.instruction) << row.cfg;
  }
}

TEST(OverridesTest, FieldsThatAreNotImplementedAreIgnored) {
  RegisterImage registers = testing::DefaultRegisters();
  const auto idr1 = registers.Get<Reg::IDR1>();
  registers.Put<Reg::IDR1>(With<"ATTR_TYPES_OVR">(With<"ATTR_PERMS_OVR">(idr1, 0), 0));
  const Ste<C> ste = With<"MTCFG">(With<"PRIVCFG">(With<"SHCFG">(Ste<C>(), 2), 3), 1);
  const Presentation p = Overridden(registers, ste, AccessKind::kRead, {false, false, {}});
  EXPECT_FALSE(p.privileged);
  EXPECT_EQ(p.attributes, MemoryAttributes());
}

}  // namespace
}  // namespace quiesce
