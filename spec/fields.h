// Lists of fields that are put together from shared parts, at compile time:
//
//   inline constexpr auto kFields = kCommon + FieldList({BitField("Leaf", 64)});
#pragma once

#include <array>
#include <cstddef>

#include "spec/format.h"

namespace quiesce {

template <std::size_t N>
consteval std::array<FieldSpec, N> FieldList(const FieldSpec (&fields)[N]) {
  std::array<FieldSpec, N> list{};
  for (std::size_t i = 0; i < N; ++i) list[i] = fields[i];
  return list;
}

/// The fields of a, then those of b. Order is the order of display.
template <std::size_t A, std::size_t B>
consteval std::array<FieldSpec, A + B> operator+(const std::array<FieldSpec, A>& a,
                                                 const std::array<FieldSpec, B>& b) {
  std::array<FieldSpec, A + B> all{};
  for (std::size_t i = 0; i < A; ++i) all[i] = a[i];
  for (std::size_t i = 0; i < B; ++i) all[A + i] = b[i];
  return all;
}

}  // namespace quiesce
