// A nested stream is its two stages in sequence: translating through stage 1 alone and the result
// through stage 2 alone gives what the nested STE gives, where stage 2 maps the CD and the stage 1
// tables to themselves. IHI 0070 G.b 3.3.2.
#include <gtest/gtest.h>

#include <iostream>

#include "generators/prng.h"
#include "model/smmu/testing/rig.h"
#include "spec/rules/legal_examples.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kSeed = 0x51D0'0005;
constexpr unsigned kRigs = 4000;
constexpr unsigned kAccesses = 4;

/// Two leaves and their controls.
struct Drawn {
  Ste<Concrete> ste = testing::NestedSte();
  Cd<Concrete> cd = testing::DefaultCd();
  std::uint64_t stage1_page = 0;
  std::uint64_t stage2_page = 0;
};

/// A leaf: attributes at random, mostly accessed and permitting, seldom invalid; not contiguous.
std::uint64_t DrawPage(Prng& p, std::uint64_t good) {
  if (p.OneIn(20)) return 0;
  std::uint64_t page = p.OneIn(4) ? good : (p.Bits(10) << 2 | p.Bits(5) << 50 | 3);
  if (!p.OneIn(4)) page |= 1 << 10;
  return page & ~(std::uint64_t{1} << 52);
}

Drawn Draw(Prng& p) {
  Drawn d;
  d.stage1_page = DrawPage(p, testing::kStage1Page);
  d.stage2_page = DrawPage(p, testing::kStage2Page);
  Set<"HA">(d.cd, p.Below(2));
  Set<"HD">(d.cd, p.Below(2));
  Set<"S2HA">(d.ste, p.Below(2));
  Set<"S2HD">(d.ste, p.Below(2));
  Set<"AFFD">(d.cd, p.Below(2));
  Set<"S2AFFD">(d.ste, p.Below(2));
  Set<"WXN">(d.cd, p.Below(2));
  Set<"PAN">(d.cd, p.Below(2));
  Set<"MAIR0">(d.cd, p.Bits(32));
  Set<"MAIR1">(d.cd, p.Bits(32));
  Set<"R">(d.cd, p.Below(2));
  Set<"A">(d.cd, p.Below(2));
  Set<"S">(d.cd, p.OneIn(4));
  Set<"S2R">(d.ste, p.Below(2));
  Set<"S2S">(d.ste, p.OneIn(4));
  if (p.OneIn(3)) Set<"S2T0SZ">(d.ste, 24);  // 40 bits from level 0
  return d;
}

Transaction DrawAccess(Prng& p) {
  constexpr AccessKind kKinds[] = {AccessKind::kRead, AccessKind::kWrite, AccessKind::kAtomic};
  Transaction t = testing::Read();
  t.address += p.Bits(12);
  if (p.OneIn(16)) t.address ^= 0x1000;
  t.access = p.Pick(kKinds);
  t.privileged = p.OneIn(2);
  t.instruction = p.OneIn(3);
  return t;
}

/// The same tables behind the three configurations.
class ThreeStreams {
 public:
  explicit ThreeStreams(const Drawn& d) : drawn_(d) {
    rig_.MapNested(d.ste, d.cd, d.stage1_page, d.stage2_page);
  }

  Outcome Nested(const Transaction& t) { return With(7, t); }

  /// Stage 1 alone, then its output through stage 2 alone.
  Outcome InSequence(const Transaction& t) {
    const Outcome first = With(5, t);
    if (first.verdict != Verdict::kComplete) return first;
    Transaction second = t;
    second.address = first.address;
    second.attributes = first.attributes;
    Outcome out = With(6, second);
    if (out.event) out.event->input_address = t.address;
    return out;
  }

 private:
  Outcome With(unsigned config, const Transaction& t) {
    Ste<Concrete> ste = drawn_.ste;
    Set<"Config">(ste, config);
    rig_.PutSte(testing::kSid, ste);
    return rig_.Run(t);
  }

  Drawn drawn_;
  testing::Rig rig_;
};

std::string WhyDifferent(const Outcome& nested, const Outcome& sequence) {
  if (nested.verdict != sequence.verdict) return "verdict";
  if (nested.address != sequence.address) return "address";
  if (!(nested.attributes == sequence.attributes)) return "attributes";
  return nested.event == sequence.event ? "" : "event";
}

TEST(CompositionTest, NestedIsStage1ThenStage2) {
  unsigned complete = 0;
  unsigned stage2_faults = 0;
  for (unsigned i = 0; i < kRigs && !HasFailure(); ++i) {
    Prng p(CaseSeed(kSeed, "Composition", i));
    ThreeStreams streams(Draw(p));
    for (unsigned n = 0; n < kAccesses; ++n) {
      const Transaction t = DrawAccess(p);
      const Outcome nested = streams.Nested(t);
      const Outcome sequence = streams.InSequence(t);
      EXPECT_EQ(WhyDifferent(nested, sequence), "")
          << i << "." << n << "\nnested   " << testing::Summary(nested) << "\nsequence "
          << testing::Summary(sequence);
      complete += nested.verdict == Verdict::kComplete;
      stage2_faults += nested.decision.by == DecidedBy::kStage2;
    }
  }
  std::cout << kRigs * kAccesses << " accesses: " << complete << " complete, " << stage2_faults
            << " end in stage 2\n";
  EXPECT_GT(complete, kRigs * kAccesses / 10);
  EXPECT_GT(stage2_faults, kRigs * kAccesses / 10);
}

TEST(CompositionTest, ASequenceThatSkipsStage2IsSeen) {
  unsigned differences = 0;
  for (unsigned i = 0; i < 100; ++i) {
    Prng p(CaseSeed(kSeed, "Skips", i));
    const Drawn d = Draw(p);
    const Transaction t = DrawAccess(p);
    testing::Rig rig;
    rig.MapStage1(d.stage1_page, d.cd);
    differences += !WhyDifferent(ThreeStreams(d).Nested(t), rig.Run(t)).empty();
  }
  EXPECT_GT(differences, 20u);
}

}  // namespace
}  // namespace quiesce
