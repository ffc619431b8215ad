#include "reports/case/case.h"

#include "model/driver/variant_fields.h"

namespace quiesce {

Image ImageOf(const Case& c) {
  Image image{c.registers, SparseMemory(c.unmapped)};
  for (const MemoryItem& item : c.memory) {
    image.memory.Map(item.address, item.zero_bytes);
    for (std::size_t i = 0; i < item.words.size(); ++i) {
      image.memory.Write64(item.address + i * 8, item.words[i]);
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

FixedChoices ChoicesOf(const Case& c) {
  FixedChoices choices;
  for (const CaseChoice& choice : c.choices) choices.Set(choice.point, choice.alternative);
  return choices;
}

}  // namespace quiesce
