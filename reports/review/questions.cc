#include "reports/review/questions.h"

#include <array>

namespace quiesce {
namespace {

using E = EvidenceKind;

constexpr AnswerEvidence kOutcomes[] = {
    {E::kProof, "hand-over/QZ-01/T4", "Proved"},
    {E::kProof, "hand-over/QZ-02/T4", "Proved"},
    {E::kProof, "hand-over/QZ-03/T4", "Proved"},
    {E::kCase, "bug-1", "violates QZ-01"},
    {E::kCase, "newest-adopts", "holds"},
    {E::kCase, "bug-49", "violates QZ-03"},
    {E::kCase, "bug-17", "violates QZ-04"},
    {E::kCase, "newest-l2ptr-into-l1", "violates QZ-03"},
    {E::kTest, "TheNewestHoldsForAnyNumberOfSteps", {}, "properties/proved/protocol_proof_test.cc"},
    {E::kTest, "TheNewestHoldsEveryInvariant", {}, "properties/handover/clean_crash_test.cc"}};
constexpr AnswerEvidence kCarveOut[] = {{E::kCase, "bug-17", "violates QZ-04"},
                                        {E::kRerun, "bug-17", "not adopted", "v5"}};
constexpr AnswerEvidence kStaleTags[] = {{E::kProof, "hand-over/QZ-13/T4", "Proved"},
                                         {E::kTest,
                                          "NothingStaleIsUsedAfterFullInvalidationAndSync",
                                          {},
                                          "properties/meta/smmu_totality_test.cc"},
                                         {E::kCase, "bug-48b", "QZ-13"},
                                         {E::kCase, "bug-59", "violates QZ-13"},
                                         {E::kCase, "bug-69", "violates QZ-13"}};
constexpr AnswerEvidence kQueueOff[] = {
    {E::kTest, "DisabledDiscardsWithoutOverflow", {}, "model/smmu/queue/event_queue_test.cc"},
    {E::kCase, "bug-51", "violates QZ-15"}};
constexpr AnswerEvidence kScan[] = {
    {E::kProof, "IDS-FOUND-BUT-ONE/T4", "Proved"}, {E::kProof, "IDS-FOUND/T4", "Violated"},
    {E::kProof, "IDS-FOUND/repaired", "Proved"},   {E::kCase, "bug-50a", "violates QZ-13"},
    {E::kCase, "bug-69", "violates QZ-13"},        {E::kCase, "bug-71", "violates QZ-13"},
    {E::kCase, "bug-63", "violates QZ-13"},        {E::kCase, "bug-67", "violates QZ-01"},
    {E::kCase, "bug-68", "violates QZ-15"}};
constexpr AnswerEvidence kOverlap[] = {{E::kRerun, "bug-17", "not adopted", "v5"},
                                       {E::kRerun, "bug-17", "QZ-04", "v6"},
                                       {E::kRerun, "bug-17", "QZ-04", "v7"},
                                       {E::kRerun, "bug-17", "violates QZ-04", "newest"}};
constexpr AnswerEvidence kReadTwice[] = {
    {E::kTest, "RetestsWhatChangedSinceAdoption", {}, "model/driver/insert_test.cc"},
    {E::kCase, "bug-32", "violates QZ-12"},
    {E::kCase, "bug-33", "violates QZ-12"},
    {E::kCase, "bug-34", "violates QZ-12"}};
constexpr AnswerEvidence kBalance[] = {
    {E::kTest, "TheNewestGivesEverythingBack", {}, "model/driver/fault_test.cc"},
    {E::kTest, "EachIsPassedInSomeLife", {}, "model/driver/fault_test.cc"},
    {E::kCase, "bug-28", "violates QZ-11"},
    {E::kCase, "bug-30a", "violates QZ-10"},
    {E::kCase, "bug-31", "violates QZ-10"},
    {E::kCase, "bug-72", "violates QZ-10"},
    {E::kCase, "bug-35", "violates QZ-10"}};
constexpr AnswerEvidence kZeroDma[] = {{E::kTest,
                                        "RestoringTheFeatureFirstIsHarmlessForALinearTable",
                                        {},
                                        "model/driver/fault_test.cc"}};
constexpr AnswerEvidence kLinear[] = {
    {E::kProof, "ADOPT-LINEAR-STE/T4", "Proved"},
    {E::kTest, "ADOPT-LINEAR-STE", {}, "properties/proved/adopt_lemmas.h"},
    {E::kTest, "V3BuildsALinearTableOnTwoLevelHardware", {}, "model/driver/fault_test.cc"},
    {E::kCase, "bug-15c", "violates QZ-09"},
    {E::kCase, "T1-linear-above-sid-bits", "violates"}};
constexpr AnswerEvidence kGatedWrites[] = {
    {E::kProof, "hand-over/QZ-06/T4", "Proved"},
    {E::kProof, "hand-over/QZ-06/writes-cr2", "Violated"},
    {E::kTest, "TheNewestKeepsTheTableAndProgramsOneQueue", {}, "model/driver/reset_test.cc"},
    {E::kCase, "bug-42b", "violates QZ-06"},
    {E::kCase, "bug-42c", "violates QZ-06"},
    {E::kCase, "bug-42d", "violates QZ-06"}};
constexpr AnswerEvidence kReviewItems[] = {{E::kTest,
                                            "HasARecipeOrAReasonForEachEntryInOrder",
                                            {},
                                            "properties/handover/handover_catalogue_test.cc"}};

constexpr OpenQuestion kQuestions[] = {
    {1, "Robin Murphy, on v2",
     "For a given image, which transactions end otherwise under adoption than under the full reset "
     "of before, and is any of them worse?",
     QuestionAnswer::kYes,
     "Both ways. The full reset aborts every transaction in flight; adoption keeps them, proved "
     "for the modelled protocol and sampled over clean crashes. Three kinds of image end worse "
     "under adoption: a later CR0 := 0 lets DMA through untranslated where GBPA does not abort; a "
     "table in the next kernel's memory stays in use; an L1STD that leads into the level 1 table "
     "lets a refused stream bypass. For an image of your own: quiesce check IMAGE.",
     kOutcomes},
    {2, "Mostafa Saleh, on v7",
     "For random corruption of registers, L1STDs, STEs and CDs, can adoption make the hardware or "
     "the driver touch memory of the kdump carve-out?",
     QuestionAnswer::kYes,
     "With a table that lies there: the driver writes it as a table, and the SMMU reads it. "
     "Version 5 tosses that image, version 6 and later do not look.",
     kCarveOut},
    {3, "Mostafa Saleh, on v7",
     "After CFGI_ALL and the TLBI of everything with SMMUEN = 1, which (ASID, VMID) tags can "
     "reappear, and are they all reserved?",
     QuestionAnswer::kNo,
     "Nothing stale is used after the invalidations have completed. Tags reappear from the live "
     "structures alone. Those that the scan saw are reserved; a CD that becomes valid afterwards "
     "brings an ASID that is given out again.",
     kStaleTags},
    {4, "Mostafa Saleh, on v7",
     "With the event queue off, does any fault become a global error, or stall for ever?",
     QuestionAnswer::kPartly,
     "No global error: an event for a queue that is off is discarded. But a transaction that "
     "stalls waits for a CMD_RESUME, and without the event nobody knows of it.",
     kQueueOff},
    {5, "Jason Gunthorpe and Nicolin Chen, on v7",
     "Does the scan cover every tag that live STEs can create: STRW = NS-EL1 with S2VMID, CDs of "
     "SVA, nested STEs?",
     QuestionAnswer::kNo,
     "All CDs of a table are read, those of SVA too. STRW is not looked at: where CR2.E2H differs, "
     "EL2 tags and those of a new domain collide. An S2VMID is taken from STEs with stage 2 only. "
     "Nested STEs are covered by their VMID. Whether a VMID that broadcast TLB maintenance (BTM) "
     "implies is covered cannot be said here: BTM is not modelled.",
     kScan},
    {6, "Jason Gunthorpe, on v5", "Which images that version 5 refuses does version 6 accept?",
     QuestionAnswer::kYes,
     "Those whose table overlaps memory or MMIO of the next kernel; the same case under four "
     "versions shows it. quiesce diff v5 v6 lists what else differs in what is accepted.",
     kOverlap},
    {7, "Jason Gunthorpe, on v4", "Is any L1STD or STE word read twice with a decision in between?",
     QuestionAnswer::kPartly,
     "The L1STD is: once at adoption, once at insert. The newest version tests it again at insert, "
     "from one read; each way to leave that out is a case. STEs are judged by the hand-overs only "
     "as far as the driver maps them (see CAVEATS.md on QZ-12).",
     kReadTwice},
    {8, "Pranjal Shrivastava, on v6",
     "Do mappings and allocations balance at every point where an allocation can fail?",
     QuestionAnswer::kPartly,
     "Every fault point of the modelled driver is failed in turn, and the newest version gives "
     "everything back. What does not balance is the tree of streams of a rejected master.",
     kBalance},
    {9, "Pranjal Shrivastava, on v6",
     "Is any path reachable in adopt mode that uses l1_dma or ste_dma, which are left 0?",
     QuestionAnswer::kCannot,
     "because the path in question is a resume, and runtime power management is not modelled. Of "
     "the paths from probe to shutdown only the cleanup comes near, and it gives back the same.",
     kZeroDma},
    {10, "Pranjal Shrivastava, on v6", "Is a linear table on hardware with 2-level tables handled?",
     QuestionAnswer::kYes,
     "Images with FMT = linear on such hardware are generated and proved over. Versions up to 7 "
     "mistook the alignment, up to T1 the bound.",
     kLinear},
    {11, "Pranjal Shrivastava, on v6",
     "Would it do to gate only the write of CR0, and leave the other register writes of the reset?",
     QuestionAnswer::kNo,
     "CR1, CR2 and STRTAB_BASE may not be written while SMMUEN = 1; each of these writes breaks a "
     "guard.",
     kGatedWrites},
    {12, "Kevin Tian, Jason Gunthorpe and a review bot, on v1 to v6",
     "Are the defects that the reviews named reproduced?", QuestionAnswer::kPartly,
     "Every entry of the catalogue has a hand-over that shows it, or the reason why none does.",
     kReviewItems},
    {13,
     "Will Deacon",
     "No message of his was found.",
     QuestionAnswer::kNoQuestion,
     "There is nothing to answer.",
     {}},
    {14,
     "Sashiko, a review bot",
     "What did its own reviews say?",
     QuestionAnswer::kCannot,
     "because its text was not reachable; only what authors said of it is in the catalogue (see "
     "question 12).",
     {}},
};

constexpr std::array<std::string_view, 5> kAnswerNames = {"Yes.", "No.", "In part.",
                                                          "Cannot answer,", "Not a question."};

}  // namespace

std::string_view NameOf(QuestionAnswer answer) {
  return kAnswerNames[static_cast<std::size_t>(answer)];
}

std::span<const OpenQuestion> OpenQuestions() { return kQuestions; }

}  // namespace quiesce
