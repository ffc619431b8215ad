// What acceptance is worth: for all values of the registers, of one L1 descriptor and of the
// StreamID, whether the tables of an accepted image are the ones that the SMMU uses.
//
// Driver side: model/driver/adopt_checks.h and driver_table.h. Hardware side: spec/stream_table.h
// through model/driver/ste_agreement.h. Both are the templates that run concretely.
//
// Bounds: one access at a time, no caches, memory that does not change in between, no offset
// between DMA and physical addresses; the overlap test of v3 to v5 is left out. The hardware side
// is SMMUv3.0 to v3.2, any IDR value; above the OAS it truncates or faults, either (CU-16).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/driver/adopt_checks.h"
#include "model/driver/ste_agreement.h"
#include "properties/proved/solver.h"

namespace quiesce {

enum class AdoptLemma : std::uint8_t {
  kSidRange,  ///< a StreamID that the driver takes is in range for the SMMU
  kLinear,    ///< linear table: same STE
  kL1,        ///< 2-level table: same L1 descriptor
  kL2,        ///< 2-level table, used descriptor: same STE
  kEmptyL1,   ///< a descriptor that the driver replaces leads the SMMU nowhere
};
inline constexpr std::size_t kAdoptLemmaCount = 5;

struct LemmaSpec {
  std::string_view id;
  std::string_view statement;
};
inline constexpr std::array<LemmaSpec, kAdoptLemmaCount> kAdoptLemmas = {{
    {"ADOPT-SID-RANGE", "a StreamID that the driver takes is in range for the SMMU"},
    {"ADOPT-LINEAR-STE",
     "linear: the driver's STE is the one the SMMU fetches, inside its mapping"},
    {"ADOPT-L1STD", "2-level: the driver's L1 descriptor is the SMMU's, inside its mapping"},
    {"ADOPT-L2-STE", "2-level: the driver's STE is the one the SMMU fetches, inside its mapping"},
    {"ADOPT-L1STD-EMPTY", "a descriptor that the driver replaces leads the SMMU to no STE"},
}};
constexpr const LemmaSpec& SpecOf(AdoptLemma l) {
  return kAdoptLemmas[static_cast<std::size_t>(l)];
}

/// All that a lemma quantifies over.
struct AdoptInputs {
  explicit AdoptInputs(z3::context& ctx);

  RegisterRecord<Symbolic, Reg::IDR0> idr0;
  RegisterRecord<Symbolic, Reg::IDR1> idr1;
  RegisterRecord<Symbolic, Reg::IDR5> idr5;
  RegisterRecord<Symbolic, Reg::AIDR> aidr;
  RegisterRecord<Symbolic, Reg::STRTAB_BASE> base;
  RegisterRecord<Symbolic, Reg::STRTAB_BASE_CFG> cfg;
  L1Std<Symbolic> l1std;  ///< at the driver's address; at the SMMU's too where they agree
  Bits<Symbolic, 32> sid;
  Bool<Symbolic> truncates;  ///< CU-16
};

/// A lemma about one variant, ready for the solver.
struct AdoptQuery {
  /// "check ..." for each acceptance rule that does not fire, then the assumptions, "assume ...".
  std::vector<Premise> premises;
  Bool<Symbolic> claim;
};

AdoptQuery BuildQuery(AdoptLemma lemma, const Variant& variant, const AdoptInputs& inputs);

/// Makes a counterexample small and ordinary, most wanted first.
std::vector<Bool<Symbolic>> ReadableWishes(const AdoptInputs& inputs);

}  // namespace quiesce
