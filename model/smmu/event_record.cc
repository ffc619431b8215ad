#include "model/smmu/event_record.h"

namespace quiesce {
namespace {

/// Sets a field if the record has it.
template <FieldName Name, class R>
void Put(R& record, std::uint64_t value) {
  if constexpr (FindField(R::kFormat, Name.view()) != nullptr) {
    record = With<Name>(record, Bits<Concrete, kFieldWidth<R, Name>>(value));
  }
}

template <FieldName Name, class R>
void PutAddress(R& record, std::uint64_t address) {
  if constexpr (FindField(R::kFormat, Name.view()) != nullptr) {
    record = WithAddr<Name>(record, Bits<Concrete, 64>(address));
  }
}

template <class R>
void PutRequest(R& record, const Event& e) {
  Put<"Span">(record, 1);
  Put<"Priv">(record, e.pnu);
  Put<"X">(record, e.ind);
  Put<"W">(record, !e.rnw);
  Put<"R">(record, 1);
}

template <EventType T>
std::array<std::uint64_t, 4> PackAs(const Event& e, std::uint16_t stag) {
  EventRecord<Concrete, T> r = NewEvent<Concrete, T>();
  Put<"StreamID">(r, e.stream_id);
  Put<"SSV">(r, e.ssv);
  Put<"SubstreamID">(r, e.substream_id);
  Put<"Stall">(r, e.stall);
  Put<"STAG">(r, e.stall ? stag : 0);
  Put<"PnU">(r, e.pnu);
  Put<"InD">(r, e.ind);
  Put<"RnW">(r, e.rnw);
  Put<"S2">(r, e.s2);
  Put<"CLASS">(r, static_cast<std::uint64_t>(e.event_class));
  Put<"TTRnW">(r, e.ttrnw);
  PutAddress<"InputAddr">(r, e.input_address);
  PutAddress<"IPA">(r, e.ipa);
  PutAddress<"FetchAddr">(r, e.fetch_address);
  if constexpr (T == EventType::F_BAD_ATS_TREQ) PutRequest(r, e);
  return RawWords(r);
}

/// The events that a translation has.
template <EventType... T>
std::array<std::uint64_t, 4> PackOneOf(const Event& e, std::uint16_t stag) {
  std::array<std::uint64_t, 4> words{};
  (void)((e.type == T && (words = PackAs<T>(e, stag), true)) || ...);
  return words;
}

}  // namespace

std::array<std::uint64_t, 4> PackEvent(const Event& event, std::uint16_t stag) {
  using E = EventType;
  return PackOneOf<E::F_UUT, E::C_BAD_STREAMID, E::F_STE_FETCH, E::C_BAD_STE, E::F_BAD_ATS_TREQ,
                   E::F_STREAM_DISABLED, E::F_TRANSL_FORBIDDEN, E::C_BAD_SUBSTREAMID, E::F_CD_FETCH,
                   E::C_BAD_CD, E::F_WALK_EABT, E::F_TRANSLATION, E::F_ADDR_SIZE, E::F_ACCESS,
                   E::F_PERMISSION>(event, stag);
}

}  // namespace quiesce
