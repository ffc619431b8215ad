// Corruptions of what happens around the driver: caches, other agents, and time.
#include <algorithm>
#include <utility>

#include "generators/driver_moments.h"
#include "generators/operator_rows.h"
#include "model/world/render_layout.h"
#include "spec/stream_formats.h"

namespace quiesce {
namespace {

/// Where the crashed kernel's structures for one stream are.
struct Places {
  std::uint64_t l1std = 0;  ///< 0: a linear table
  std::uint64_t ste = 0;
  std::uint64_t cd = 0;  ///< 0: there is none
};

/// Asks the image, as an agent that looks for them in memory would.
std::optional<Places> PlacesOf(const Image& image, const Scenario& s, std::uint32_t sid) {
  const StreamTable& t = s.stream_table;
  if (std::uint64_t{sid} >> t.log2size != 0) return std::nullopt;
  const std::uint64_t base = Addr<"ADDR">(image.registers.Get<Reg::STRTAB_BASE>()).raw();
  Places p{.ste = base + std::uint64_t{64} * sid};
  if (t.format == TableFormat::kTwoLevel) {
    p.l1std = base + 8 * (std::uint64_t{sid} >> t.split);
    const L1Std<Concrete> l1{Bits<Concrete, 64>(image.memory.Read64(p.l1std).value)};
    p.ste = Addr<"L2Ptr">(l1).raw() + 64 * (sid & MaxValue(t.split));
  }
  Ste<Concrete> ste;
  ste.word(0) = Bits<Concrete, 64>(image.memory.Read64(p.ste).value);
  const std::uint64_t config = Get<"Config">(ste).raw();
  if (config == 5 || config == 7) p.cd = Addr<"S1ContextPtr">(ste).raw();
  return p;
}

/// Of a device, and a transaction that it has in flight.
struct Target {
  Image image;
  Places places;
  Transaction transaction;
  std::uint64_t Word(std::uint64_t pa) const { return image.memory.Read64(pa).value; }
};

std::optional<Target> DrawTarget(Prng& p, const HandOver& h) {
  const auto& s = std::get<Scenario>(h.crashed);
  std::vector<const HandOverDevice*> busy;
  for (const HandOverDevice& d : h.devices) {
    if (!d.in_flight.empty()) busy.push_back(&d);
  }
  if (busy.empty()) return std::nullopt;
  const HandOverDevice& d = *busy[p.Below(busy.size())];
  Target t{CrashedImage(h), {}, d.in_flight[p.Below(d.in_flight.size())]};
  const std::optional<Places> places = PlacesOf(t.image, s, t.transaction.stream_id);
  if (!places || !t.image.memory.Present(places->ste)) return std::nullopt;
  t.places = *places;
  return t;
}

/// The probe has many steps, a later call few; the first of a call are what decides most.
Moment DrawAnyMoment(Prng& p, const HandOver& h) {
  const auto calls = static_cast<unsigned>(std::max<std::size_t>(h.calls.size(), 1));
  const unsigned call = p.OneIn(3) ? 0 : p.Between(0, std::min(calls - 1, 8u));
  if (p.OneIn(2)) return {call, p.Between(0, 5)};
  return {call, p.Between(0, call != 0 ? 40 : p.OneIn(3) ? 1500 : 200)};
}

/// Half of them where the driver changes the SMMU's state, as most of its steps only look.
Moment DrawMoment(Prng& p, const HandOver& h) {
  const Moment any = DrawAnyMoment(p, h);
  return p.OneIn(2) ? any : DriverMoments(h).DrawAfterWrite(p).value_or(any);
}

void Add(HandOver& h, const Action& action) {
  auto& actions = h.schedule.actions;
  const auto after = std::find_if(actions.begin(), actions.end(),
                                  [&](const Action& a) { return !(a.when <= action.when); });
  actions.insert(after, action);
}

bool Overwrite(Prng& p, HandOver& h, std::uint64_t pa, std::uint64_t value) {
  Add(h, {.when = DrawMoment(p, h), .kind = ActionKind::kCorrupt, .word = {pa, value}});
  return true;
}

bool OverwriteOnceRead(Prng& p, HandOver& h, std::uint64_t pa, std::uint64_t value) {
  const std::optional<Moment> when = DriverMoments(h).DrawAfterRead(p, pa);
  if (when) Add(h, {.when = *when, .kind = ActionKind::kCorrupt, .word = {pa, value}});
  return when.has_value();
}

std::uint64_t FlipOne(Prng& p, std::uint64_t word, unsigned below) {
  return word ^ (std::uint64_t{1} << p.Between(0, below - 1));
}

constexpr unsigned kL1StdBits = 20;  // Span, and the lowest address bits

std::uint64_t OtherL1Std(Prng& p, std::uint64_t word) {
  constexpr std::uint64_t kSpans[] = {0, 1, 5, 8, 10, 12};
  return p.OneIn(2) ? (word & ~std::uint64_t{0x1F}) | p.Pick(kSpans) : FlipOne(p, word, kL1StdBits);
}

/// Word 0. Now and then more CDs, in a table that is not aligned for so many.
std::uint64_t OtherSte(Prng& p, std::uint64_t word) {
  constexpr unsigned kS1CdMax = 59;
  if (!p.OneIn(3)) return FlipOne(p, word, p.OneIn(2) ? 8 : 64);
  const unsigned max = p.Between(1, 8);
  const std::uint64_t other = (word & MaxValue(kS1CdMax)) | std::uint64_t{max} << kS1CdMax;
  return other ^ std::uint64_t{1} << (6 + p.Below(max));
}

/// Mostly its ASID, which is what an ID scan has read.
std::uint64_t OtherCd(Prng& p, std::uint64_t word) {
  const std::uint64_t asid = p.OneIn(2) ? p.Between(1, 4) : p.Bits(16);
  return p.OneIn(4) ? FlipOne(p, word, 64) : (word & MaxValue(48)) | asid << 48;
}

bool OverwriteL1Std(Prng& p, HandOver& h) {
  const std::optional<Target> t = DrawTarget(p, h);
  if (!t || t->places.l1std == 0) return false;
  return Overwrite(p, h, t->places.l1std, OtherL1Std(p, t->Word(t->places.l1std)));
}

bool OverwriteSte(Prng& p, HandOver& h) {
  const std::optional<Target> t = DrawTarget(p, h);
  if (!t) return false;
  const unsigned word = p.OneIn(2) ? 0 : p.Between(0, 3);
  const std::uint64_t pa = t->places.ste + 8 * word;
  return Overwrite(p, h, pa, FlipOne(p, t->Word(pa), word == 0 ? 8 : 64));
}

bool OverwriteCd(Prng& p, HandOver& h) {
  const std::optional<Target> t = DrawTarget(p, h);
  if (!t || t->places.cd == 0) return false;
  return Overwrite(p, h, t->places.cd, OtherCd(p, t->Word(t->places.cd)));
}

bool OverwriteBetweenReads(Prng& p, HandOver& h) {
  const std::optional<Target> t = DrawTarget(p, h);
  if (!t) return false;
  const Places& at = t->places;
  switch (p.Below(3)) {
    case 0:
      return at.l1std != 0 && OverwriteOnceRead(p, h, at.l1std, OtherL1Std(p, t->Word(at.l1std)));
    case 1:
      return OverwriteOnceRead(p, h, at.ste, OtherSte(p, t->Word(at.ste)));
    default:
      return at.cd != 0 && OverwriteOnceRead(p, h, at.cd, OtherCd(p, t->Word(at.cd)));
  }
}

bool Remember(HandOver& h, const Target& t, std::uint64_t pa, std::uint64_t then) {
  h.caches.push_back({t.transaction, {{pa, then}}});
  return true;
}

bool StaleL1Std(Prng& p, HandOver& h) {
  const std::optional<Target> t = DrawTarget(p, h);
  return t && t->places.l1std != 0 && Remember(h, *t, t->places.l1std, 0);
}

bool StaleSte(Prng& p, HandOver& h) {
  constexpr std::uint64_t kAbort = 0x1;   // V, Config 0b000
  constexpr std::uint64_t kBypass = 0x9;  // V, Config 0b100
  const std::optional<Target> t = DrawTarget(p, h);
  return t && Remember(h, *t, t->places.ste, p.OneIn(2) ? kAbort : kBypass);
}

bool StaleCd(Prng& p, HandOver& h) {
  const std::optional<Target> t = DrawTarget(p, h);
  if (!t || t->places.cd == 0) return false;
  const std::uint64_t asid = p.Between(1, 4);
  return Remember(h, *t, t->places.cd, (t->Word(t->places.cd) & MaxValue(48)) | asid << 48);
}

void AddWrite(HandOver& h, const Moment& when, Reg reg, std::uint64_t value) {
  Add(h, {.when = when, .kind = ActionKind::kWriteRegister, .word = {SpecOf(reg).offset, value}});
}

bool WriteRegister(Prng& p, HandOver& h) {
  constexpr Reg kRegs[] = {Reg::CR0,
                           Reg::CR0,
                           Reg::CR2,
                           Reg::GBPA,
                           Reg::GERRORN,
                           Reg::IRQ_CTRL,
                           Reg::STRTAB_BASE,
                           Reg::STRTAB_BASE_CFG,
                           Reg::STRTAB_BASE_CFG};
  const Reg reg = p.Pick(kRegs);
  const std::uint64_t value = p.OneIn(2) ? 0 : p.Bits(5);
  AddWrite(h, DrawMoment(p, h), reg, value);
  return true;
}

/// Off, another table, and on again, while the driver has read what the table was.
bool ReplaceTable(Prng& p, HandOver& h) {
  const auto& s = std::get<Scenario>(h.crashed);
  const DriverMoments moments(h);
  const Reg read = p.OneIn(2) ? Reg::STRTAB_BASE : Reg::STRTAB_BASE_CFG;
  const Moment when = moments.DrawAfterRead(p, read).value_or(DrawAnyMoment(p, h));
  const Image image = CrashedImage(h);
  AddWrite(h, when, Reg::CR0, 0);
  if (p.OneIn(2)) {
    constexpr std::uint64_t kLog2Size = MaxValue(6);
    const std::uint64_t cfg = image.registers.Read(Reg::STRTAB_BASE_CFG) & ~kLog2Size;
    const unsigned other = p.Pick({s.stream_table.log2size + 1, s.stream_table.log2size / 2, 9u});
    AddWrite(h, when, Reg::STRTAB_BASE_CFG, cfg | other);
  } else {
    const std::uint64_t base = image.registers.Read(Reg::STRTAB_BASE);
    AddWrite(h, when, Reg::STRTAB_BASE, base ^ std::uint64_t{1} << p.Between(6, 20));
  }
  AddWrite(h, when, Reg::CR0, 1);
  return true;
}

constexpr FlipRegisterBit kHasPri{Reg::IDR0, 16};

/// Of an SMMU that has a PRI queue, which it mostly has not.
bool RequestPages(Prng& p, HandOver& h) {
  if (h.devices.empty()) return false;
  auto& corruptions = std::get<Scenario>(h.crashed).corruptions;
  if (std::ranges::find(corruptions, Corruption(kHasPri)) == corruptions.end()) {
    corruptions.push_back(kHasPri);
  }
  for (unsigned n = p.Between(1, 4); n > 0; --n) {
    Add(h, {.when = DrawMoment(p, h),
            .kind = ActionKind::kRequestPage,
            .device = static_cast<unsigned>(p.Below(h.devices.size())),
            .n = n});
  }
  return true;
}

bool AddPlain(Prng& p, HandOver& h, ActionKind kind) {
  Add(h, {.when = DrawMoment(p, h), .kind = kind});
  return true;
}

bool CommandsRunOn(Prng&, HandOver& h) {
  return !std::exchange(h.schedule.commands_at_steps, true);
}

constexpr std::string_view kStray = "a device: DMA that is not the SMMU's, while the driver runs";
constexpr std::string_view kBusy = "a device with DMA in flight";
constexpr std::string_view kBusyTwoLevel = "a device with DMA in flight, a 2-level stream table";
constexpr std::string_view kBusyCd = "a device with stage 1 DMA in flight";
constexpr std::string_view kNoInvalidation = "the dying kernel: changed it and never invalidated";

constexpr std::string_view kRuntimeFirmware =
    "firmware at runtime: power management, or a secure monitor";

constexpr CorruptionOperator kDisturbances[] = {
    {"StaleL1Std", "the SMMU has an empty L1STD cached", kNoInvalidation, kBusyTwoLevel, nullptr,
     StaleL1Std},
    {"StaleSte", "the SMMU has an STE cached that memory has no longer", kNoInvalidation, kBusy,
     nullptr, StaleSte},
    {"StaleCd", "the SMMU has a CD cached with another ASID", kNoInvalidation, kBusyCd, nullptr,
     StaleCd},
    {"OverwriteL1Std", "an L1STD changes while the driver runs", kStray, kBusyTwoLevel, nullptr,
     OverwriteL1Std},
    {"OverwriteSte", "an STE changes while the driver runs", kStray, kBusy, nullptr, OverwriteSte},
    {"OverwriteCd", "a CD changes while the driver runs, mostly its ASID", kStray, kBusyCd, nullptr,
     OverwriteCd},
    {"OverwriteBetweenReads", "an L1STD, STE or CD changes just after the driver has read it",
     kStray, kBusy, nullptr, OverwriteBetweenReads},
    {"WriteRegister", "another agent writes a register while the driver runs", kRuntimeFirmware, "",
     nullptr, WriteRegister},
    {"ReplaceTable",
     "the SMMU gets another stream table just after the driver has read where it is",
     kRuntimeFirmware, "", nullptr, ReplaceTable},
    {"RequestPages", "devices ask for pages while the driver runs",
     "a device that has ATS and PRI on since before the crash", "a device", nullptr, RequestPages},
    {"FailService", "the SMMU enters service failure mode while the driver runs",
     "the SMMU: an uncorrectable error", "", nullptr,
     [](Prng& p, HandOver& h) { return AddPlain(p, h, ActionKind::kFailService); }},
    {"Evict", "a cache entry goes while the driver runs", "the SMMU, at any time", "", nullptr,
     [](Prng& p, HandOver& h) { return AddPlain(p, h, ActionKind::kEvict); }},
    {"CommandsRunOn", "the SMMU consumes a command before each step of the driver",
     "the SMMU: as soon as the queue's error is acknowledged", "", nullptr, CommandsRunOn},
};

}  // namespace

std::span<const CorruptionOperator> DisturbanceOperators() { return kDisturbances; }

}  // namespace quiesce
