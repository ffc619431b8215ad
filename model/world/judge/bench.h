// What the judges of a run share: what they may look at, and where they put what they find.
//
// A judge is a class with any of these methods; the panel calls those that it has:
//   Begin(Bench&)                                  the crash; no step was taken
//   OnRegisterWrite(Bench&, Reg, value)            about to be written by the driver
//   OnRegisterRead(Bench&, Reg, value)             read by the driver
//   OnMap(Bench&, const Resource&)                 mapped
//   OnUnmap(Bench&, const Resource&)               unmapped
//   OnAlloc(Bench&, const Resource&)               DMA memory allocated
//   OnRead(Bench&, const Resource& through, pa, value)
//   OnStore(Bench&, const Resource& through, pa, value)   a store has begun
//   OnSeen(Bench&, pa, value)                      a store is seen by everyone
//   OnCommand(Bench&, const CommandTaken&)
//   OnDma(Bench&, DmaId, const DmaEnd&, const DmaTaken&)  in flight, of a device not quiesced
//   OnChanged(Bench&)                              something changed, and settled
//   OnDevice(Bench&, StreamID, DeviceAction)       the kernel acts on a device
//   OnPageRequest(Bench&, device, group)           a device has asked for a page
//   OnIrq(Bench&, IrqLine, IrqAnswer)              an interrupt was handled
//   OnOwnDma(Bench&, device, wanted pa, const DmaTaken&)  a taken device uses its own mapping
//   BeforeCall(Bench&, const DriverCall&)
//   AfterCall(Bench&, const DriverCall&, const std::optional<DriverStop>&)
//   End(Bench&)                                    before everything is given back
//   Released(Bench&)                               after it
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "model/driver/entry_words.h"
#include "model/driver/smmu_driver.h"
#include "model/world/baseline.h"
#include "model/world/hand_over.h"
#include "model/world/judge/known_places.h"
#include "model/world/machine_port.h"
#include "model/world/violation.h"

namespace quiesce {

/// One device as the run goes on.
struct DeviceNow {
  bool quiesced = false;  ///< nothing of what was in flight comes any more
  bool taken = false;     ///< its driver in the next kernel uses it
  std::optional<std::uint32_t> master = std::nullopt;
  std::optional<Transaction> own = std::nullopt;  ///< what its driver does
  std::uint64_t own_pa = 0;                       ///< where that should go
};

struct Bench {
  const HandOver& hand_over;
  Machine& machine;
  const MachinePort& port;
  const SmmuDriver& driver;
  Choices& choices;
  RegisterImage crashed_registers = {};
  std::vector<std::vector<Baseline>> baselines = {};  ///< by device and transaction
  std::vector<DeviceNow> devices = {};
  unsigned calls = 0;                ///< before the one under way
  std::uint64_t call_began = 0;      ///< after so many steps of the port
  const DriverCall* call = nullptr;  ///< under way
  bool another_agent = false;        ///< who acts now is neither the next kernel nor a device
  std::vector<Violation> violations = {};
  FetchedLines fetched = {};  ///< a store elsewhere changes nothing
  KnownPlaces places = {};    ///< of CdOf() and SteAddressNow()

  Moment now() const { return {calls, static_cast<unsigned>(port.steps() - call_began)}; }
  const Transaction& in_flight(DmaId id) const {
    return hand_over.devices[id.device].in_flight[id.n];
  }
  const Baseline& baseline(DmaId id) const { return baselines[id.device][id.n]; }

  void Report(Invariant invariant, std::string_view what,
              std::optional<unsigned> device = std::nullopt, std::uint64_t detail = 0) {
    const bool known = std::ranges::any_of(violations, [&](const Violation& v) {
      return v.invariant == invariant && v.device == device;
    });
    if (!known) violations.push_back({invariant, now(), device, what, detail});
  }
};

/// A device that writes over live tables makes every end a permitted one, for all of them.
void FindRewriters(Bench& bench);

/// The architecture's place of the CD of a transaction now, without caches.
CdNow CdOf(Bench& bench, const Transaction& transaction);

/// The eight words of an entry in memory; zeros where there is none.
EntryWords EntryNow(const Bench& bench, const std::optional<std::uint64_t>& address);

/// The architecture's place of an STE now, without caches; nothing: none is fetched, or unknown.
/// What leads there counts as fetched.
std::optional<std::uint64_t> SteAddressNow(Bench& bench, std::uint32_t sid);
/// The same with other answers than those of the run, which it leaves alone.
std::optional<std::uint64_t> SteAddressNow(Bench& bench, std::uint32_t sid, Choices& choices);

}  // namespace quiesce
