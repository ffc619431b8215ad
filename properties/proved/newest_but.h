// A driver with one change: what a broken twin asks about.
#pragma once

#include <string_view>

#include "model/driver/variant.h"

namespace quiesce {

/// `change` takes a Variant&. `name` must outlive the variant.
template <class Change>
Variant VariantBut(const Variant& driver, std::string_view name, Change&& change) {
  Variant v = driver;
  v.name = name;
  change(v);
  return v;
}
template <class Change>
Variant NewestBut(std::string_view name, Change&& change) {
  return VariantBut(kNewestVariant, name, change);
}
template <class Change>
Variant RepairedBut(std::string_view name, Change&& change) {
  return VariantBut(variants::kRepaired, name, change);
}

}  // namespace quiesce
