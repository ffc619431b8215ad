#include "model/world/hand_over.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "model/driver/driver_table.h"
#include "model/world/render.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kOwnIova = 0x70'0000'0000;
constexpr std::uint64_t kLowOwnIova = 0x7000'0000;
constexpr std::uint64_t kPage = 0x1000;

bool TableLikeLinux(const Scenario& s) {
  const StreamTable& t = s.stream_table;
  if (t.format == TableFormat::kLinear) {
    const bool two_level = s.smmu.two_level_strtab && s.smmu.sid_bits > kDriverSplit;
    return t.log2size <= s.smmu.sid_bits && (!two_level || t.log2size <= 25);
  }
  return s.smmu.two_level_strtab && s.smmu.sid_bits > kDriverSplit && t.split == kDriverSplit &&
         t.log2size >= t.split && t.log2size <= s.smmu.sid_bits &&
         t.log2size - t.split <= kDriverMaxL1Log2;
}

bool CdsLikeLinux(const Scenario& s) {
  for (const Stream& stream : s.streams) {
    if (stream.kind != SteKind::kStage1) continue;
    const bool two_level = stream.cd_format != CdTableFormat::kLinear && stream.s1cdmax != 0;
    if (two_level && stream.cd_format == CdTableFormat::kTwoLevel4K) return false;
    if ((two_level && !s.smmu.two_level_cdtab) || stream.s1cdmax > s.smmu.ssid_bits) return false;
    for (const Substream& sub : stream.substreams) {
      if (sub.asid == 0) return false;
    }
  }
  return true;
}

/// Each address space has its own tag in the TLB. IHI 0070 G.b 3.17, 5.2.1, 5.4.1.
bool IdsLikeLinux(const Scenario& s) {
  std::set<unsigned> vmids;                                   // of stage 2
  std::set<std::tuple<bool, unsigned, unsigned>> stage1_ids;  // EL2, VMID, ASID
  for (const Stream& stream : s.streams) {
    if (HasStage2(stream.kind) && !vmids.insert(stream.vmid).second) return false;
  }
  for (const Stream& stream : s.streams) {
    if (!HasStage1(stream.kind)) continue;
    const unsigned vmid = stream.el2 || !s.smmu.stage2 ? 0 : stream.vmid;
    for (const Substream& sub : stream.substreams) {
      const unsigned asid = stream.el2 && !s.control.e2h ? 0 : sub.asid;
      if (!stage1_ids.insert({stream.el2, vmid, asid}).second) return false;
    }
  }
  return true;
}

/// The memory that a leaf leads to.
PhysicalRange OutputOf(const Mapping& m, GranuleSize granule) {
  const std::uint64_t bytes = std::uint64_t{1} << LevelShift(granule, m.level);
  return {m.output & ~(bytes - 1), bytes};
}

/// Calls `found` with every piece of memory that a device may write by the scenario's mappings, or
/// does write past them. An IPA counts, too: of a nested stream the structures are mapped as is.
template <class Found>
void EachWritable(const HandOver& h, const Scenario& s, Found&& found) {
  const auto leaves = [&](const PageTable& table) {
    for (const Mapping& m : table.mappings) {
      if (m.write) found(OutputOf(m, table.granule));
    }
  };
  for (const Stream& stream : s.streams) {
    if (HasStage2(stream.kind)) leaves(stream.stage2);
    if (!HasStage1(stream.kind)) continue;
    for (const Substream& sub : stream.substreams) leaves(sub.table);
  }
  for (const HandOverDevice& d : h.devices) {
    for (const Transaction& t : d.in_flight) {
      const auto stream = std::ranges::find(s.streams, t.stream_id, &Stream::sid);
      const bool bypasses = stream != s.streams.end() && stream->kind == SteKind::kBypass;
      if (bypasses && t.access != AccessKind::kRead) found(PhysicalRange{t.address, 8});
    }
  }
}

/// The crashed kernel lets a device write over its own SMMU structures, or the next kernel's
/// memory: no kernel does so that is sound.
bool DmaWritesWhatItMustNot(const HandOver& h, const Scenario& s) {
  constexpr std::uint64_t kMostTables = 0x400'0000;
  bool near_tables = false;
  bool into_next_kernel = false;
  EachWritable(h, s, [&](const PhysicalRange& r) {
    near_tables |= r.Overlaps({s.table_base, kMostTables});
    for (const AddressMap::Entry& e : h.map.entries()) {
      into_next_kernel |= e.owner == Owner::kNextKernel && r.Overlaps(e.range);
    }
  });
  if (into_next_kernel || !near_tables) return into_next_kernel;
  const PhysicalRange tables = RenderedTables(s);
  bool over_tables = false;
  EachWritable(h, s, [&](const PhysicalRange& r) { over_tables |= r.Overlaps(tables); });
  return over_tables;
}

/// Within what a stage 2 of the next kernel takes, which the OAS bounds.
std::uint64_t OwnIova(const HandOver& h) {
  constexpr std::uint64_t k40Bits = 2;  // IDR5.OAS
  const auto* s = std::get_if<Scenario>(&h.crashed);
  const std::uint64_t oas =
      s != nullptr ? s->smmu.oas
                   : Get<"OAS">(std::get<Image>(h.crashed).registers.Get<Reg::IDR5>()).raw();
  return oas < k40Bits ? kLowOwnIova : kOwnIova;
}

}  // namespace

void CrashedImageInto(const HandOver& h, Image& image) {
  if (const auto* scenario = std::get_if<Scenario>(&h.crashed)) {
    RenderInto(*scenario, image);
  } else {
    image = std::get<Image>(h.crashed);
  }
  for (const MemoryWord& w : h.words) image.memory.Write64(w.pa, w.value);
}

Image CrashedImage(const HandOver& h) {
  Image image;
  CrashedImageInto(h, image);
  return image;
}

std::vector<DriverCall> FullPlan(const HandOver& h) {
  const std::uint64_t iova = OwnIova(h);
  std::vector<DriverCall> calls = {{.kind = CallKind::kProbe}};
  for (unsigned i = 0; i < h.devices.size(); ++i) {
    const std::uint64_t buffer = h.pool.first + h.pool.bytes + i * kPage;
    calls.push_back({.kind = CallKind::kProbeDevice, .device = i});
    calls.push_back({.kind = CallKind::kFirstUse, .device = i});
    calls.push_back({.kind = CallKind::kMap, .device = i, .iova = iova, .pa = buffer});
  }
  return calls;
}

bool IsWellFormed(const HandOver& h) {
  const Schedule& schedule = h.schedule;
  const bool disturbed = !schedule.actions.empty() || schedule.commands_at_steps ||
                         !schedule.faults.empty() || schedule.failing_step;
  if (disturbed || !h.words.empty() || !h.config.platform.coherent) return false;
  const auto* s = std::get_if<Scenario>(&h.crashed);
  if (s == nullptr) return h.sound_image;
  const bool sfm = ((s->control.gerror ^ s->control.gerrorn) >> 8 & 1) != 0;
  const bool ours = h.map.OwnerOf(s->table_base) == Owner::kNextKernel;
  return s->corruptions.empty() && s->control.smmuen && !sfm && !ours && TableLikeLinux(*s) &&
         CdsLikeLinux(*s) && IdsLikeLinux(*s) && !DmaWritesWhatItMustNot(h, *s);
}

}  // namespace quiesce
