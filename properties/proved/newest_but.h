// The newest driver with one change: what a broken twin asks about.
#pragma once

#include <string_view>

#include "model/driver/variant.h"

namespace quiesce {

/// `change` takes a Variant&. `name` must outlive the variant.
template <class Change>
Variant NewestBut(std::string_view name, Change&& change) {
  Variant v = kNewestVariant;
  v.name = name;
  change(v);
  return v;
}

}  // namespace quiesce
