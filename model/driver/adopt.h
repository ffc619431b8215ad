// Whether the driver adopts the stream table that an image holds, for any Variant: gate, register
// checks, every L1 descriptor, then the ID scan (T1+). Rules are those of adopt_checks.h and
// id_scan_rules.h, read concretely.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/driver/adopt_rules.h"
#include "model/driver/driver_table.h"
#include "model/driver/platform.h"
#include "model/driver/variant.h"
#include "model/image/image.h"

namespace quiesce {

enum class DriverStopKind : std::uint8_t {
  kRule,         ///< the driver refuses
  kBusAbort,     ///< a read by the CPU takes an external abort: the kdump kernel is lost
  kNotCaptured,  ///< the image does not hold what the driver reads: no honest answer
};

/// Why the driver did not go on.
struct DriverStop {
  DriverStopKind kind;
  std::optional<AdoptRule> rule;         ///< for kRule
  std::optional<std::uint64_t> address;  ///< of the structure that it read, if any

  friend bool operator==(const DriverStop&, const DriverStop&) = default;
};

/// ASIDs and VMIDs that the driver will not hand out, ascending.
struct ReservedIds {
  std::vector<std::uint16_t> asids;
  std::vector<std::uint16_t> vmids;
};

/// The driver's state after adoption: where it believes the tables are.
struct AdoptedView {
  DriverTable<Concrete> table;
  std::map<std::uint32_t, std::uint64_t> l2;  ///< mapped L2 tables: L1 index to physical address
  ReservedIds reserved;

  /// Physical address of the STE that the driver reads and edits; nothing before its L2 table is
  /// mapped. The StreamID must be in range.
  std::optional<std::uint64_t> SteAddress(std::uint32_t sid) const;
};

enum class AdoptKind : std::uint8_t {
  kNotEntered,  ///< the gate said no: full reset
  kTossed,      ///< a check failed: Variant::on_toss says what follows
  kAdopted,
  kBusAbort,     ///< as DriverStopKind
  kNotCaptured,  ///< as DriverStopKind
};

struct AdoptDecision {
  AdoptKind kind;
  std::optional<DriverStop> stop;   ///< exactly when not adopted
  std::optional<AdoptedView> view;  ///< exactly when adopted
};

AdoptDecision DecideAdoption(const Image& image, const Variant& variant, const Platform& platform);

/// One line: "tossed by ADOPT-L1STD-SPAN at 0x81000018: Span of a used L1 descriptor is not 9".
std::string Describe(const DriverStop& stop);
std::string Describe(const AdoptDecision& decision);

// --- steps that insert and the ID scan share ---

/// A read by the CPU that did not answer with data.
DriverStop Unreadable(BusStatus status, std::uint64_t address);

/// The range overlaps memory that the variant's overlap test protects.
bool OverlapsProtected(const Variant& variant, const Platform& platform,
                       const PhysicalRange& range);

/// DMA address to physical address, in the versions that convert.
std::uint64_t DriverPhysical(const Variant& variant, const Platform& platform, std::uint64_t value);

inline DriverFeatures<Concrete> FeaturesOf(const RegisterImage& r) {
  return ProbeFeatures<Concrete>(r.Get<Reg::IDR0>(), r.Get<Reg::IDR1>());
}

}  // namespace quiesce
