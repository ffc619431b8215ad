#include "properties/proved/counterexample.h"

#include "absl/strings/str_format.h"
#include "model/driver/variant_fields.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kMaxTableBytes = std::uint64_t{1} << 26;
constexpr std::uint64_t kLine = SparseMemory::kLineBytes;

/// One field of a symbolic record, as the model has it.
template <FieldName Name, const FormatSpec& F>
Record<Concrete, F> Copy(const z3::model& model, const Record<Symbolic, F>& from,
                         Record<Concrete, F> to) {
  const auto field = Get<Name>(from);
  return With<Name>(std::move(to), decltype(Get<Name>(to))(ValueIn(model, field)));
}

RegisterImage RegistersOf(const AdoptInputs& in, const z3::model& model) {
  RegisterImage r;
  r.Put<Reg::IDR0>(Copy<"ST_LEVEL">(model, in.idr0, r.Get<Reg::IDR0>()));
  r.Put<Reg::IDR1>(Copy<"SIDSIZE">(model, in.idr1, r.Get<Reg::IDR1>()));
  r.Put<Reg::IDR5>(Copy<"OAS">(model, in.idr5, r.Get<Reg::IDR5>()));
  r.Put<Reg::AIDR>(Copy<"ArchMajorRev">(model, in.aidr,
                                        Copy<"ArchMinorRev">(model, in.aidr, r.Get<Reg::AIDR>())));
  r.Put<Reg::CR0>(With<"SMMUEN">(r.Get<Reg::CR0>(), 1));
  r.Put<Reg::CR0ACK>(With<"SMMUEN">(r.Get<Reg::CR0ACK>(), 1));
  r.Put<Reg::STRTAB_BASE>(Copy<"ADDR">(model, in.base, r.Get<Reg::STRTAB_BASE>()));
  r.Put<Reg::STRTAB_BASE_CFG>(
      Copy<"FMT">(model, in.cfg,
                  Copy<"SPLIT">(model, in.cfg,
                                Copy<"LOG2SIZE">(model, in.cfg, r.Get<Reg::STRTAB_BASE_CFG>()))));
  return r;
}

L1Std<Concrete> L1StdOf(const AdoptInputs& in, const z3::model& model) {
  return Copy<"L2Ptr">(model, in.l1std, Copy<"Span">(model, in.l1std, L1Std<Concrete>()));
}

/// The choices in which a variant differs from the one that its name stands for.
std::vector<VariantChange> ChangesOf(const Variant& variant) {
  const Variant named = FindVariant(variant.name).value_or(kNewestVariant);
  std::vector<VariantChange> changes;
  for (const FieldDifference& d : Diff(named, variant)) {
    changes.push_back({std::string(d.field), std::string(d.b)});
  }
  return changes;
}

std::uint64_t LineOf(std::uint64_t pa) { return pa & ~(kLine - 1); }

/// Makes present what the SMMU reads for `sid`: its L1 descriptor, then the STE behind it.
void MapSmmuSide(std::uint32_t sid, Case& c) {
  for (bool found = false; !found;) {
    Image image = ImageOf(c);
    image.memory.set_unmapped(BusStatus::kNotCaptured);
    FixedChoices choices = ChoicesOf(c);
    const SteLocation ste = FindSte(image, sid, choices);
    const std::optional<std::uint64_t> next = ste.address ? ste.address : ste.not_captured;
    found = !ste.not_captured;
    if (next) c.memory.push_back(ZerosAt(LineOf(*next), kLine));
  }
}

void MapTwoLevel(const DriverTable<Concrete>& table, const L1Std<Concrete>& l1std,
                 std::uint32_t sid, Case& c) {
  const std::uint64_t bytes = table.MappedBytes().raw();
  c.memory.push_back(ZerosAt(table.base.raw(), (bytes + kLine - 1) / kLine * kLine));
  c.memory.push_back(StructureAt(DriverL1Address(table, Bits<Concrete, 32>(sid)).raw(), l1std));
  if (!L1Empty(VariantOf(c), l1std)) {
    c.memory.push_back(ZerosAt(DriverL2Base(l1std).raw(), kDriverL2Bytes));
  }
}

}  // namespace

absl::StatusOr<Case> CaseFromModel(AdoptLemma lemma, const Variant& variant,
                                   const AdoptInputs& inputs, const z3::model& model) {
  Case c;
  c.title = absl::StrFormat("%s breaks %s", variant.name, SpecOf(lemma).id);
  c.notes = {"Broken: " + std::string(SpecOf(lemma).statement) + "."};
  c.variant = variant.name;
  c.changes = ChangesOf(variant);
  c.expect = {std::string(kSteAgreementId), 1, AdoptKind::kAdopted, std::nullopt};
  c.registers = RegistersOf(inputs, model);
  if (ValueIn(model, inputs.truncates)) c.choices = {{ChoicePoint::kSteAddressAboveOas, 1}};
  const auto sid = static_cast<std::uint32_t>(ValueIn(model, inputs.sid));
  c.steps = {{CaseStep::Kind::kInsert, sid}};

  const DriverTable<Concrete> table =
      MakeDriverTable(c.registers.Get<Reg::STRTAB_BASE>(), c.registers.Get<Reg::STRTAB_BASE_CFG>());
  if (table.MappedBytes().raw() > kMaxTableBytes) {
    return absl::OutOfRangeError(absl::StrFormat("a table of 0x%x bytes is too large for a case",
                                                 table.MappedBytes().raw()));
  }
  if (table.two_level) {
    MapTwoLevel(table, L1StdOf(inputs, model), sid, c);
  } else {
    c.memory.push_back(ZerosAt(table.base.raw(), table.MappedBytes().raw()));
  }
  MapSmmuSide(sid, c);
  return c;
}

}  // namespace quiesce
