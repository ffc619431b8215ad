// What the solver refutes happens in the concrete world; and two of its assumptions follow from the
// architecture and the driver's own decisions.
#include "properties/proved/protocol_replay.h"

#include <gtest/gtest.h>

#include <set>

#include "model/protocol/facts.h"
#include "properties/proved/assumption_search.h"
#include "properties/proved/protocol_evidence.h"
#include "reports/case/replay.h"
#include "spec/stream_table.h"

namespace quiesce {
namespace {

std::string ReplayOf(const ProtocolQuestion& question, const ProtocolTrace& trace,
                     unsigned& replayed) {
  const ConcreteCause cause = HandOverFor(question, trace);
  if (!cause.hand_over) return "";
  ++replayed;
  const std::string differs = Replay(question, trace, cause);
  return differs.empty() ? "" : differs + "\n  of: " + Describe(trace);
}

std::string AnswerAndReplay(const ProtocolQuestion& question, unsigned& replayed) {
  const SearchAnswer answer = SearchWithin(question, kSearchSteps);
  const auto* trace = std::get_if<ProtocolTrace>(&answer);
  return trace == nullptr ? "" : ReplayOf(question, *trace, replayed);
}

void ExpectRefutedAndInTheWorld(const ProtocolClaim& c) {
  const ProtocolQuestion& q = c.question;
  const std::string what = std::string(SpecOf(q.invariant).id) + " " + std::string(q.variant.name);
  const ProtocolRun run = Answer(q);
  EXPECT_EQ(run.outcome, ProtocolOutcome::kRefuted) << what;
  EXPECT_EQ(c.expected, run.outcome) << what;
  if (!run.trace) return;
  const RefutationCase refutation = CaseFor(q, *run.trace);
  EXPECT_EQ(refutation.mismatch, "") << what << ": " << Describe(*run.trace);
  ASSERT_TRUE(refutation.shown) << what << ": " << refutation.why_not;
  const ReplayReport report = ReplayCase(*refutation.shown);
  EXPECT_EQ(report.verdict, ReplayVerdict::kAsExpected) << what;
  EXPECT_EQ(refutation.shown->expect.violates, SpecOf(q.invariant).id) << what;
}

/// And no proof without one: a driver that differs, under the same assumptions.
TEST(ProtocolReplay, EveryProofHasABrokenTwinAndEachIsInTheWorld) {
  for (const ProtocolRow& row : ProtocolRows()) {
    const ProtocolQuestion& q = row.claim.question;
    if (row.claim.expected != ProtocolOutcome::kProved) {
      ExpectRefutedAndInTheWorld(row.claim);
      continue;
    }
    EXPECT_TRUE(row.twin) << SpecOf(q.invariant).id << " " << q.variant.name;
    if (!row.twin) continue;
    EXPECT_EQ(row.twin->question.invariant, q.invariant);
    EXPECT_TRUE(row.twin->question.assumptions == q.assumptions) << row.twin->question.variant.name;
    ExpectRefutedAndInTheWorld(*row.twin);
  }
}

/// Each assumption that a proof about the newest needs, dropped.
std::set<ProtocolAssumption> NeededBy(Invariant invariant, unsigned& replayed) {
  std::set<ProtocolAssumption> needed;
  for (const AssumptionTest& t : TestAssumptions({invariant})) {
    EXPECT_NE(t.without.outcome, ProtocolOutcome::kUndecided) << t.without.reason;
    if (!t.without.trace) continue;
    needed.insert(t.assumption);
    const ProtocolQuestion q{invariant, kNewestVariant, policies::kAdopt,
                             Without(AllAssumptions(), t.assumption)};
    EXPECT_EQ(ReplayOf(q, *t.without.trace, replayed), "")
        << SpecOf(invariant).id << " without: " << NameOf(t.assumption);
  }
  return needed;
}

TEST(ProtocolReplay, WhatADroppedAssumptionLetsIn) {
  using A = ProtocolAssumption;
  unsigned replayed = 0;
  const std::set<A> first = {A::kSmmuOn,    A::kCoherent,     A::kAccepted,   A::kNoServiceFailure,
                             A::kNoFailure, A::kNoStop,       A::kNobodyElse, A::kDisjoint,
                             A::kLiveFound, A::kLiveDeferred, A::kOwnSte};
  EXPECT_EQ(NeededBy(Invariant::kNotAborted, replayed), first);
  EXPECT_EQ(replayed, 9u) << "no crash is without kLiveFound or kLiveDeferred";
  const std::set<A> third = {A::kNoFailure, A::kNoStop, A::kNobodyElse, A::kDisjoint,
                             A::kRefusedKept};
  EXPECT_EQ(NeededBy(Invariant::kNotBypassed, replayed), third);
  EXPECT_EQ(replayed, 14u);
  const std::set<A> fifth = {A::kNobodyElse, A::kDisjoint, A::kLiveFound, A::kOwnSte};
  EXPECT_EQ(NeededBy(Invariant::kOthersUnaffected, replayed), fifth);
  EXPECT_EQ(replayed, 17u) << "no crash is without kLiveFound";
}

/// One search for all of them gives what a search for each gives.
TEST(AssumptionSearch, AgreesWithASearchForEach) {
  constexpr unsigned kSteps = 7;
  const ProtocolQuestion q{Invariant::kNotAborted};
  for (const SearchWithout& w : SearchWithoutEach(q, kSteps)) {
    ProtocolQuestion without = q;
    without.assumptions = Without(q.assumptions, w.assumption);
    const SearchAnswer alone = SearchWithin(without, kSteps);
    ASSERT_EQ(alone.index(), w.answer.index()) << NameOf(w.assumption);
    const auto* trace = std::get_if<ProtocolTrace>(&alone);
    if (trace == nullptr) continue;
    EXPECT_EQ(trace->steps.size(), std::get<ProtocolTrace>(w.answer).steps.size());
  }
}

/// The option stays after one kind of toss alone.
TEST(ProtocolReplay, WhichTossLeavesATrace) {
  const ProtocolQuestion q{Invariant::kTossLeavesNoTrace, variants::kV3, policies::kAdopt,
                           UsualAssumptions(variants::kV3, Invariant::kTossLeavesNoTrace)};
  unsigned replayed = 0;
  EXPECT_EQ(AnswerAndReplay(q, replayed), "");
  EXPECT_EQ(replayed, 1u);
}

/// A driver that fails does to every invariant what the world shows, and no more.
TEST(ProtocolReplay, WhatAFailedStepLetsIn) {
  unsigned replayed = 0;
  for (const Invariant i : ProvedInvariants()) {
    const ProtocolQuestion q{i, kNewestVariant, policies::kAdopt,
                             Without(AllAssumptions(), ProtocolAssumption::kNoFailure)};
    EXPECT_EQ(AnswerAndReplay(q, replayed), "") << SpecOf(i).id;
  }
  EXPECT_GE(replayed, 4u);
}

/// Causes that take more than one thing to happen: another agent at two moments, and two polls that
/// fail while one update is slower than another.
TEST(ProtocolReplay, WhatTakesTwoCauses) {
  using A = ProtocolAssumption;
  const Variant& fixed = variants::kRepaired;
  const ProtocolQuestion questions[] = {{Invariant::kGuardsKept, kNewestVariant, policies::kAdopt,
                                         Without(AllAssumptions(), A::kNobodyElse)},
                                        {Invariant::kSamePlace, fixed, policies::kAdopt,
                                         Without(UsualAssumptions(fixed), A::kNoFailure)}};
  for (const ProtocolQuestion& q : questions) {
    unsigned replayed = 0;
    EXPECT_EQ(AnswerAndReplay(q, replayed), "") << SpecOf(q.invariant).id;
    EXPECT_EQ(replayed, 1u) << SpecOf(q.invariant).id;
  }
}

struct Words {
  explicit Words(z3::context& ctx) {
    table.idr0 = RegisterRecord<Symbolic, Reg::IDR0>(Var<32>(ctx, "idr0"));
    table.idr1 = RegisterRecord<Symbolic, Reg::IDR1>(Var<32>(ctx, "idr1"));
    table.base = RegisterRecord<Symbolic, Reg::STRTAB_BASE>(Var<64>(ctx, "base"));
    table.cfg = RegisterRecord<Symbolic, Reg::STRTAB_BASE_CFG>(Var<32>(ctx, "cfg"));
    stream.l1std = L1Std<Symbolic>(Var<64>(ctx, "l1std"));
    stream.ste.word(0) = Var<64>(ctx, "ste0");
    caps = MakeCaps<Symbolic>(table.idr0, table.idr1, {}, {}, {});
    sid = Var<32>(ctx, "sid");
  }
  /// The SMMU finds an STE that does not refuse.
  Bool<Symbolic> Live() const {
    const StrtabConfig<Symbolic> t = DecodeStrtab(table.base, table.cfg, caps);
    return (!t.two_level || L1StdUsable(t, stream.l1std, sid)) && Is<"V">(stream.ste) &&
           Get<"Config">(stream.ste) >= 4;
  }
  /// Broken by a live stream that the driver takes for empty, or whose attach it does not defer.
  ProofResult Prove(z3::context& ctx, const Variant& v, bool found) const {
    ProtocolStream<Symbolic> decided;
    Decide(v, table, stream, decided);
    const std::array premises = {Premise{"live", Live()},
                                 Premise{"accepted", AcceptsTable(v, table) && !decided.tosses}};
    return quiesce::Prove(ctx, premises, found ? !decided.l1_empty : Defers(v, stream.ste));
  }
  TableWords<Symbolic> table;
  StreamWords<Symbolic> stream;
  Caps<Symbolic> caps;
  Bits<Symbolic, 32> sid;
};

bool IsProved(const Variant& v, bool found) {
  z3::context ctx;
  return std::holds_alternative<Proved>(Words(ctx).Prove(ctx, v, found));
}
bool IsRefuted(const Variant& v, bool found) {
  z3::context ctx;
  return std::holds_alternative<Refuted>(Words(ctx).Prove(ctx, v, found));
}

TEST(ProtocolFacts, ALiveStreamNeverLooksEmptyToTheNewest) {
  EXPECT_TRUE(IsProved(kNewestVariant, true));
  EXPECT_TRUE(IsRefuted(variants::kV7, true));
}

TEST(ProtocolFacts, ALiveStreamIsAlwaysDeferred) {
  EXPECT_TRUE(IsProved(kNewestVariant, false));
  Variant v = kNewestVariant;
  v.deferral = Deferral::kConfigMaskShort;
  EXPECT_TRUE(IsRefuted(v, false));
}

}  // namespace
}  // namespace quiesce
