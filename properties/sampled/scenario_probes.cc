#include "properties/sampled/probe_builder.h"

namespace quiesce {
namespace {

unsigned LeafShift(const PageTable& t, const Mapping& m) {
  const unsigned page = BitsOf(t.granule);
  return page + (3 - m.level) * (page - 3);
}

void AddTable(std::uint32_t sid, std::optional<std::uint32_t> ssid, const PageTable& t,
              ProbeBuilder& out) {
  for (const Mapping& m : t.mappings) out.AddLeaf(sid, ssid, m.input, LeafShift(t, m));
  out.AddAddress(sid, ssid, MaxValue(64 - t.txsz));
  out.AddAddress(sid, ssid, MaxValue(64 - t.txsz) + 1);
}

void AddStreamProbes(const Scenario& s, const Stream& stream, ProbeBuilder& out) {
  out.AddStream(stream.sid);
  out.AddNeighbours(stream.sid, s.stream_table.split);
  if (s.smmu.ats) out.AddAts(stream.sid, 0x4000'1000);
  for (const Substream& sub : stream.substreams) {
    if (sub.ssid == 0) AddTable(stream.sid, std::nullopt, sub.table, out);
    if (stream.s1cdmax != 0) AddTable(stream.sid, sub.ssid, sub.table, out);
  }
  if (HasStage2(stream.kind)) AddTable(stream.sid, std::nullopt, stream.stage2, out);
}

/// The StreamIDs that a corruption names, and where it moves an L2 table, the first ones of that
/// table: what it now points to is anyone's guess.
struct Targets {
  unsigned split;
  ProbeBuilder& out;

  void operator()(const FlipSteBit& c) const { out.AddStream(c.sid); }
  void operator()(const FlipCdBit& c) const { out.AddStream(c.sid); }
  template <class C>
  void operator()(const C& c) const {
    if constexpr (requires { c.sid; }) AddTable(c.sid);
    if constexpr (requires { c.source_sid; }) AddTable(c.source_sid);
  }

  void AddTable(std::uint32_t sid) const {
    const std::uint32_t first = sid >> split << split;
    for (std::uint32_t i = 0; i < 16; ++i) out.AddStream(first + i);
    out.AddStream(sid);
  }
};

}  // namespace

Probes ProbesOf(const Scenario& s) {
  ProbeBuilder out;
  const std::uint64_t end = std::uint64_t{1} << s.stream_table.log2size;
  out.AddStream(0);
  out.AddStream(static_cast<std::uint32_t>(end - 1));
  out.AddStream(static_cast<std::uint32_t>(end));
  for (const Stream& stream : s.streams) AddStreamProbes(s, stream, out);
  for (const Corruption& c : s.corruptions) std::visit(Targets{s.stream_table.split, out}, c);
  return out.Take();
}

}  // namespace quiesce
