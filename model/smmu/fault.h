// Why a translation cannot go on: the error value of every part of the model.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "model/likely.h"
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

/// A value, or why there is none. Not a variant: the parts of a translation hand these on, and side
/// by side the compiler keeps the value in registers and never touches the absent reason.
template <class T>
class OrStop {
 public:
  OrStop(const T& value) : value_(value), ok_(true) {}                // NOLINT(*-explicit-*)
  OrStop(const Stop& stop) : value_{}, ok_(false), stop_(stop) {}     // NOLINT(*-explicit-*)
  OrStop(const Fault& fault) : value_{}, ok_(false), stop_(fault) {}  // NOLINT(*-explicit-*)
  /// Builds the value where it is wanted.
  template <class... Args>
  explicit OrStop(std::in_place_t, Args&&... args)
      : value_{std::forward<Args>(args)...}, ok_(true) {}
  OrStop(const OrStop& other) : value_(other.value_), ok_(other.ok_) {
    if (!ok_) stop_ = other.stop_;
  }
  OrStop& operator=(const OrStop& other) {
    value_ = other.value_;
    ok_ = other.ok_;
    if (!ok_) stop_ = other.stop_;
    return *this;
  }

  bool ok() const { return Likely(ok_); }
  const T& operator*() const { return value_; }
  T& operator*() { return value_; }
  const T* operator->() const { return &value_; }
  const Stop& stop() const { return stop_; }

 private:
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_copyable_v<Stop>);
  T value_;
  bool ok_;
  union {
    Stop stop_;  ///< written only if not ok_
  };
};

/// A configuration error or failed structure fetch: aborted and recorded.
[[gnu::cold]] Fault ConfigurationError(EventType type, DecidedBy by,
                                       const RuleSpec* rule = nullptr);

/// An external abort on the fetch of a structure at this PA.
[[gnu::cold]] Fault FetchAborted(EventType type, DecidedBy by, std::uint64_t pa);

}  // namespace quiesce
