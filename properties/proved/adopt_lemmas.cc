#include "properties/proved/adopt_lemmas.h"

#include <string>

namespace quiesce {
namespace {

using S = Symbolic;
using B64 = Bits<S, 64>;

/// [at, at + size) lies in [first, first + bytes), without wrapping.
Bool<S> Inside(const B64& at, std::uint64_t size, const B64& first, const B64& bytes) {
  return at >= first && B64(size) <= bytes && at - first <= bytes - B64(size);
}

/// The two sides of one query.
struct Sides {
  DriverFeatures<S> features;
  AdoptRegisters<S> registers;
  DriverTable<S> driver;
  Caps<S> caps;
  StrtabConfig<S> smmu;
};

Sides MakeSides(const AdoptInputs& in) {
  Caps<S> caps = MakeCaps<S>(in.idr0, in.idr1, {}, in.idr5, in.aidr);
  const StrtabConfig<S> smmu = DecodeStrtab<S>(in.base, in.cfg, caps);
  return {ProbeFeatures<S>(in.idr0, in.idr1),
          {{}, {}, {}, in.base, in.cfg},
          MakeDriverTable<S>(in.base, in.cfg),
          std::move(caps),
          smmu};
}

void AddAcceptance(const AllRules<S, AdoptRule>& rules, std::vector<Premise>& premises) {
  for (const auto& [rule, broken] : rules.entries()) {
    premises.push_back({"check " + std::string(SpecOf(rule).id), !broken});
  }
}

void Assume(std::vector<Premise>& premises, const char* name, const Bool<S>& condition) {
  premises.push_back({std::string("assume ") + name, condition});
}

void AssumeFits(std::vector<Premise>& premises, const B64& address, const Caps<S>& caps) {
  Assume(premises, "the driver's address is below 2^OAS", FitsIn(address, caps.oas));
}

/// Adds what the lemma supposes beyond acceptance, and returns its claim.
Bool<S> Claim(AdoptLemma lemma, const Variant& variant, const AdoptInputs& in, const Sides& s,
              std::vector<Premise>& premises) {
  const auto suppose = [&](const char* what, const Bool<S>& c) {
    premises.push_back({std::string("given ") + what, c});
  };
  suppose("the driver takes the StreamID", DriverSidInRange(s.driver, in.sid));
  if (lemma == AdoptLemma::kSidRange) return SidInRange(s.smmu, in.sid);

  if (lemma == AdoptLemma::kLinear) {
    const B64 ste = DriverLinearSteAddress(s.driver, in.sid);
    suppose("FMT is not 2-level", !s.driver.two_level);
    AssumeFits(premises, ste, s.caps);
    return !s.smmu.two_level && Agrees(FetchLinearSte(s.smmu, in.sid, s.caps, in.truncates), ste) &&
           Inside(ste, 64, s.driver.base, s.driver.MappedBytes());
  }

  suppose("FMT is 2-level", s.driver.two_level);
  if (lemma == AdoptLemma::kL1) {
    const B64 l1 = DriverL1Address(s.driver, in.sid);
    AssumeFits(premises, l1, s.caps);
    return s.smmu.two_level && Agrees(FetchL1Std(s.smmu, in.sid, s.caps, in.truncates), l1) &&
           Inside(l1, 8, s.driver.base, s.driver.MappedBytes());
  }

  const TableFetch<S> fetch = FetchL2Ste(s.smmu, in.l1std, in.sid, s.caps, in.truncates);
  const Bool<S> empty = L1Empty(variant, in.l1std);
  if (lemma == AdoptLemma::kEmptyL1) {
    suppose("the driver sees no L2 table", empty);
    return !fetch.made;
  }
  const B64 l2 = DriverL2Base(in.l1std);
  const B64 ste = DriverL2SteAddress(l2, in.sid);
  suppose("the driver sees an L2 table", !empty);
  AssumeFits(premises, ste, s.caps);
  return s.smmu.two_level && Agrees(fetch, ste) && Inside(ste, 64, l2, B64(kDriverL2Bytes));
}

template <Reg R>
RegisterRecord<S, R> RegisterVar(z3::context& ctx) {
  constexpr const RegisterSpec& spec = SpecOf(R);
  return RegisterRecord<S, R>(Var<spec.format->bits>(ctx, std::string(spec.name()).c_str()));
}

}  // namespace

AdoptInputs::AdoptInputs(z3::context& ctx)
    : idr0(RegisterVar<Reg::IDR0>(ctx)),
      idr1(RegisterVar<Reg::IDR1>(ctx)),
      idr5(RegisterVar<Reg::IDR5>(ctx)),
      aidr(RegisterVar<Reg::AIDR>(ctx)),
      base(RegisterVar<Reg::STRTAB_BASE>(ctx)),
      cfg(RegisterVar<Reg::STRTAB_BASE_CFG>(ctx)),
      l1std(Var<64>(ctx, "L1STD")),
      sid(Var<32>(ctx, "StreamID")),
      truncates(BoolVar(ctx, "truncates_above_oas")) {}

AdoptQuery BuildQuery(AdoptLemma lemma, const Variant& variant, const AdoptInputs& inputs) {
  const Sides sides = MakeSides(inputs);
  AllRules<S, AdoptRule> rules;
  StreamTableRules(variant, sides.features, sides.registers, rules);
  if (lemma == AdoptLemma::kL2 || lemma == AdoptLemma::kEmptyL1) {
    L1DescriptorRules(variant, L1CheckTime::kAdopt, inputs.l1std, rules);
  }
  AdoptQuery query;
  query.claim = Claim(lemma, variant, inputs, sides, query.premises);
  AddAcceptance(rules, query.premises);
  Assume(query.premises, "IDR1.SIDSIZE <= 32", Get<"SIDSIZE">(inputs.idr1) <= 32);
  return query;
}

std::vector<Bool<Symbolic>> ReadableWishes(const AdoptInputs& in) {
  const B64 base = Addr<"ADDR">(in.base);
  const B64 l2 = Addr<"L2Ptr">(in.l1std);
  const auto log2size = Get<"LOG2SIZE">(in.cfg);
  return {Get<"SIDSIZE">(in.idr1) == 16,
          Get<"OAS">(in.idr5) == 5,
          Get<"ArchMajorRev">(in.aidr) == 0 && Get<"ArchMinorRev">(in.aidr) == 2,
          Get<"ST_LEVEL">(in.idr0) == 1,
          log2size <= 18,
          log2size <= 12,
          Get<"SPLIT">(in.cfg) == 8,
          !in.truncates,
          (base & B64(~MaxValue(13))) == 0x4000'0000,
          (l2 & B64(~MaxValue(15))) == 0x5000'0000,
          Get<"Span">(in.l1std) == 9,
          (in.sid & Bits<S, 32>(0xFF)) == 0x10,
          in.sid <= 0xFFF,
          in.sid == 0x110};
}

}  // namespace quiesce
