#include "model/smmu/mmio/programming_interface.h"

#include <gtest/gtest.h>

#include "model/smmu/mmio/testing/scripted_choices.h"
#include "model/smmu/mmio/testing/smmu_options.h"

namespace quiesce {
namespace {

constexpr std::uint32_t kCr0At = 0x20, kCr1At = 0x28;
constexpr std::uint32_t kGerrorAt = 0x60, kGerrornAt = 0x64, kMsiAddrAt = 0x68, kIrqCtrlAt = 0x50;
constexpr std::uint32_t kStrtabBaseAt = 0x80, kStrtabCfgAt = 0x88;
constexpr std::uint32_t kCmdqBaseAt = 0x90, kCmdqProdAt = 0x98, kCmdqConsAt = 0x9C;
constexpr std::uint32_t kEventqConsAt = 0x100AC, kEventqProdAt = 0x100A8;
constexpr std::uint32_t kSmmuen = 1, kEventqen = 4, kCmdqen = 8;

struct Smmu {
  explicit Smmu(unsigned minor = 2) : regs(UsualSmmu(minor)) {}
  explicit Smmu(const RegisterImage& image) : regs(image) {}
  void Write(std::uint32_t offset, std::uint32_t value) { regs.Write32(offset, value, choices); }
  std::uint64_t Read(std::uint32_t offset) { return regs.Read32(offset, choices).value; }
  void Enable(std::uint32_t cr0) {
    Write(kCr0At, cr0);
    regs.CompletePending(choices);
  }

