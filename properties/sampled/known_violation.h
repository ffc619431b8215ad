// What the newest driver is known to violate in drawn hand-overs, and by which cause: a violation
// that a cause explains is counted, but not found again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "generators/hand_over.h"
#include "model/world/hand_over_run.h"

namespace quiesce {

/// What a hand-over, and the violation in it, must have for a known violation to be one.
enum class Circumstance : std::uint8_t {
  kAny,
  kNotAdopted,       ///< no adoption: tossed, failed, or never tried
  kSomethingFails,   ///< of what the driver asks for
  kGbpaFails,        ///< GBPA cannot be set before SMMUEN is cleared
  kInterference,     ///< another agent writes memory or registers, or the SMMU fails, meanwhile
  kStaleCache,       ///< an entry was cached that memory no longer has
  kUpdateUnderWay,   ///< at the crash: CR0 is not CR0ACK
  kDamagedImage,     ///< it is not well-formed
  kDmaWrites,        ///< of a device in flight
  kShutsDown,        ///< in the call that ends the driver
  kReservedRegion,   ///< no adoption; by a device with a reserved memory region (IORT RMR)
  kEveryAsidIsLive,  ///< as many as there are
  kNeverProbed,      ///< the violation's device
  kStallsForced,     ///< IDR0.STALL_MODEL = 2: what faults stalls
};

/// A violation by the newest driver that is a finding already (reports/FINDINGS.md). It is known by
/// its text, the circumstance and, if there is one, the catalogue entry that causes it.
struct KnownViolation {
  std::string_view domain;
  Invariant invariant;
  std::string_view what;      ///< Violation::what
  std::string_view finding;   ///< why it is known
  std::string_view bug = {};  ///< "bug-49"; empty: no field of the driver repairs it
  Circumstance when = Circumstance::kAny;
};
std::span<const KnownViolation> KnownViolations();

/// True if some known violation of the domain explains this one: by a circumstance that cannot be
/// taken from the case; else if it is gone once all the bugs are taken from the driver, and all the
/// circumstances from the case, of those that have its text; or what is left of it is known in
/// turn. The case is run again for that.
bool IsKnown(std::string_view domain, const HandOverCase& c, const HandOverResult& result,
             const Violation& violation);

}  // namespace quiesce
