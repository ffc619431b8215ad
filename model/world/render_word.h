// Numbers as words of the structures that are rendered.
#pragma once

#include <cstdint>

#include "spec/word/concrete.h"

namespace quiesce {

/// The low W bits of `value`.
template <unsigned W>
Bits<Concrete, W> Word(std::uint64_t value) {
  return Bits<Concrete, W>(value);
}

}  // namespace quiesce
