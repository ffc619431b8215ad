#include "reports/case/case.h"

#include "model/driver/variant_fields.h"

namespace quiesce {
namespace {

/// Of those that are as near, the newest.
const Variant& NearestNamed(const Variant& variant) {
  const Variant* nearest = &kVariants.back();
  std::size_t least = Diff(*nearest, variant).size();
  for (auto v = kVariants.rbegin(); v != kVariants.rend(); ++v) {
    const std::size_t differences = Diff(*v, variant).size();
    if (differences >= least) continue;
    nearest = &*v;
    least = differences;
  }
  return *nearest;
}

}  // namespace

void NameVariant(const Variant& variant, Case& c) {
  const auto named = FindVariant(variant.name);
  const Variant& from = named == variant ? *named : NearestNamed(variant);
  c.variant = from.name;
  c.changes.clear();
  for (const FieldDifference& d : Diff(from, variant)) {
    c.changes.push_back({std::string(d.field), std::string(d.b)});
  }
}

Image ImageOf(const Case& c) {
  Image image{c.registers, SparseMemory(c.unmapped)};
  for (const MemoryItem& item : c.memory) {
    image.memory.Map(item.address, item.zero_bytes);
    std::uint64_t address = item.address;
    for (std::uint64_t n = 0; n < item.count; ++n) {
      for (const std::uint64_t word : item.words) {
        image.memory.Write64(address, word);
        address += 8;
      }
    }
  }
  return image;
}

Variant VariantOf(const Case& c) {
  Variant v = FindVariant(c.variant).value_or(kNewestVariant);
  for (const VariantChange& change : c.changes) {
    if (const VariantField* field = FindVariantField(change.field)) {
      SetByName(*field, change.value, v);
    }
  }
  return v;
}

HandOver HandOverOf(const Case& c) {
  HandOver h = c.hand_over->plan;
  h.crashed = ImageOf(c);
  h.config.variant = VariantOf(c);
  h.config.platform = c.platform;
  return h;
}

FixedChoices ChoicesOf(const Case& c) {
  FixedChoices choices;
  for (const CaseChoice& choice : c.choices) choices.Set(choice.point, choice.alternative);
  return choices;
}

}  // namespace quiesce
