// Which CD a transaction uses, if any. IHI 0070 G.b 3.3.2, 5.2 (S1DSS, S1CDMax), 7.3.7, 7.3.9.
#pragma once

#include <cstdint>
#include <optional>

#include "model/smmu/context.h"
#include "model/smmu/fault.h"
#include "spec/cd_table.h"
#include "spec/ste_view.h"

namespace quiesce {

/// The index of the CD, or nothing if stage 1 is bypassed.
using CdSelection = std::optional<std::uint32_t>;

inline Fault BadSubstream() {
  return ConfigurationError(EventType::C_BAD_SUBSTREAMID, DecidedBy::kSubstream);
}
inline Fault StreamDisabled() {
  return ConfigurationError(EventType::F_STREAM_DISABLED, DecidedBy::kSubstream);
}

/// STE.S1DSS of a stream with substreams; 0b11 behaves as kTerminate.
enum class S1Dss : std::uint8_t { kTerminate, kBypass, kUseCd0 };

inline S1Dss S1DssOf(const Ste<Concrete>& ste) {
  const std::uint64_t dss = Get<"S1DSS">(ste).raw();
  return dss == 3 ? S1Dss::kTerminate : static_cast<S1Dss>(dss);
}

/// Without a SubstreamID. S1DSS is ignored where there is only one CD.
template <class Obs>
OrStop<CdSelection> SelectWithoutSubstream(const Ste<Concrete>& ste, bool single_cd, Obs& obs) {
  if (Decides<"SSID-SINGLE-CD">(obs, single_cd)) return CdSelection(0);
  const S1Dss dss = S1DssOf(ste);
  if (Decides<"SSID-S1DSS-BYPASS">(obs, dss == S1Dss::kBypass)) return CdSelection();
  if (Decides<"SSID-S1DSS-CD0">(obs, dss == S1Dss::kUseCd0)) return CdSelection(0);
  return StreamDisabled();
}

/// Of a legal STE with stage 1.
template <class Obs>
const CdTable<Concrete>& SelectCdTable(const Context<Obs>& ctx, const Ste<Concrete>& ste,
                                       CdTable<Concrete>& own) {
  if (ctx.known_ste != nullptr) return ctx.known_ste->cd_table;
  return own = DecodeCdTable(ste, ctx.smmu.caps);
}

/// For a legal STE that does not abort, with its CD table. `ssv` and `ssid` are the transaction's.
template <class Obs = const NoObserver>
OrStop<CdSelection> SelectCd(const Ste<Concrete>& ste, const CdTable<Concrete>& table, bool ssv,
                             std::uint32_t ssid, Obs& obs = kNoObserver) {
  if (!Decides<"STE-STAGE1">(obs, Stage1Translates(ste).raw())) {
    if (Decides<"SSID-WITHOUT-STAGE1">(obs, ssv)) return BadSubstream();
    return CdSelection();
  }
  const bool single_cd = (table.index_bits == 0).raw();
  if (!Decides<"SSID-SUPPLIED">(obs, ssv)) return SelectWithoutSubstream(ste, single_cd, obs);
  if (!Decides<"SSID-RANGE">(obs, SsidInRange(table, Bits<Concrete, 20>(ssid)).raw())) {
    return BadSubstream();
  }
  const bool is_cd0 = ssid == 0 && S1DssOf(ste) == S1Dss::kUseCd0;
  if (Decides<"SSID-0-RESERVED">(obs, is_cd0)) return StreamDisabled();
  return CdSelection(ssid);
}

}  // namespace quiesce
