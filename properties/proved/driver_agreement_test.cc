// The two readings of all that the driver decides agree: its checks, its reading of tables, which
// IDs its scan finds, what it defers, which bits it takes for used and how it updates, and the tags
// and questions of the lemmas.
#include <gtest/gtest.h>

#include "model/driver/reset_values.h"
#include "model/driver/ste_agreement.h"
#include "model/driver/update_stages.h"
#include "model/lemmas/stream_questions.h"
#include "model/protocol/facts.h"
#include "properties/proved/newest_but.h"
#include "properties/proved/rule_draws.h"

namespace quiesce {
namespace {

template <class D>
using Words = std::vector<Bits<D, 64>>;

template <class D>
Bits<D, 64> Flag(const Bool<D>& b) {
  return Ite(b, Bits<D, 64>(1), Bits<D, 64>(0));
}
template <class D, std::size_t N>
void Append(const std::array<Bits<D, 64>, N>& more, Words<D>& words) {
  words.insert(words.end(), more.begin(), more.end());
}

template <class D>
void AppendChecks(const Variant& v, const RuleInputs<D>& in, Words<D>& words) {
  const DriverFeatures<D> f = ProbeFeatures(in.caps.idr0, in.caps.idr1);
  AdoptRegisters<D> r = TableRegisters(in);
  // Registers that are not drawn take words that are.
  r.cr0 = RegisterRecord<D, Reg::CR0>(Extract<31, 0>(in.cd.word(1)));
  r.gerror = RegisterRecord<D, Reg::GERROR>(Extract<31, 0>(in.cd.word(2)));
  r.gerrorn = RegisterRecord<D, Reg::GERRORN>(Extract<63, 32>(in.cd.word(2)));
  AllRules<D, AdoptRule> rules;
  GateRules(v, r, in.e2h, rules);
  StreamTableRules(v, f, r, rules);
  L1DescriptorRules(v, L1CheckTime::kAdopt, in.l1std, rules);
  L1DescriptorRules(v, L1CheckTime::kInsert, in.l1std, rules);
  ScanSteRules(v, f, in.ste, rules);
  ScanL1CdRules(v, in.l1cd, rules);
  ScanCdRules(v, f, in.cd, rules);
  EXPECT_LE(rules.entries().size(), 64u);
  words.push_back(Packed<D>(rules.entries()));
}

template <class D>
void AppendTables(const Variant& v, const RuleInputs<D>& in, Words<D>& words) {
  const DriverTable<D> t = MakeDriverTable(in.strtab_base, in.strtab_cfg);
  const ScannedCdPlace<D> cd = ScannedPlace(v, in.ste, in.l1cd, in.ssid);
  const StrtabConfig<D> smmu = in.strtab();
  for (const TableFetch<D>& fetch :
       {FetchLinearSte(smmu, in.sid, in.caps, in.e2h), FetchL1Std(smmu, in.sid, in.caps, in.e2h),
        FetchL2Ste(smmu, in.l1std, in.sid, in.caps, in.e2h)}) {
    words.push_back(Ite(fetch.made, fetch.address, Bits<D, 64>(1)));
  }
  Append<D>(
      std::array{t.MappedBytes(), DriverL1Address(t, in.sid), DriverLinearSteAddress(t, in.sid),
                 DriverL2SteAddress(DriverL2Base(in.l1std), in.sid),
                 Flag(DriverSidInRange(t, in.sid)), Flag(L1Empty(v, in.l1std)),
                 CdTableBytes(v, in.ste), ScannedLinearCds(v, in.ste), cd.l1cd,
                 Ite(cd.reads, cd.cd, Bits<D, 64>(1)), Zext<64>(ScannedAsid(v, in.cd)),
                 Flag(ScannedCdValid(v, in.cd)), Flag(Defers(v, in.ste))},
      words);
  ProtocolStream<D> decided;
  Decide(v, TableWords<D>{in.caps.idr0, in.caps.idr1, in.strtab_base, in.strtab_cfg},
         StreamWords<D>{in.l1std, in.ste}, decided);
  Append<D>(std::array{Flag(decided.l1_empty), Flag(decided.tosses), Flag(decided.defers)}, words);
}

template <class D>
void AppendReset(const Variant& v, const RuleInputs<D>& in, Words<D>& words) {
  const RegisterRecord<D, Reg::CR0> cr0(Extract<31, 0>(in.cd.word(1)));
  const Bits<D, 9> gerror = Extract<8, 0>(in.cd.word(2));
  words.push_back(Zext<64>(RetainedCr0Of(v, cr0).word(0)));
  words.push_back(Zext<64>(AcknowledgementOf(v, gerror, Extract<40, 32>(in.cd.word(2)))));
}

TEST(DriverAgreement, ChecksTablesAndReset) {
  const auto seen = ExpectAgreement(
      []<class D>(const RuleInputs<D>& in) {
        Words<D> readings;
        const auto add = [&](const Variant& v) {
          Words<D> words;
          AppendChecks(v, in, words);
          AppendReset(v, in, words);
          AppendTables(v, in, words);
          readings.push_back(Digest(words));
        };
        add(kNewestVariant);
        for (const Variant& v : kNamedVariants) add(v);
        return readings;
      },
      1);
  EXPECT_EQ(seen[0].size(), static_cast<std::size_t>(kDraws));
}

TEST(DriverAgreement, UsedBitsAndUpdates) {
  const auto seen = ExpectAgreement([]<class D>(const RuleInputs<D>& in) {
    Words<D> words;
    const Entry<D> ste = in.ste.words();
    const Entry<D> cd = in.cd.words();
    // The target of an update is the STE with some of the CD's words.
    Entry<D> target = ste;
    for (std::size_t i = 0; i < target.size(); ++i) {
      const Bool<D> other = (in.cd.word(7) & Bits<D, 64>(std::uint64_t{1} << i)) != 0;
      target[i] = Ite(other, cd[i], ste[i]);
    }
    Append<D>(ArchitectureUsedCd(in.cd), words);
    Append<D>(DriverUsedCd(in.cd), words);
    const Entry<D> used = ArchitectureUsedSte(in.ste);
    const Entry<D> theirs = DriverUsedSte(in.ste);
    Append<D>(used, words);
    Append<D>(theirs, words);
    const Entry<D> safe = DriverSafeSte(in.ste, SteFrom(target));
    for (const bool linux_own : {false, true}) {
      const UpdateStages<D> stages = StagesOf(
          ste, target, linux_own ? theirs : used,
          linux_own ? DriverUsedSte(SteFrom(target)) : ArchitectureUsedSte(SteFrom(target)),
          linux_own ? safe : Entry<D>{});
      for (const Entry<D>& e : stages.entries) Append<D>(e, words);
      words.push_back(Flag(stages.hitless));
    }
    return Words<D>{Digest(words)};
  });
  EXPECT_EQ(seen[0].size(), static_cast<std::size_t>(kDraws));
}

/// Each premise and each claim, with its tags.
TEST(DriverAgreement, QuestionsOfTheLemmas) {
  const auto seen = ExpectAgreement(
      []<class D>(const RuleInputs<D>& in) {
        Words<D> words;
        const StreamInputs<D> s{
            in, Extract<15, 0>(in.cd.word(3)), Extract<16, 16>(in.cd.word(3)) == 1,
            Extract<17, 17>(in.cd.word(3)) == 1, Extract<18, 18>(in.cd.word(3)) == 1};
        for (unsigned i = 0; i < kStreamLemmaCount; ++i) {
          const LemmaQuestion<D> q = QuestionOf(static_cast<StreamLemma>(i), kNewestVariant, s);
          Bits<D, 64> packed = Flag(q.claim);
          for (const NamedCondition<D>& p : q.premises) {
            packed = Shl(packed, Bits<D, 3>(1)) | Flag(p.condition);
          }
          words.push_back(packed);
        }
        const StreamTags<D> tags = Stage1Tags(in.ste, in.cd, in.caps, in.e2h);
        words.insert(words.begin(),
                     Concat(Concat(tags.vmid, tags.asid), Bits<D, 32>(0)) | Flag(tags.aset));
        return words;
      },
      1);
  EXPECT_EQ(seen[0].size(), static_cast<std::size_t>(kDraws));
}

}  // namespace
}  // namespace quiesce
