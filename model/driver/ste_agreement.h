// QZ-09: the STE that the driver reads or edits for a StreamID is the one that the SMMU fetches for
// it, and adoption moves no STE that the SMMU could fetch before.
//
// Both sides are over the word domain: the hardware's from spec/stream_table.h, the driver's from
// model/driver/driver_table.h. The proofs use them as they stand; FindSte asks the SMMU
// model about one image.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/driver/adopt.h"
#include "model/image/image.h"
#include "spec/choices.h"
#include "spec/stream_table.h"

namespace quiesce {

inline constexpr std::string_view kSteAgreementId = "QZ-09";

/// One access of the SMMU to a stream table.
template <class D>
struct TableFetch {
  Bool<D> made;
  Bits<D, 64> address;  ///< meaningful if made
};

/// An address above the OAS is truncated to it, or not accessed (F_STE_FETCH): CU-16. IHI 0070 G.b
/// 3.4.3.
template <class D>
TableFetch<D> FetchWithinOas(const Bool<D>& reached, const Bits<D, 64>& address,
                             const Caps<D>& caps, const Bool<D>& truncates) {
  return {reached && (truncates || FitsIn(address, caps.oas)), address & LowMask<64>(caps.oas)};
}

template <class D>
TableFetch<D> FetchLinearSte(const StrtabConfig<D>& t, const Bits<D, 32>& sid, const Caps<D>& caps,
                             const Bool<D>& truncates) {
  return FetchWithinOas(SidInRange(t, sid), LinearSteAddress(t, sid), caps, truncates);
}

template <class D>
TableFetch<D> FetchL1Std(const StrtabConfig<D>& t, const Bits<D, 32>& sid, const Caps<D>& caps,
                         const Bool<D>& truncates) {
  return FetchWithinOas(SidInRange(t, sid), L1StdAddress(t, sid), caps, truncates);
}

/// After the fetch of `l1std`.
template <class D>
TableFetch<D> FetchL2Ste(const StrtabConfig<D>& t, const L1Std<D>& l1std, const Bits<D, 32>& sid,
                         const Caps<D>& caps, const Bool<D>& truncates) {
  return FetchWithinOas(L1StdUsable(t, l1std, sid), L2SteAddress(t, l1std, sid, caps), caps,
                        truncates);
}

/// The SMMU makes this access, and at the driver's address.
template <class D>
Bool<D> Agrees(const TableFetch<D>& fetch, const Bits<D, 64>& driver) {
  return fetch.made && fetch.address == driver;
}

/// Where the SMMU of model/smmu finds the STE of a StreamID in an image, without caches.
struct SteLocation {
  std::optional<std::uint64_t> address;       ///< nothing: no STE is fetched
  std::optional<std::uint64_t> not_captured;  ///< nothing is known: the image lacks this word
  std::string_view why;                       ///< of no address: the event's name
  friend bool operator==(const SteLocation&, const SteLocation&) = default;
};
SteLocation FindSte(const Image& image, std::uint32_t sid, Choices& choices);

/// "0x50000080", or why there is none.
std::string Describe(const SteLocation& location);

/// QZ-09 for one StreamID whose STE the driver holds at `driver`.
struct SteAgreement {
  std::uint64_t driver;
  SteLocation before;  ///< in the image that the crash left
  SteLocation now;

  /// False: the image does not say.
  bool decided() const { return !before.not_captured && !now.not_captured; }
  bool holds() const {
    return now.address == driver && (!before.address || *before.address == driver);
  }
};
SteAgreement CompareSte(const Image& crashed, const Image& now, std::uint32_t sid,
                        std::uint64_t driver, Choices& choices);

}  // namespace quiesce
