// What hardly ever happens: keeps the common path of a translation straight.
#pragma once

namespace quiesce {

constexpr bool Unlikely(bool condition) {
  return __builtin_expect_with_probability(condition, false, 0.9995);
}
constexpr bool Likely(bool condition) { return !Unlikely(!condition); }

}  // namespace quiesce
