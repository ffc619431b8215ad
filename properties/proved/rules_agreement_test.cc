// The two readings of the legality rules and of the table addresses agree: each draw is computed in
// machine words, and as Z3 terms of constants that a model binds to the draw.

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "properties/proved/rule_draws.h"

namespace quiesce {
namespace {

template <class D>
std::vector<Bits<D, 64>> TableOutputs(const RuleInputs<D>& in) {
  const StrtabConfig<D> t = in.strtab();
  const CdTable<D> cds = DecodeCdTable(in.ste, in.caps);
  AllRules<D, StreamTableRule> rules;
  StreamIdRules(t, in.sid, rules);
  L1StdRules(t, in.l1std, in.sid, rules);
  return {Packed<D>(rules.entries()),
          t.base,
          Ite(t.two_level, L1StdAddress(t, in.sid), LinearSteAddress(t, in.sid)),
          L2SteAddress(t, in.l1std, in.sid, in.caps),
          L2Bounds(t, in.l1std, in.caps).end,
          Ite(t.two_level, L1Bounds(t).end, LinearBounds(t).end),
          cds.base,
          Ite(cds.two_level, L1CdAddress(cds, in.ssid), LinearCdAddress(cds, in.ssid)),
          LeafCdAddress(cds, in.l1cd, in.ssid, in.caps)};
}

template <class D>
std::vector<Bits<D, 64>> ViewOutputs(const RuleInputs<D>& in) {
  const StreamWorld<D> world = in.world();
  const CdHalf<D> lower = LowerHalf(in.cd, world, in.caps);
  const Bool<D> aa64 = Is<"AA64">(in.cd);
  const auto sizes =
      Concat(Concat(EffectiveS2Ps(in.ste, in.caps), EffectiveIps(in.cd, in.caps)),
             Concat(EffectiveS2InputBits(in.ste, in.caps), S2BitsBelowStart(in.ste)));
  const auto codes =
      Concat(EffectiveTxsz(lower, aa64, in.caps), EffectiveEats(in.ste, in.caps, world.IsNsEl1()));
  const Bool<D> flags = VmidIsUsed(in.ste, in.caps) != CdLeafOutOfRange(in.ste, in.l1cd, in.caps);
  return {Zext<64>(sizes), Zext<64>(codes), Ite(flags, Bits<D, 64>(1), Bits<D, 64>(0))};
}

/// How often each bit was set, and how often none was.
struct Coverage {
  std::array<int, 64> set{};
  int none = 0;
};

Coverage CoverageOf(const std::vector<std::uint64_t>& words) {
  Coverage c;
  for (const std::uint64_t w : words) {
    if (w == 0) ++c.none;
    for (unsigned i = 0; i < 64; ++i) c.set[i] += static_cast<int>((w >> i) & 1);
  }
  return c;
}

TEST(RulesAgreementTest, SteRules) {
  const auto seen = ExpectAgreement([]<class D>(const RuleInputs<D>& in) {
    return std::vector<Bits<D, 64>>{Packed<D>(ConditionsOfSte(in))};
  });
  const Coverage c = CoverageOf(seen[0]);
  EXPECT_GT(c.none, kDraws / 20);
  for (std::size_t i = 0; i < kSteRuleCount; ++i) EXPECT_GT(c.set[i], 0) << kSteRules[i].id;
}

TEST(RulesAgreementTest, CdRules) {
  const auto seen = ExpectAgreement([]<class D>(const RuleInputs<D>& in) {
    return std::vector<Bits<D, 64>>{Packed<D>(ConditionsOfCd(in))};
  });
  const Coverage c = CoverageOf(seen[0]);
  EXPECT_GT(c.none, kDraws / 20);
  for (std::size_t i = 0; i < kCdRuleCount; ++i) EXPECT_GT(c.set[i], 0) << kCdRules[i].id;
}

TEST(RulesAgreementTest, TableAddresses) {
  const auto seen =
      ExpectAgreement([]<class D>(const RuleInputs<D>& in) { return TableOutputs(in); });
  const Coverage c = CoverageOf(seen[0]);
  EXPECT_GT(c.none, 0);
  for (std::size_t i = 0; i < kStreamTableRuleCount; ++i) {
    EXPECT_GT(c.set[i], 0) << kStreamTableRules[i].id;
  }
}

TEST(RulesAgreementTest, EffectiveFields) {
  ExpectAgreement([]<class D>(const RuleInputs<D>& in) { return ViewOutputs(in); });
}

}  // namespace
}  // namespace quiesce
