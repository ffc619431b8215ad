// The fields of Variant as text: the one table from which lists, differences and the changes in a
// `.case` come.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/driver/variant.h"

namespace quiesce {

/// One choice by its member's own name. Its values are named in the order of its type: "no" and
/// "yes", or one word for each enumerator.
struct VariantField {
  std::string_view name;
  std::span<const std::string_view> values;
  unsigned (*get)(const Variant&);  ///< an index into `values`
  void (*set)(Variant&, unsigned);  ///< likewise

  std::string_view ValueIn(const Variant& v) const { return values[get(v)]; }
};

/// Every field but `name` and `summary`, in the order of the struct.
std::span<const VariantField> VariantFields();

/// By exact name, or nullptr.
const VariantField* FindVariantField(std::string_view name);

/// False, and nothing changed, if the field has no such value.
bool SetByName(const VariantField& field, std::string_view value, Variant& variant);

/// A field in which two variants differ, with the value in each.
struct FieldDifference {
  std::string_view field;
  std::string_view a;
  std::string_view b;
};

/// In the order of the struct; empty if both decide alike.
std::vector<FieldDifference> Diff(const Variant& a, const Variant& b);

}  // namespace quiesce
