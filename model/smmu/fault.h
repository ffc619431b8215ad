// Why a translation cannot go on: the error value of every part of the model.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

#include "model/smmu/event.h"
#include "model/smmu/outcome.h"

namespace quiesce {

/// What the configuration says about a fault. IHI 0070 G.b 5.5: CD.{S,A,R}, or STE.{S2S,S2R} with A
/// fixed to 1.
struct FaultPolicy {
  bool stall;
  bool abort;
  bool record;
};

/// Everything that is not configurable: terminated with an abort, and recorded.
inline constexpr FaultPolicy kAbortAndRecord{false, true, true};

/// An error or fault that has an event. Which of its fields the event's format has is for
/// MakeRecord to know.
struct Fault {
  EventType type{};
  FaultPolicy policy = kAbortAndRecord;
  bool s2 = false;
  EventClass event_class = EventClass::kIn;
  bool ttrnw = false;
  bool read_refused = false;        ///< an atomic access may write but not read
  std::uint64_t ipa = 0;            ///< of a stage 2 fault
  std::uint64_t fetch_address = 0;  ///< PA of a failed read by the SMMU
  Decision decision;
};

/// Terminated without any event, whatever the configuration.
struct SilentAbort {
  Decision decision;
};

/// The image does not hold the word at this PA.
struct NotCaptured {
  std::uint64_t address;
};

/// Outside the model.
struct Unsupported {
  std::string_view reason;
};

using Stop = std::variant<Fault, SilentAbort, NotCaptured, Unsupported>;

/// A value, or why there is none.
template <class T>
class OrStop {
 public:
  OrStop(const T& value) : v_(std::in_place_index<0>, value) {}      // NOLINT(*-explicit-*)
  OrStop(const Stop& stop) : v_(std::in_place_index<1>, stop) {}     // NOLINT(*-explicit-*)
  OrStop(const Fault& fault) : v_(std::in_place_index<1>, fault) {}  // NOLINT(*-explicit-*)

  bool ok() const { return v_.index() == 0; }
  const T& operator*() const { return *std::get_if<0>(&v_); }
  T& operator*() { return *std::get_if<0>(&v_); }
  const T* operator->() const { return std::get_if<0>(&v_); }
  const Stop& stop() const { return *std::get_if<1>(&v_); }

 private:
  std::variant<T, Stop> v_;
};

/// A configuration error or failed structure fetch: aborted and recorded.
[[gnu::cold]] Fault ConfigurationError(EventType type, DecidedBy by,
                                       const RuleSpec* rule = nullptr);

/// An external abort on the fetch of a structure at this PA.
[[gnu::cold]] Fault FetchAborted(EventType type, DecidedBy by, std::uint64_t pa);

}  // namespace quiesce
