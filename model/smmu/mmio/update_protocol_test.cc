#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/mmio/testing/scripted_choices.h"
#include "model/smmu/mmio/testing/smmu_options.h"

namespace quiesce {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kCr0At = 0x20, kCr0AckAt = 0x24, kCr2At = 0x2C, kGbpaAt = 0x44;
constexpr std::uint32_t kIrqCtrlAt = 0x50, kIrqCtrlAckAt = 0x54;
constexpr std::uint32_t kSmmuen = 1, kEventqen = 4, kCmdqen = 8, kAtschk = 16;
constexpr std::uint32_t kGbpaUpdate = 0x80000000, kGbpaAbort = 1u << 20;

/// An SMMU of the version, quiescent, with ScriptedChoices at hand.
struct Smmu {
  explicit Smmu(unsigned minor = 2) : regs(UsualSmmu(minor)) {}
  void Write(std::uint32_t offset, std::uint32_t value) { regs.Write32(offset, value, choices); }
  std::uint64_t Read(std::uint32_t offset) { return regs.Read32(offset, choices).value; }
  void Complete() { regs.CompletePending(choices); }

  ScriptedChoices choices;
  ProgrammingInterface regs;
};

TEST(Cr0Update, IsReadableAtOnceInEffectLaterAndAcknowledgedLast) {
  Smmu smmu;
  smmu.Write(kCr0At, kSmmuen);
  EXPECT_EQ(smmu.Read(kCr0At), kSmmuen);
  EXPECT_EQ(smmu.Read(kCr0AckAt), 0u);
  EXPECT_FALSE(smmu.regs.EffectiveSmmuen());

  smmu.choices.Then(ChoicePoint::kUpdateInstant, 1);
  const auto effect = smmu.regs.StepUpdate(smmu.choices);
  ASSERT_TRUE(effect);
  EXPECT_FALSE(effect->completed);
  EXPECT_TRUE(smmu.regs.EffectiveSmmuen());
  EXPECT_EQ(smmu.Read(kCr0AckAt), 0u);

  smmu.choices.Then(ChoicePoint::kUpdateInstant, 1);
  const auto ack = smmu.regs.StepUpdate(smmu.choices);
  ASSERT_TRUE(ack);
  EXPECT_TRUE(ack->completed);
  EXPECT_EQ(ack->after, kSmmuen);
  EXPECT_EQ(smmu.Read(kCr0AckAt), kSmmuen);
  EXPECT_THAT(smmu.regs.pending(), IsEmpty());
}

TEST(Cr0Update, MayWait) {
  Smmu smmu;
  smmu.Write(kCr0At, kSmmuen);
  EXPECT_FALSE(smmu.regs.StepUpdate(smmu.choices));
  EXPECT_EQ(smmu.Read(kCr0AckAt), 0u);
}

TEST(Cr0Update, FieldsAreIndependent) {
  Smmu smmu;
  smmu.Write(kCr0At, kSmmuen | kCmdqen);
  ASSERT_THAT(smmu.regs.pending(), SizeIs(2));
  smmu.choices.Then(ChoicePoint::kUpdateInstant, 2);
  smmu.choices.Then(ChoicePoint::kUpdateInstant, 2);
  smmu.regs.StepUpdate(smmu.choices);
  smmu.regs.StepUpdate(smmu.choices);
  EXPECT_EQ(smmu.Read(kCr0AckAt), kCmdqen);
  // Writing the same value of the pending field while changing another one is no change of it.
  smmu.Write(kCr0At, kSmmuen | kCmdqen | kEventqen);
  EXPECT_EQ(smmu.choices.asked(ChoicePoint::kAckedFieldRechange), 0u);
  smmu.Complete();
  EXPECT_EQ(smmu.Read(kCr0AckAt), kSmmuen | kCmdqen | kEventqen);
}

TEST(Cr0Update, ReservedAndAbsentFieldsAreNotStoredNorReflected) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR0>(With<"ATS">(With<"PRI">(ids.Get<Reg::IDR0>(), 0), 0));
  ProgrammingInterface regs(ids);
  ScriptedChoices choices;
  regs.Write32(kCr0At, 0xFFFFFFFF, choices);
  regs.CompletePending(choices);
  EXPECT_EQ(regs.Read32(kCr0At, choices).value, kSmmuen | kEventqen | kCmdqen);
  EXPECT_EQ(regs.Read32(kCr0AckAt, choices).value, kSmmuen | kEventqen | kCmdqen);
}

TEST(Cr0Update, ACaptureWithoutAckIsStillPending) {
  RegisterImage captured = UsualSmmu(2);
  captured.Write(Reg::CR0, kSmmuen | kCmdqen);
  captured.Write(Reg::CR0ACK, kCmdqen);
  ProgrammingInterface regs(captured);
  EXPECT_FALSE(regs.EffectiveSmmuen());
  EXPECT_TRUE(regs.EffectiveCmdqen());
  ASSERT_THAT(regs.pending(), SizeIs(1));
  ScriptedChoices choices;
  regs.CompletePending(choices);
  EXPECT_TRUE(regs.EffectiveSmmuen());
}

