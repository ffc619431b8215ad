// A small clean crash that recipes and tests start from: two devices on two buses, each with one
// stage 1 stream, a read and a write in flight.
#pragma once

#include "generators/system.h"
#include "model/world/hand_over.h"

namespace quiesce {

inline constexpr std::uint32_t kSidA = 0x110;  ///< L1 index 1
inline constexpr std::uint32_t kSidB = 0x205;  ///< L1 index 2
inline constexpr std::uint64_t kIova = 0x1000'0000;
/// An IOVA that is the address of the next kernel's memory.
inline constexpr std::uint64_t kTrapIova = 0x9300'0000;

/// A stage 1 stream: kIova and kTrapIova lead to two pages of the crashed kernel, from `data` on.
Stream Stage1Stream(std::uint32_t sid, unsigned asid, std::uint64_t data);

/// Reads kIova, writes kTrapIova.
HandOverDevice BusyDevice(std::uint32_t sid);

Scenario ExampleScenario();

/// The scenario with devices for its two streams, and the full plan.
HandOver Example(const Scenario& scenario = ExampleScenario());

/// Bus 0xB's L2 table is the L1 table itself, which fills 16 KiB. Its first STE is L1STDs 0 to 7:
/// refused, until a device on bus 0 comes.
HandOver L2IsL1();

/// Puts the calls for device `first` before those for all others.
std::vector<DriverCall> PlanStartingWith(const HandOver& h, unsigned first);

/// What the image has at these places.
struct Places {
  std::uint64_t l1std = 0;  ///< of the StreamID
  std::uint64_t ste = 0;
  std::uint64_t cd_table = 0;  ///< S1ContextPtr
};
Places PlacesOf(const HandOver& h, std::uint32_t sid);
std::uint64_t WordAt(const HandOver& h, std::uint64_t pa);

}  // namespace quiesce
