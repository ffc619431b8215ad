// One hand-over, as data: what the crash left, who takes over and how, which devices go on with
// DMA, and what happens around the driver. A plain value: it holds no callback and no pointer.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "model/driver/domain.h"
#include "model/driver/driver_core.h"
#include "model/image/image.h"
#include "model/smmu/transaction.h"
#include "model/world/address_map.h"
#include "model/world/scenario.h"

namespace quiesce {

/// One aligned 64-bit word of physical memory.
struct MemoryWord {
  std::uint64_t pa = 0;
  std::uint64_t value = 0;
  friend bool operator==(const MemoryWord&, const MemoryWord&) = default;
};

/// Something that the SMMU had cached when the kernel died: what this transaction fills the caches
/// with while memory holds `then`. Without `then` it is not stale.
struct WarmEntry {
  Transaction transaction;
  std::vector<MemoryWord> then = {};
  friend bool operator==(const WarmEntry&, const WarmEntry&) = default;
};

/// A DMA master of the crashed kernel.
struct HandOverDevice {
  std::vector<std::uint32_t> sids;
  /// Each goes on, over and over, until the device is quiesced.
  std::vector<Transaction> in_flight = {};
  bool marked_quiesced = false;  ///< by the dying kernel: Policy kBySignal asks
  friend bool operator==(const HandOverDevice&, const HandOverDevice&) = default;
};

enum class CallKind : std::uint8_t {
  kProbe,
  kProbeDevice,
  kFirstUse,  ///< the device's driver has reset it, and uses DMA
  kAttach,
  kMap,
  kUnmap,
  kReleaseDevice,
  kIrq,
  kRemove,
  kShutdown,
};

/// One call of the driver by its kernel. A call for a device that was rejected is left out.
struct DriverCall {
  CallKind kind = CallKind::kProbe;
  unsigned device = 0;                   ///< index of HandOver::devices
  DomainKind domain = DomainKind::kDma;  ///< kProbeDevice: the default domain; kAttach
  std::uint64_t iova = 0;                ///< kMap, kUnmap
  std::uint64_t pa = 0;                  ///< kMap
  IrqLine line = IrqLine::kGerror;       ///< kIrq
  friend bool operator==(const DriverCall&, const DriverCall&) = default;
};

/// Before the port call number `step` of the driver call number `call`, both from 0.
struct Moment {
  unsigned call = 0;
  unsigned step = 0;
  friend bool operator==(const Moment&, const Moment&) = default;
  friend bool operator<=(const Moment& a, const Moment& b) {
    return a.call != b.call ? a.call < b.call : a.step <= b.step;
  }
};

enum class ActionKind : std::uint8_t {
  kDma,             ///< transaction `n` of `device`
  kStepUpdate,      ///< one pending register update goes on, if choices let it
  kConsumeCommand,  ///< the SMMU consumes a command, if there is one
  kEvict,           ///< a cache entry goes, if choices let it
  kCorrupt,         ///< `word` takes another value
  kFailService,     ///< the SMMU enters service failure mode
  kWriteRegister,   ///< another agent writes `word.value` at register offset `word.pa`
  kRequestPage,     ///< `device` asks for a page (PRI), alone in the request group `n`
};

struct Action {
  Moment when;
  ActionKind kind = ActionKind::kDma;
  unsigned device = 0;
  unsigned n = 0;
  MemoryWord word = {};
  friend bool operator==(const Action&, const Action&) = default;
};

/// The `nth` time, from 0, that the driver comes to the point, it fails.
struct InjectedFault {
  FaultPoint point = FaultPoint::kHeapMaster;
  unsigned nth = 0;
  friend bool operator==(const InjectedFault&, const InjectedFault&) = default;
};

/// What happens when. Besides, with `dma_at_changes`, every transaction in flight is made whenever
/// something changed that it can depend on; and a driver that waits gets what it waits for.
struct Schedule {
  bool dma_at_changes = true;
  bool commands_at_steps =
      false;  ///< the SMMU consumes a command, if it may, before each port call
  std::vector<Action> actions = {};  ///< ascending by moment
  std::vector<InjectedFault> faults = {};
  std::optional<unsigned> failing_step = {};  ///< of all fallible steps, whatever the point
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// What the system makes of an abort. Reported; no invariant is about it.
enum class AbortConsequence : std::uint8_t { kNone, kAerFatal, kSError };

struct HandOver {
  std::variant<Scenario, Image> crashed;
  std::vector<MemoryWord> words = {};  ///< put into the image's memory last
  /// Of an Image only: a promise that a correct driver made it and nothing is wrong with it.
  bool sound_image = false;
  AddressMap map;
  PhysicalRange pool;  ///< memory of the next kernel that its driver may allocate
  std::vector<WarmEntry> caches = {};
  std::vector<HandOverDevice> devices = {};

  DriverConfig config = {};
  std::vector<DriverCall> calls = {};
  Schedule schedule = {};
  AbortConsequence on_abort = AbortConsequence::kNone;

  friend bool operator==(const HandOver&, const HandOver&) = default;
};

/// The image that the crash left.
Image CrashedImage(const HandOver& h);
/// Into an image that is reused.
void CrashedImageInto(const HandOver& h, Image& image);

/// Probe, then each device in turn: its probe, its first use, and a page mapped for it.
std::vector<DriverCall> FullPlan(const HandOver& h);

/// True if every check that any version makes should let this image pass: a scenario without
/// corruptions, with the SMMU on, coherent and sound, a table as Linux makes it, outside of the
/// next kernel's memory, IDs that tell all address spaces apart, and no DMA that may write over
/// the SMMU's structures or the next kernel's memory; or an image that is promised to be sound.
bool IsWellFormed(const HandOver& h);

}  // namespace quiesce
