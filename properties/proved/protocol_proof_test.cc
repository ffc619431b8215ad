// What is proved of hand-overs for any number of steps, and that the protocol can do all it has.
// What is refuted, and what a proof needs, is in protocol_replay_test.cc.

#include <gtest/gtest.h>

#include "properties/proved/protocol_claims.h"

namespace quiesce {
namespace {

std::string Text(const ProtocolClaim& c, const ProtocolRun& run) {
  std::string text(SpecOf(c.question.invariant).id);
  text.append(" ").append(c.question.variant.name).append(": ").append(NameOf(run.outcome));
  if (run.trace) text += ": " + Describe(*run.trace);
  return text + " " + run.reason;
}

void ExpectProved(const ProtocolClaim& c, const ProtocolRun& run) {
  EXPECT_EQ(run.outcome, c.expected) << Text(c, run);
  EXPECT_GT(run.conjuncts, 10u);
}

TEST(ProtocolProof, TheNewestHoldsForAnyNumberOfSteps) {
  const std::vector<ProtocolClaim> claims = ProvedClaims();
  std::vector<Invariant> together(ProvedInvariants().begin(), ProvedInvariants().end());
  std::erase(together, Invariant::kTossLeavesNoTrace);
  for (const Variant& v : {kNewestVariant, variants::kRepaired}) {
    const auto runs = AnswerTogether(
        {together[0], v, policies::kAdopt, UsualAssumptions(v, together[0])}, together);
    std::size_t n = 0;
    for (const ProtocolClaim& c : claims) {
      const ProtocolQuestion& q = c.question;
      if (!(q.variant == v)) continue;
      const bool alone = q.invariant == Invariant::kTossLeavesNoTrace;
      ExpectProved(c, alone ? Answer(q) : runs[n++]);
    }
    EXPECT_EQ(n, together.size());
  }
}

/// Alone, a claim has an invariant of its own.
TEST(ProtocolProof, OneByOneIsTheSame) {
  const ProtocolRun run = Answer({Invariant::kGuardsKept});
  EXPECT_EQ(run.outcome, ProtocolOutcome::kProved) << run.reason;
}

/// A reset that nobody acknowledges waits for ever, and so does one without its next step.
TEST(ProtocolProof, NoticesAProtocolThatGetsStuck) {
  for (const std::string_view action : {"CR0ACK follows", "CR0.CMDQEN := 1"}) {
    ProtocolQuestion q{Invariant::kEnds};
    q.without_action = action;
    EXPECT_EQ(Answer(q).outcome, ProtocolOutcome::kRefuted) << action;
  }
}

TEST(ProtocolProof, EveryActionCanBeTaken) {
  ProtocolQuestion free{Invariant::kNotAborted};
  free.assumptions.clear();
  // What only other variants and policies do.
  const std::set<std::string_view> elsewhere = {"GBPA.ABORT := 0",
                                                "CR0.SMMUEN := 1 again",
                                                "acknowledge errors first",
                                                "acknowledge no error",
                                                "CR0.EVENTQEN := 1",
                                                "CR0.PRIQEN := 1",
                                                "give up: GBPA.ABORT := 1",
                                                "stop: GBPA.ABORT := 1",
                                                "fresh level 2 table of bypass",
                                                "RMR bypass",
                                                "CMD_STALL_TERM",
                                                "CMD_RESUME",
                                                "write STRTAB_BASE as it is",
                                                "write what was adopted to STRTAB_BASE",
                                                "abort the unmarked",
                                                "a device is refused: CR0 := 0"};
  for (const std::string_view name : NeverTaken(free, kSearchSteps)) {
    EXPECT_TRUE(elsewhere.contains(name)) << name;
  }
}

}  // namespace
}  // namespace quiesce
