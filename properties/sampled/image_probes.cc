#include <array>

#include "properties/sampled/leaves.h"
#include "properties/sampled/probe_builder.h"
#include "properties/sampled/stream_census.h"

namespace quiesce {
namespace {

// Where there is no leaf to aim at.
constexpr std::array<std::uint64_t, 5> kCornerAddresses = {
    0, 0x1000, 0xFFFF'FFFF, std::uint64_t{1} << 47, ~std::uint64_t{0}};

unsigned SplitOf(const Image& image) {
  const auto cfg = image.registers.Get<Reg::STRTAB_BASE_CFG>();
  return std::max(6u, static_cast<unsigned>(Get<"SPLIT">(cfg).raw()));
}

void AddTableEnds(const Image& image, ProbeBuilder& out) {
  const auto cfg = image.registers.Get<Reg::STRTAB_BASE_CFG>();
  const auto idr1 = image.registers.Get<Reg::IDR1>();
  const std::uint64_t bits = std::min(Get<"LOG2SIZE">(cfg).raw(), Get<"SIDSIZE">(idr1).raw());
  const std::uint64_t end = std::uint64_t{1} << std::min<std::uint64_t>(bits, 32);
  out.AddStream(0);
  out.AddStream(static_cast<std::uint32_t>(end - 1));
  out.AddStream(static_cast<std::uint32_t>(end));
}

}  // namespace

Probes ProbesOf(const Image& image, std::size_t max_streams, std::size_t max_leaves) {
  ProbeBuilder out;
  AddTableEnds(image, out);
  std::vector<std::uint32_t> active = CountStreams(image).active;
  if (active.size() > max_streams) active.resize(max_streams);
  for (const std::uint32_t sid : active) {
    out.AddNeighbours(sid, SplitOf(image));
    for (const LeafRange& leaf : LeavesOf(image, sid, max_leaves)) {
      out.AddLeaf(sid, std::nullopt, leaf.input, leaf.shift);
    }
    for (const std::uint64_t address : kCornerAddresses) out.AddAddress(sid, std::nullopt, address);
  }
  return out.Take();
}

}  // namespace quiesce
