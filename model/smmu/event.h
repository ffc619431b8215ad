// An event, decoded: its type and the fields that its record has. IHI 0070 G.b 7.3; the records
// themselves: spec/events.h.
#pragma once

#include <cstdint>

#include "spec/events.h"

namespace quiesce {

/// What was being translated when a fault occurred: the CLASS field.
enum class EventClass : std::uint8_t {
  kCd = 0,  ///< the address of an L1CD or CD
  kTt = 1,  ///< the address of a stage 1 descriptor
  kIn = 2,  ///< the input address of the stage
};

/// A field that the event's record does not have, or that is UNKNOWN there, is 0. In
/// F_BAD_ATS_TREQ, pnu is Priv, ind is X, rnw is !W, and R and Span are 1.
struct Event {
  EventType type{};
  std::uint32_t stream_id = 0;
  bool ssv = false;
  std::uint32_t substream_id = 0;
  bool stall = false;  ///< the STAG is given when the record is written
  bool pnu = false;
  bool ind = false;
  bool rnw = false;
  bool s2 = false;
  EventClass event_class = EventClass::kCd;
  bool ttrnw = false;               ///< F_PERMISSION with CLASS TT: the descriptor was being read
  std::uint64_t input_address = 0;  ///< page address in F_BAD_ATS_TREQ, else all 64 bits
  std::uint64_t ipa = 0;            ///< of a stage 2 fault; bits [11:0] are not recorded
  std::uint64_t fetch_address = 0;  ///< bits [2:0] are not recorded

  friend bool operator==(const Event&, const Event&) = default;
};

/// F_TRANSLATION, F_ADDR_SIZE, F_ACCESS or F_PERMISSION: the faults that can stall. IHI 0070 G.b
/// 3.12.
constexpr bool IsTranslationRelated(EventType t) {
  return t >= EventType::F_TRANSLATION && t <= EventType::F_PERMISSION;
}

}  // namespace quiesce