TEST(Cr0Update, EffectivePriqenNeedsSmmuenButItsAckDoesNot) {
  Smmu smmu;
  smmu.Write(kCr0At, 2);
  smmu.Complete();
  EXPECT_EQ(smmu.Read(kCr0AckAt), 2u);
  EXPECT_FALSE(smmu.regs.EffectivePriqen());
  smmu.Write(kCr0At, 2 | kSmmuen);
  smmu.Complete();
  EXPECT_TRUE(smmu.regs.EffectivePriqen());
}

// --- CU-5 ---

TEST(Cr0Rechange, BackIsIgnoredOrCeasesAndInSmmuV3p1CompletesWithAnyValue) {
  for (const auto& [minor, alternatives] : {std::pair{2u, 2u}, {1u, 3u}, {0u, 3u}}) {
    Smmu smmu(minor);
    smmu.Write(kCr0At, kSmmuen);
    smmu.Write(kCr0At, 0);
    EXPECT_EQ(smmu.choices.last_alternatives(ChoicePoint::kAckedFieldRechange), alternatives);
    EXPECT_EQ(smmu.Read(kCr0At), kSmmuen);  // alternative 0
    smmu.Complete();
    EXPECT_EQ(smmu.Read(kCr0AckAt), kSmmuen);
  }
}

TEST(Cr0Rechange, CeasingHasNoEffectEvenIfTheValueWasInUse) {
  Smmu smmu;
  smmu.choices = {{ChoicePoint::kUpdateInstant, 1}, {ChoicePoint::kAckedFieldRechange, 1}};
  smmu.Write(kCr0At, kSmmuen);
  smmu.regs.StepUpdate(smmu.choices);
  smmu.Write(kCr0At, 0);
  EXPECT_FALSE(smmu.regs.EffectiveSmmuen());
  EXPECT_EQ(smmu.Read(kCr0At), 0u);
  EXPECT_THAT(smmu.regs.pending(), IsEmpty());
}

TEST(Cr0Rechange, MayReadBackWhatIsNotInUse) {
  Smmu smmu(1);
  smmu.choices = {{ChoicePoint::kAckedFieldRechange, 2}, {ChoicePoint::kRechangedValue, 0}};
  smmu.Write(kCr0At, kSmmuen);
  smmu.Write(kCr0At, 0);
  smmu.Complete();
  EXPECT_EQ(smmu.Read(kCr0At), 0u);
  EXPECT_EQ(smmu.Read(kCr0AckAt), kSmmuen);
  EXPECT_TRUE(smmu.regs.EffectiveSmmuen());
}

TEST(Cr0Rechange, ToAThirdValueCannotCease) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR0>(With<"VMW">(ids.Get<Reg::IDR0>(), 1));
  ProgrammingInterface regs(ids);
  ScriptedChoices choices;
  regs.Write32(kCr0At, 1u << 6, choices);
  regs.Write32(kCr0At, 2u << 6, choices);
  EXPECT_EQ(choices.asked(ChoicePoint::kAckedFieldRechange), 0u);  // v3.2 leaves one alternative
  EXPECT_EQ(regs.Read32(kCr0At, choices).value, 1u << 6);
}

TEST(IrqCtrl, HasTheSameProtocol) {
  Smmu smmu;
  smmu.Write(kIrqCtrlAt, 7);
  EXPECT_EQ(smmu.Read(kIrqCtrlAt), 7u);
  EXPECT_EQ(smmu.Read(kIrqCtrlAckAt), 0u);
  smmu.Complete();
  EXPECT_EQ(smmu.Read(kIrqCtrlAckAt), 7u);
}

// --- CR2 ---

TEST(Cr2, TakesEffectAtTheLatestWhenSmmuenIsUpdatedToOne) {
  Smmu smmu;
  smmu.Write(kCr2At, 2);
  EXPECT_EQ(smmu.Read(kCr2At), 2u);
  EXPECT_FALSE(bool(Is<"RECINVSID">(smmu.regs.Effective<Reg::CR2>())));
  smmu.Write(kCr0At, kSmmuen);
  // Let only SMMUEN go on, twice.
  smmu.choices.Then(ChoicePoint::kUpdateInstant, 2);
  smmu.choices.Then(ChoicePoint::kUpdateInstant, 2);
  smmu.regs.StepUpdate(smmu.choices);
  smmu.regs.StepUpdate(smmu.choices);
  EXPECT_EQ(smmu.Read(kCr0AckAt), kSmmuen);
  EXPECT_TRUE(bool(Is<"RECINVSID">(smmu.regs.Effective<Reg::CR2>())));
  EXPECT_THAT(smmu.regs.pending(), IsEmpty());
}

