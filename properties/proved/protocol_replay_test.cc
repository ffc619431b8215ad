// What the solver refutes happens in the concrete world; and two of its assumptions follow from the
// architecture and the driver's own decisions.
#include "properties/proved/protocol_replay.h"

#include <gtest/gtest.h>

#include "model/protocol/facts.h"
#include "spec/stream_table.h"

namespace quiesce {
namespace {

std::string AnswerAndReplay(const ProtocolQuestion& question, unsigned& replayed) {
  const SearchAnswer answer = SearchWithin(question, kSearchSteps);
  const auto* trace = std::get_if<ProtocolTrace>(&answer);
  if (trace == nullptr) return "";
  const std::optional<HandOver> h = HandOverFor(question, *trace);
  if (!h) return "";
  ++replayed;
  const std::string differs = Replay(question, *trace, *h);
  return differs.empty() ? "" : differs + "\n  of: " + Describe(*trace);
}

TEST(ProtocolReplay, EveryBrokenTwinInTheWorld) {
  unsigned replayed = 0;
  for (const ProtocolClaim& c : RefutedClaims()) {
    EXPECT_EQ(AnswerAndReplay(c.question, replayed), "")
        << SpecOf(c.question.invariant).id << " " << c.question.variant.name;
  }
  EXPECT_GE(replayed, 5u);
}

/// Each assumption that QZ-01 and QZ-03 need, dropped.
TEST(ProtocolReplay, WhatADroppedAssumptionLetsIn) {
  unsigned replayed = 0;
  for (const Invariant i : {Invariant::kNotAborted, Invariant::kNotBypassed}) {
    for (const ProtocolAssumption a : AllAssumptions()) {
      const ProtocolQuestion q{i, kNewestVariant, policies::kAdopt, Without(AllAssumptions(), a)};
      EXPECT_EQ(AnswerAndReplay(q, replayed), "") << SpecOf(i).id << " without: " << NameOf(a);
    }
  }
  EXPECT_GE(replayed, 8u);
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
