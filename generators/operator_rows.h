// The two parts of the table, and the targets that both draw.
#pragma once

#include "generators/operators.h"

namespace quiesce {

std::span<const CorruptionOperator> ImageOperators();
/// So many of them, the first, are about registers: what all streams depend on.
inline constexpr std::size_t kRegisterOperators = 11;
std::span<const CorruptionOperator> DisturbanceOperators();

/// A CD by the index of its stream and of its substream.
struct CdTarget {
  std::uint32_t sid;
  std::uint32_t ssid;
};
std::optional<CdTarget> DrawCd(Prng& p, const Scenario& s);
/// Another one than `other`.
std::optional<CdTarget> DrawOtherCd(Prng& p, const Scenario& s, const CdTarget& other);

/// The index of a stream for which `wanted` holds.
template <class Wanted>
std::optional<std::size_t> DrawStreamIndex(Prng& p, const Scenario& s, Wanted wanted) {
  std::size_t count = 0;
  for (const Stream& stream : s.streams) count += wanted(stream);
  if (count == 0) return std::nullopt;
  std::size_t left = p.Below(count);
  for (std::size_t i = 0;; ++i) {
    if (wanted(s.streams[i]) && left-- == 0) return i;
  }
}

/// Addresses where no table should be: the next kernel, device registers, a hole, above the OAS.
std::uint64_t DrawWildAddress(Prng& p);

}  // namespace quiesce
