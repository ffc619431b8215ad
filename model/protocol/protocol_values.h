// The fields of a concrete protocol state as plain numbers, to compare states quickly.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "model/protocol/protocol.h"

namespace quiesce {

inline constexpr std::size_t kMostProtocolFields = 64;
/// In the order of VisitProtocol(); 0 beyond the last.
using ProtocolValues = std::array<std::uint16_t, kMostProtocolFields>;

inline std::uint64_t RawValue(Bool<Concrete> b) { return b.raw(); }
template <unsigned W>
std::uint64_t RawValue(Bits<Concrete, W> b) {
  return b.raw();
}

inline ProtocolValues ValuesOf(const Protocol<Concrete>& p) {
  ProtocolValues values{};
  std::size_t n = 0;
  VisitProtocol(p, [&](std::string_view, const auto& value, bool) {
    values[n++] = static_cast<std::uint16_t>(RawValue(value));
  });
  return values;
}

/// All ones for each field that is observable.
inline ProtocolValues ObservableMask() {
  ProtocolValues mask{};
  std::size_t n = 0;
  const Protocol<Concrete> any;
  VisitProtocol(any, [&](std::string_view, const auto&, bool seen) {
    mask[n++] = static_cast<std::uint16_t>(seen ? ~0u : 0u);
  });
  return mask;
}

/// Each observable field of `v` is that of `a` or that of `b`.
inline bool Between(const ProtocolValues& a, const ProtocolValues& v, const ProtocolValues& b) {
  static const ProtocolValues kMask = ObservableMask();
  unsigned strays = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    strays |= kMask[i] & static_cast<unsigned>((v[i] != a[i]) & (v[i] != b[i]));
  }
  return strays == 0;
}
inline bool ObservablyEqual(const ProtocolValues& a, const ProtocolValues& b) {
  return Between(a, b, a);
}
inline bool ObservablyEqual(const Protocol<Concrete>& a, const Protocol<Concrete>& b) {
  return ObservablyEqual(ValuesOf(a), ValuesOf(b));
}

/// The observable fields in which the two differ, with both values; empty if in none.
std::string ObservableDifference(const Protocol<Concrete>& expected,
                                 const Protocol<Concrete>& actual);

}  // namespace quiesce