  ScriptedChoices choices;
  ProgrammingInterface regs;
};

// --- access sizes ---

TEST(Access, HalvesAndWholeOfA64BitRegister) {
  Smmu smmu;
  smmu.regs.Write64(kStrtabBaseAt, 0x4000'8765'4321'0FC0, smmu.choices);
  EXPECT_EQ(smmu.Read(kStrtabBaseAt), 0x4321'0FC0u);
  EXPECT_EQ(smmu.Read(kStrtabBaseAt + 4), 0x4000'8765u);
  smmu.Write(kStrtabBaseAt + 4, 0x1234);
  EXPECT_EQ(smmu.regs.Read64(kStrtabBaseAt, smmu.choices).value, 0x1234'4321'0FC0u);
}

TEST(Access, ReservedBitsAndReadOnlyRegistersDoNotChange) {
  Smmu smmu;
  smmu.regs.Write64(kStrtabBaseAt, ~std::uint64_t{0}, smmu.choices);
  EXPECT_EQ(smmu.regs.Read64(kStrtabBaseAt, smmu.choices).value, 0x4000'FFFF'FFFF'FFC0u);
  const std::uint64_t idr0 = smmu.Read(0);
  smmu.Write(0, 0);
  EXPECT_EQ(smmu.Read(0), idr0);
}

TEST(Access, AddressBitsAboveOasMayBeStored) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR5>(With<"OAS">(ids.Get<Reg::IDR5>(), 4));  // 44 bits
  Smmu dropped(ids);
  dropped.regs.Write64(kStrtabBaseAt, 0xF000'0000'0040, dropped.choices);
  EXPECT_EQ(dropped.regs.Read64(kStrtabBaseAt, dropped.choices).value, 0x40u);
  Smmu stored(ids);
  stored.choices = {{ChoicePoint::kAddressStorage, 1}};
  stored.regs.Write64(kStrtabBaseAt, 0xF000'0000'0040, stored.choices);
  EXPECT_EQ(stored.regs.Read64(kStrtabBaseAt, stored.choices).value, 0xF000'0000'0040u);
}

TEST(Access, IllegalAccessHasThreeOutcomes) {
  Smmu razwi;
  EXPECT_EQ(razwi.regs.Read(0, 1, razwi.choices).status, AccessStatus::kOk);
  EXPECT_EQ(razwi.regs.Read(0, 1, razwi.choices).value, 0u);

  Smmu unknown;
  unknown.choices = {{ChoicePoint::kIllegalAccess, 1}, {ChoicePoint::kIllegalAccess, 0x5A}};
  EXPECT_EQ(unknown.regs.Read(0, 1, unknown.choices).value, 0x5Au);

  Smmu aborted;
  aborted.choices = {{ChoicePoint::kIllegalAccess, 2}};
  EXPECT_EQ(aborted.regs.Read(0x21, 4, aborted.choices).status, AccessStatus::kAborted);
}

TEST(Access, AnIllegalWriteMayStoreAnything) {
  Smmu smmu;
  smmu.choices = {{ChoicePoint::kIllegalAccess, 1},
                  {ChoicePoint::kIllegalAccess, 0x1234},
                  {ChoicePoint::kIllegalAccess, 0}};
  smmu.regs.Write(kCmdqProdAt, 2, 0, smmu.choices);
  EXPECT_EQ(smmu.Read(kCmdqProdAt), 0x1234u);
}

TEST(Access, A64BitAccessToTwoRegistersHasSixOutcomes) {
  struct Expected {
    unsigned pick;
    std::uint64_t prod, cons;
  };
  for (const Expected& e : {Expected{0, 0, 0}, Expected{1, 5, 6}, Expected{2, 5, 6},
                            Expected{3, 5, 0}, Expected{4, 0, 6}, Expected{5, 0, 0}}) {
    Smmu smmu;
    smmu.choices = {{ChoicePoint::kRegisterPairAccess, e.pick}};
    const AccessStatus status =
        smmu.regs.Write64(kEventqProdAt, std::uint64_t{6} << 32 | 5, smmu.choices);
    EXPECT_EQ(status, e.pick == 5 ? AccessStatus::kAborted : AccessStatus::kOk);
    EXPECT_EQ(smmu.Read(kEventqProdAt) & 1, e.prod & 1);  // one entry: only the wrap flag reads
    EXPECT_EQ(smmu.Read(kEventqConsAt), e.cons);
  }
}

TEST(Access, Page1MayAliasPage0AndBack) {
  Smmu apart;
  apart.Write(kEventqConsAt, 3);
  EXPECT_EQ(apart.Read(0xAC), 0u);
  EXPECT_EQ(apart.Read(0x10000), 0u);

  Smmu alias;
  alias.Write(kEventqConsAt, 3);
  alias.choices = {{ChoicePoint::kPage0QueueIndex, 1}, {ChoicePoint::kPage1Undefined, 1}};
  EXPECT_EQ(alias.Read(0xAC), 3u);
  EXPECT_EQ(alias.Read(0x10000), alias.Read(0));
}

TEST(Access, AbsentRegistersAreRes0) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR0>(With<"PRI">(With<"MSI">(ids.Get<Reg::IDR0>(), 0), 0));
  Smmu smmu(ids);
  smmu.regs.Write64(kMsiAddrAt, 0x1000, smmu.choices);
  smmu.Write(0x100CC, 5);
  EXPECT_EQ(smmu.regs.Read64(kMsiAddrAt, smmu.choices).value, 0u);
  EXPECT_EQ(smmu.Read(0x100CC), 0u);
  EXPECT_EQ(smmu.Read(0x8000), 0u);
}

TEST(Access, OutsideOfTheTwoPagesIsAborted) {
  Smmu smmu;
  EXPECT_EQ(smmu.regs.Read32(0x20000, smmu.choices).status, AccessStatus::kAborted);
}

// --- guards ---

TEST(Guard, StrtabIsWritableOnlyWithSmmuenAndAckClear) {
  Smmu smmu;
  smmu.Write(kStrtabCfgAt, 8);
  EXPECT_EQ(smmu.Read(kStrtabCfgAt), 8u);
  smmu.Write(kCr0At, kSmmuen);  // not yet acknowledged: counts as 1 already
  smmu.Write(kStrtabCfgAt, 9);
  EXPECT_EQ(smmu.Read(kStrtabCfgAt), 8u);
  smmu.regs.CompletePending(smmu.choices);
  smmu.Write(kCr0At, 0);  // and as 1 still
  smmu.Write(kStrtabCfgAt, 9);
  EXPECT_EQ(smmu.Read(kStrtabCfgAt), 8u);
  smmu.regs.CompletePending(smmu.choices);
  smmu.Write(kStrtabCfgAt, 9);
  EXPECT_EQ(smmu.Read(kStrtabCfgAt), 9u);
}

TEST(Guard, BeforeSmmuV3p2AGuardedRegisterMayTakeAnyValueOrReadUnknown) {
  Smmu any(1);
  any.Enable(kSmmuen);
  any.choices = {{ChoicePoint::kStrtabGuarded, 1}, {ChoicePoint::kStrtabGuarded, 0x2A}};
  any.Write(kStrtabCfgAt, 9);
  EXPECT_EQ(any.Read(kStrtabCfgAt), 0x2Au);
  EXPECT_EQ(Get<"LOG2SIZE">(any.regs.Effective<Reg::STRTAB_BASE_CFG>()).raw(), 0x2Au);

  Smmu unknown(1);
  unknown.Enable(kSmmuen);
  unknown.choices = {{ChoicePoint::kStrtabGuarded, 2}, {ChoicePoint::kStrtabGuarded, 0x2A}};
  unknown.Write(kStrtabCfgAt, 9);
  EXPECT_EQ(unknown.Read(kStrtabCfgAt), 0x2Au);
  EXPECT_EQ(Get<"LOG2SIZE">(unknown.regs.Effective<Reg::STRTAB_BASE_CFG>()).raw(), 0u);
}

TEST(Guard, QueueRegistersAreGuardedByTheirOwnQueue) {
  Smmu smmu;
  smmu.Enable(kCmdqen);
  smmu.regs.Write64(kCmdqBaseAt, 0x10008, smmu.choices);
  EXPECT_EQ(smmu.regs.Read64(kCmdqBaseAt, smmu.choices).value, 0u);
  smmu.regs.Write64(0xA0, 0x10008, smmu.choices);
  EXPECT_EQ(smmu.regs.Read64(0xA0, smmu.choices).value, 0x10008u);
  smmu.Write(kCmdqConsAt, 1);
  EXPECT_EQ(smmu.Read(kCmdqConsAt), 0u);
}

TEST(Guard, IrqConfigurationIsGuardedByItsEnable) {
  Smmu smmu;
  smmu.regs.Write64(kMsiAddrAt, 0x1000, smmu.choices);
  smmu.Write(kIrqCtrlAt, 1);
  smmu.regs.CompletePending(smmu.choices);
  smmu.regs.Write64(kMsiAddrAt, 0x2000, smmu.choices);
  EXPECT_EQ(smmu.regs.Read64(kMsiAddrAt, smmu.choices).value, 0x1000u);
}

TEST(Guard, Cr1HalvesAreGuardedApart) {
  Smmu smmu;
  smmu.Enable(kSmmuen);
  smmu.Write(kCr1At, 0xD75);  // all fields
  EXPECT_EQ(smmu.Read(kCr1At), 0x035u);
  smmu.Enable(kEventqen);
  smmu.Write(kCr1At, 0xD40);
  EXPECT_EQ(smmu.Read(kCr1At), 0xD75u);
}

TEST(Guard, BeforeSmmuV3p2Cr1MayTakeEffectLate) {
  Smmu smmu(1);
  smmu.Enable(kSmmuen);
  smmu.choices = {{ChoicePoint::kCr1Guarded, 1}};
  smmu.Write(kCr1At, 0x040);
  EXPECT_EQ(smmu.Read(kCr1At), 0x040u);
  EXPECT_EQ(smmu.regs.effective().Read(Reg::CR1), 0u);
  smmu.Enable(0);  // at the latest before SMMUEN is Updated to 0
  EXPECT_EQ(smmu.regs.effective().Read(Reg::CR1), 0x040u);
}

TEST(Guard, PresetTablesAreReadOnly) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR1>(With<"TABLES_PRESET">(ids.Get<Reg::IDR1>(), 1));
  ids.Write(Reg::STRTAB_BASE, 0x8000'0000);
  Smmu smmu(ids);
  smmu.regs.Write64(kStrtabBaseAt, 0, smmu.choices);
  EXPECT_EQ(smmu.regs.Read64(kStrtabBaseAt, smmu.choices).value, 0x8000'0000u);
}

// --- queue registers ---

TEST(QueueRegisters, ConsErrMayIgnoreTheWrite) {
  Smmu keeps;
  keeps.regs.Write64(kCmdqBaseAt, 8, keeps.choices);
  keeps.Write(kCmdqConsAt, 1u << 24 | 7);
  EXPECT_EQ(keeps.Read(kCmdqConsAt), 7u);
  Smmu takes;
  takes.regs.Write64(kCmdqBaseAt, 8, takes.choices);
  takes.choices = {{ChoicePoint::kCmdqConsErr, 1}};
  takes.Write(kCmdqConsAt, 1u << 24 | 7);
  EXPECT_EQ(takes.Read(kCmdqConsAt), 1u << 24 | 7);
}

TEST(QueueRegisters, HardwareOwnedIndexReadsZeroAboveItsWrapFlag) {
  Smmu smmu;
  smmu.regs.Write64(kCmdqBaseAt, 3, smmu.choices);
  smmu.Write(kCmdqConsAt, 0xFFFFF);
  EXPECT_EQ(smmu.Read(kCmdqConsAt), 0xFu);
}

TEST(QueueRegisters, GrowingUncoversUnknownBits) {
  Smmu smmu;
  smmu.regs.Write64(kCmdqBaseAt, 3, smmu.choices);
  smmu.Write(kCmdqConsAt, 0xF);
  smmu.choices = {{ChoicePoint::kIndexBits, 1}, {ChoicePoint::kIndexBits, 3}};
  smmu.regs.Write64(kCmdqBaseAt, 5, smmu.choices);
  EXPECT_EQ(smmu.Read(kCmdqProdAt), 0x10u);
  EXPECT_EQ(smmu.Read(kCmdqConsAt), 0x3Fu);
}

struct EnabledCommandQueue : Smmu {
  explicit EnabledCommandQueue(std::uint32_t prod, std::uint32_t cons) {
    regs.Write64(kCmdqBaseAt, 3, choices);
    Write(kCmdqProdAt, prod);
    Write(kCmdqConsAt, cons);
    Enable(kCmdqen);
  }
};

TEST(QueueRegisters, CmdqProdMayOnlyAdd) {
  EnabledCommandQueue adds(4, 2);
  adds.Write(kCmdqProdAt, 10);
  EXPECT_EQ(adds.regs.cmdq_abuse(), CmdqIndexAbuse::kNone);
  EXPECT_EQ(adds.choices.asked(ChoicePoint::kCmdqProdMoved), 0u);

  EnabledCommandQueue back(4, 2);
  back.Write(kCmdqProdAt, 3);
  EXPECT_EQ(back.regs.cmdq_abuse(), CmdqIndexAbuse::kStopped);
  back.Enable(0);
  EXPECT_EQ(back.regs.cmdq_abuse(), CmdqIndexAbuse::kNone);

  EnabledCommandQueue beyond(4, 2);
  beyond.choices = {{ChoicePoint::kCmdqProdMoved, 1}};
  beyond.Write(kCmdqProdAt, 11);
  EXPECT_EQ(beyond.regs.cmdq_abuse(), CmdqIndexAbuse::kUnpredictable);
}

TEST(QueueRegisters, CmdqProdMayGoBackToConsWhileAnErrorIsActive) {
  EnabledCommandQueue smmu(4, 2);
  smmu.regs.Activate(GlobalError::CMDQ_ERR);
  smmu.Write(kCmdqProdAt, 2);
  EXPECT_EQ(smmu.regs.cmdq_abuse(), CmdqIndexAbuse::kNone);
  smmu.Write(kCmdqProdAt, 1);
  EXPECT_EQ(smmu.regs.cmdq_abuse(), CmdqIndexAbuse::kStopped);
}

// --- global errors ---

TEST(GlobalErrors, ToggleOnceUntilAcknowledged) {
  Smmu smmu;
  smmu.regs.Activate(GlobalError::EVENTQ_ABT_ERR);
  smmu.regs.Activate(GlobalError::EVENTQ_ABT_ERR);
  EXPECT_EQ(smmu.Read(kGerrorAt), 4u);
  EXPECT_TRUE(smmu.regs.IsActive(GlobalError::EVENTQ_ABT_ERR));
  smmu.Write(kGerrornAt, 4);
  EXPECT_FALSE(smmu.regs.IsActive(GlobalError::EVENTQ_ABT_ERR));
  smmu.regs.Activate(GlobalError::EVENTQ_ABT_ERR);
  EXPECT_EQ(smmu.Read(kGerrorAt), 0u);
  EXPECT_TRUE(smmu.regs.IsActive(GlobalError::EVENTQ_ABT_ERR));
}

TEST(GlobalErrors, InterruptOnlyIfEnabledAndNeverForItsOwnAbort) {
  Smmu smmu;
  EXPECT_FALSE(smmu.regs.Activate(GlobalError::CMDQ_ERR));
  smmu.Write(kGerrornAt, 1);
  smmu.Write(kIrqCtrlAt, 1);
  smmu.regs.CompletePending(smmu.choices);
  EXPECT_TRUE(smmu.regs.Activate(GlobalError::CMDQ_ERR));
  EXPECT_FALSE(smmu.regs.Activate(GlobalError::CMDQ_ERR));  // active already
  EXPECT_FALSE(smmu.regs.Activate(GlobalError::MSI_GERROR_ABT_ERR));
  EXPECT_TRUE(smmu.regs.IsActive(GlobalError::MSI_GERROR_ABT_ERR));
}

TEST(GlobalErrors, TogglingAnInactiveErrorMayActivateIt) {
  Smmu quiet;
  quiet.Write(kGerrornAt, 1);
  EXPECT_EQ(quiet.Read(kGerrornAt), 1u);
  EXPECT_FALSE(quiet.regs.IsActive(GlobalError::CMDQ_ERR));
  quiet.regs.Activate(GlobalError::CMDQ_ERR);  // a real one
  EXPECT_TRUE(quiet.regs.IsActive(GlobalError::CMDQ_ERR));

  Smmu active;
  active.choices = {{ChoicePoint::kGerrornToggled, 1}};
  active.Write(kGerrornAt, 1);
  EXPECT_TRUE(active.regs.IsActive(GlobalError::CMDQ_ERR));
  active.Write(kGerrornAt, 0);
  EXPECT_FALSE(active.regs.IsActive(GlobalError::CMDQ_ERR));
}

TEST(GlobalErrors, AnAcknowledgementLeavesOtherBitsAlone) {
  Smmu smmu;
  smmu.Write(kGerrornAt, 1);  // CMDQ_ERR differs, inactive
  smmu.regs.Activate(GlobalError::EVENTQ_ABT_ERR);
  smmu.Write(kGerrornAt, 1 | 4);
  EXPECT_FALSE(smmu.regs.IsActive(GlobalError::EVENTQ_ABT_ERR));
  EXPECT_FALSE(smmu.regs.IsActive(GlobalError::CMDQ_ERR));
}

TEST(GlobalErrors, UnimplementedErrorsNeverActivate) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR0>(With<"MSI">(ids.Get<Reg::IDR0>(), 0));
  Smmu smmu(ids);
  smmu.regs.Activate(GlobalError::MSI_CMDQ_ABT_ERR);
  EXPECT_EQ(smmu.Read(kGerrorAt), 0u);
}

TEST(ServiceFailureMode, OutlivesItsAcknowledgement) {
  Smmu smmu;
  smmu.regs.EnterServiceFailureMode();
  EXPECT_EQ(smmu.Read(kGerrorAt), 0x100u);
  smmu.Write(kGerrornAt, 0x100);
  EXPECT_FALSE(smmu.regs.IsActive(GlobalError::SFM_ERR));
  EXPECT_TRUE(smmu.regs.InServiceFailureMode());
}

TEST(ServiceFailureMode, IsSeenInACapture) {
  RegisterImage captured = UsualSmmu(2);
  captured.Write(Reg::GERROR, 0x100);
  EXPECT_TRUE(ProgrammingInterface(captured).InServiceFailureMode());
}

// --- reset ---

TEST(ResetState, KeepsConstantsZeroesEnablesAndDrawsTheRest) {
  class AllOnes : public Choices {
    unsigned Pick(ChoicePoint, unsigned n) override { return n - 1; }
  };
  AllOnes ones;
  const RegisterImage ids = UsualSmmu(2);
  const auto regs = ProgrammingInterface::AfterReset(ids, ones);
  EXPECT_EQ(regs.visible().Read(Reg::IDR0), ids.Read(Reg::IDR0));
  EXPECT_EQ(regs.visible().Read(Reg::CR0), 0u);
  EXPECT_EQ(regs.visible().Read(Reg::GERROR), 0u);
  EXPECT_EQ(regs.visible().Read(Reg::IRQ_CTRL), 0u);
  EXPECT_EQ(regs.visible().Read(Reg::STRTAB_BASE_CFG), 0x307FFu);
  EXPECT_EQ(regs.visible().Read(Reg::GBPA) & 0x80000000, 0u);
  EXPECT_EQ(regs.visible().Read(Reg::PRIQ_PROD), 0x000FFFFFu);
  EXPECT_EQ(regs.visible().Read(Reg::EVENTQ_PROD), 0x800FFFFFu);
  EXPECT_TRUE(regs.pending().empty());
}

}  // namespace
}  // namespace quiesce
