#include "generators/devices.h"

#include <algorithm>

namespace quiesce {
namespace {

constexpr std::size_t kMostInFlight = 4;
constexpr std::uint64_t kUntranslated = 0x5000'0000;

Transaction ReadOf(const Stream& s, std::uint64_t address) {
  return {.stream_id = s.sid, .address = address};
}

void AddReads(const Stream& s, const PageTable& table, std::uint32_t ssid, HandOverDevice& d) {
  for (const Mapping& m : table.mappings) {
    Transaction t = ReadOf(s, m.input);
    t.ssv = ssid != 0;
    t.substream_id = ssid;
    d.in_flight.push_back(t);
  }
}

HandOverDevice DeviceOf(const Stream& s) {
  HandOverDevice d{.sids = {s.sid}};
  if (s.kind == SteKind::kBypass) d.in_flight.push_back(ReadOf(s, kUntranslated));
  if (s.kind == SteKind::kStage2) AddReads(s, s.stage2, 0, d);
  if (HasStage1(s.kind)) {
    for (const Substream& sub : s.substreams) AddReads(s, sub.table, sub.ssid, d);
  }
  if (d.in_flight.size() > kMostInFlight) d.in_flight.resize(kMostInFlight);
  return d;
}

/// What a device may do that its driver never meant.
Transaction DrawStray(Prng& p, const Scenario& s, std::uint32_t sid) {
  Transaction t{.stream_id = sid, .address = p.OneIn(2) ? 0x2000'0000 : p.Bits(32)};
  if (s.smmu.ats && p.OneIn(2)) {
    t.ats = AtsKind::kTranslated;
    t.address = kUntranslated;
  }
  if (s.smmu.ssid_bits != 0 && p.OneIn(4)) {
    t.ssv = true;
    t.substream_id = static_cast<std::uint32_t>(p.Bits(1));
  }
  return t;
}

bool IsUsed(const Scenario& s, std::uint32_t sid) {
  return std::ranges::find(s.streams, sid, &Stream::sid) != s.streams.end();
}

void Widen(Prng& p, const Scenario& s, HandOverDevice& d) {
  for (Transaction& t : d.in_flight) {
    if (p.OneIn(3)) t.access = p.OneIn(8) ? AccessKind::kAtomic : AccessKind::kWrite;
  }
  if (p.OneIn(6)) d.in_flight.push_back(DrawStray(p, s, d.sids[0]));
  if (p.OneIn(24)) d.marked_quiesced = true;
  if (!p.OneIn(12)) return;
  // A second StreamID: a neighbour, if it is unused, or one beyond the table.
  const std::uint32_t second = p.OneIn(3) ? 0xF0000 : d.sids[0] ^ 1;
  if (IsUsed(s, second)) return;
  d.sids.push_back(second);
  if (p.OneIn(2)) std::ranges::sort(d.sids);
}

/// No two devices have the same StreamID: the first keeps it.
void DropShared(std::vector<HandOverDevice>& devices) {
  std::vector<std::uint32_t> taken;
  std::erase_if(devices, [&](const HandOverDevice& d) {
    const auto is_taken = [&](std::uint32_t sid) {
      return std::ranges::find(taken, sid) != taken.end();
    };
    if (std::ranges::any_of(d.sids, is_taken)) return true;
    taken.insert(taken.end(), d.sids.begin(), d.sids.end());
    return false;
  });
}

/// A device that the crashed kernel never used: often on a bus of its own.
HandOverDevice DrawIdle(Prng& p, const Scenario& s) {
  return {.sids = {static_cast<std::uint32_t>(p.Next() & MaxValue(s.stream_table.log2size))}};
}

}  // namespace

std::vector<HandOverDevice> DrawDevices(Prng& p, const Scenario& s, bool wide) {
  std::vector<HandOverDevice> devices;
  for (const Stream& stream : s.streams) {
    if (wide && stream.kind <= SteKind::kAbort && p.OneIn(2)) continue;
    devices.push_back(DeviceOf(stream));
    if (wide) Widen(p, s, devices.back());
  }
  if (wide && p.OneIn(8)) devices.push_back(DrawIdle(p, s));
  if (wide) DropShared(devices);
  return devices;
}

}  // namespace quiesce