TEST(Cr2, IsReadOnlyWhileSmmuenIsOne) {
  for (const unsigned minor : {0u, 2u}) {
    Smmu smmu(minor);
    smmu.Write(kCr0At, kSmmuen);
    smmu.Complete();
    smmu.Write(kCr2At, 2);
    EXPECT_EQ(smmu.Read(kCr2At), 0u);
    EXPECT_EQ(smmu.choices.asked(ChoicePoint::kCr2Guarded), 0u);
  }
}

TEST(Cr2, MayBeAppliedDuringTheUpdateBeforeSmmuV3p2) {
  Smmu old(1);
  old.choices = {{ChoicePoint::kCr2Guarded, 1}};
  old.Write(kCr0At, kSmmuen);
  old.Write(kCr2At, 2);
  EXPECT_EQ(old.Read(kCr2At), 2u);

  Smmu v3p2;
  v3p2.Write(kCr0At, kSmmuen);
  v3p2.Write(kCr2At, 2);
  EXPECT_EQ(v3p2.Read(kCr2At), 0u);
}

// --- GBPA ---

TEST(Gbpa, UpdateIsClearedWhenTheNewValuesAreInUse) {
  Smmu smmu;
  smmu.Write(kGbpaAt, kGbpaUpdate | kGbpaAbort);
  EXPECT_EQ(smmu.Read(kGbpaAt), kGbpaUpdate | kGbpaAbort);
  EXPECT_FALSE(bool(Is<"ABORT">(smmu.regs.Effective<Reg::GBPA>())));
  smmu.Complete();
  EXPECT_EQ(smmu.Read(kGbpaAt), kGbpaAbort);
  EXPECT_TRUE(bool(Is<"ABORT">(smmu.regs.Effective<Reg::GBPA>())));
}

TEST(Gbpa, UpdateIsClearedEvenIfNothingChanges) {
  Smmu smmu;
  smmu.Write(kGbpaAt, kGbpaUpdate);
  smmu.Complete();
  EXPECT_EQ(smmu.Read(kGbpaAt), 0u);
}

TEST(Gbpa, AWriteDuringTheUpdateIsIgnoredInSmmuV3p2) {
  Smmu smmu;
  smmu.Write(kGbpaAt, kGbpaUpdate | kGbpaAbort);
  smmu.Write(kGbpaAt, kGbpaUpdate);
  smmu.Complete();
  EXPECT_EQ(smmu.Read(kGbpaAt), kGbpaAbort);
}

TEST(Gbpa, BeforeSmmuV3p2ItMayCompleteWithAnyValue) {
  Smmu smmu(1);
  // The UNKNOWN value's upper half-word has ABORT set.
  smmu.choices = {{ChoicePoint::kGbpaDuringUpdate, 1},
                  {ChoicePoint::kGbpaDuringUpdate, 0},
                  {ChoicePoint::kGbpaDuringUpdate, 0x10}};
  smmu.Write(kGbpaAt, kGbpaUpdate);
  smmu.Write(kGbpaAt, kGbpaUpdate);
  smmu.Complete();
  EXPECT_EQ(smmu.Read(kGbpaAt), 0u);
  EXPECT_TRUE(bool(Is<"ABORT">(smmu.regs.Effective<Reg::GBPA>())));
}

TEST(Gbpa, AWriteWithoutUpdateIsIgnoredStoredOrLate) {
  Smmu v3p2;
  v3p2.Write(kGbpaAt, kGbpaAbort);
  EXPECT_EQ(v3p2.Read(kGbpaAt), 0u);

  Smmu stored(0);
  stored.choices = {{ChoicePoint::kGbpaWithoutUpdate, 1}};
  stored.Write(kGbpaAt, kGbpaAbort);
  stored.Complete();
  EXPECT_EQ(stored.Read(kGbpaAt), kGbpaAbort);
  EXPECT_FALSE(bool(Is<"ABORT">(stored.regs.Effective<Reg::GBPA>())));

  Smmu late(0);
  late.choices = {{ChoicePoint::kGbpaWithoutUpdate, 2}};
  late.Write(kGbpaAt, kGbpaAbort);
  EXPECT_FALSE(bool(Is<"ABORT">(late.regs.Effective<Reg::GBPA>())));
  late.Complete();
  EXPECT_TRUE(bool(Is<"ABORT">(late.regs.Effective<Reg::GBPA>())));
}

TEST(Gbpa, ACaptureInTheMiddleOfAnUpdateCompletes) {
  RegisterImage captured = UsualSmmu(2);
  captured.Write(Reg::GBPA, kGbpaUpdate | kGbpaAbort);
  ProgrammingInterface regs(captured);
  ScriptedChoices choices;
  regs.CompletePending(choices);
  EXPECT_EQ(regs.Read32(kGbpaAt, choices).value, kGbpaAbort);
}

TEST(Atschk, IsEffectiveLikeTheOthers) {
  Smmu smmu;
  smmu.Write(kCr0At, kAtschk);
  EXPECT_FALSE(smmu.regs.EffectiveAtschk());
  smmu.Complete();
  EXPECT_TRUE(smmu.regs.EffectiveAtschk());
}

}  // namespace
}  // namespace quiesce
