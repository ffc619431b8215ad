// Whatever the registers and descriptors hold, hardware reads a stream table or CD table only
// inside the array that it is told of, and the arrays do not wrap. Each proof has a twin that must
// fail.

#include <gtest/gtest.h>

#include "properties/proved/symbolic_inputs.h"
#include "spec/caps_possible.h"

namespace quiesce {
namespace {

using B64 = Bits<Symbolic, 64>;

class TablesProofTest : public testing::Test {
 protected:
  TablesProofTest()
      : in(SymbolicInputs(ctx)), t(in.strtab()), cds(DecodeCdTable(in.ste, in.caps)) {}

  /// The solver's verdict on "the hypothesis holds and the claim does not".
  z3::check_result Refute(const Bool<Symbolic>& hypothesis, const Bool<Symbolic>& claim) {
    z3::solver solver(ctx);
    solver.add((CapsPossible(in.caps) && hypothesis && !claim).In(ctx));
    return solver.check();
  }

  /// `size` bytes at `address` lie in the bounds, and the bounds do not wrap.
  static Bool<Symbolic> Inside(const TableBounds<Symbolic>& b, const B64& address, unsigned size) {
    return b.first < b.end && b.first <= address && address <= b.end - B64(size);
  }

  z3::context ctx;
  RuleInputs<Symbolic> in;
  StrtabConfig<Symbolic> t;
  CdTable<Symbolic> cds;
};

TEST_F(TablesProofTest, StesOfALinearTableLieInIt) {
  const Bool<Symbolic> linear = !t.two_level;
  const Bool<Symbolic> claim = Inside(LinearBounds(t), LinearSteAddress(t, in.sid), 64);
  EXPECT_EQ(Refute(linear && SidInRange(t, in.sid), claim), z3::unsat);
  EXPECT_EQ(Refute(linear, claim), z3::sat) << "a StreamID out of range must escape";
}

TEST_F(TablesProofTest, Level1DescriptorsLieInTheirArray) {
  const Bool<Symbolic> claim = Inside(L1Bounds(t), L1StdAddress(t, in.sid), 8);
  EXPECT_EQ(Refute(t.two_level && SidInRange(t, in.sid), claim), z3::unsat);
  EXPECT_EQ(Refute(t.two_level, claim), z3::sat) << "a StreamID out of range must escape";
}

TEST_F(TablesProofTest, StesOfALevel2ArrayLieInIt) {
  const Bool<Symbolic> in_range = t.two_level && SidInRange(t, in.sid);
  const Bool<Symbolic> claim =
      Inside(L2Bounds(t, in.l1std, in.caps), L2SteAddress(t, in.l1std, in.sid, in.caps), 64);
  EXPECT_EQ(Refute(in_range && L1StdUsable(t, in.l1std, in.sid), claim), z3::unsat);
  EXPECT_EQ(Refute(in_range && SpanUsable(t, in.l1std), claim), z3::sat)
      << "a StreamID beyond the span must escape";
}

TEST_F(TablesProofTest, Level1StreamTableIsNotAlignedByTheEffectiveSize) {
  // The mistake to avoid: aligning by min(LOG2SIZE, SIDSIZE) finds another table.
  StrtabConfig<Symbolic> effective = t;
  effective.base = ClearLow(DefinedAddress(Addr<"ADDR">(in.strtab_base), in.caps),
                            Zext<7>(t.sid_bits) + Bits<Symbolic, 7>(6));
  EXPECT_EQ(Refute(!t.two_level, effective.base == t.base), z3::sat);
  const Bool<Symbolic> fits = Get<"LOG2SIZE">(in.strtab_cfg) == t.sid_bits;
  EXPECT_EQ(Refute(!t.two_level && fits, effective.base == t.base), z3::unsat);
}

TEST_F(TablesProofTest, CdsLieInTheTableThatS1cdmaxDescribes) {
  const Bool<Symbolic> linear = !cds.two_level && SsidInRange(cds, in.ssid);
  const TableBounds<Symbolic> table = {cds.base, cds.base + Shl(B64(64), cds.index_bits)};
  EXPECT_EQ(Refute(linear, Inside(table, LinearCdAddress(cds, in.ssid), 64)), z3::unsat);
  const Bits<Symbolic, 7> leaf = Zext<7>(cds.leaf_bits);
  const Bits<Symbolic, 7> l1_bits = Max(Zext<7>(cds.index_bits), leaf) - leaf;
  const TableBounds<Symbolic> l1 = {cds.base, cds.base + Shl(B64(8), l1_bits)};
  const Bool<Symbolic> claim = Inside(l1, L1CdAddress(cds, in.ssid), 8);
  EXPECT_EQ(Refute(cds.two_level && SsidInRange(cds, in.ssid), claim), z3::unsat);
  EXPECT_EQ(Refute(cds.two_level, claim), z3::sat) << "a SubstreamID out of range must escape";
}

}  // namespace
}  // namespace quiesce
