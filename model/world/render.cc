#include "model/world/render.h"

#include <algorithm>

#include "model/world/render_corruption.h"
#include "model/world/render_layout.h"
#include "model/world/render_registers.h"
#include "model/world/render_stream.h"
#include "model/world/table_allocator.h"
#include "spec/stream_formats.h"

namespace quiesce {
namespace {

using SteC = Ste<Concrete>;

void WriteSte(SparseMemory& memory, std::uint64_t pa, const SteC& ste) {
  const auto words = RawWords(ste);
  for (std::size_t i = 0; i < words.size(); ++i) memory.Write64(pa + 8 * i, words[i]);
}

/// RAM after the last table, for what reads past its end.
constexpr std::uint64_t kRamAbove = 0x8000;

/// An array of 2^log2 STEs, all unused.
std::uint64_t AllocateStes(TableAllocator& allocator, unsigned log2, UnusedSte unused) {
  const std::uint64_t pa = allocator.Allocate(std::uint64_t{64} << log2);
  const std::uint64_t word0 = UnusedSteOf(unused).word(0).raw();
  if (word0 == 0) return pa;
  for (std::uint64_t i = 0; i >> log2 == 0; ++i) allocator.memory().Write64(pa + 64 * i, word0);
  return pa;
}

std::uint64_t AllocateStreamTable(TableAllocator& allocator, const StreamTable& t) {
  if (t.format == TableFormat::kLinear) return AllocateStes(allocator, t.log2size, t.unused);
  return allocator.Allocate(std::uint64_t{8} << (t.log2size - std::min(t.log2size, t.split)));
}

void AddL2(TableAllocator& allocator, const StreamTable& t, std::uint32_t sid,
           ImageLayout& layout) {
  const std::uint64_t l2 = AllocateStes(allocator, t.split, t.unused);
  const auto std = With<"Span">(L1Std<Concrete>(), Bits<Concrete, 5>(t.split + 1));
  const auto with_pointer = WithAddr<"L2Ptr">(std, Bits<Concrete, 64>(l2));
  allocator.memory().Write64(*layout.L1Std(sid), with_pointer.word(0).raw());
  layout.AddL2(layout.L1Index(sid), l2);
}

void AddStream(TableAllocator& allocator, const Scenario& s, const Stream& stream,
               ImageLayout& layout) {
  if (!layout.InRange(stream.sid)) return;
  if (layout.two_level() && !layout.HasL2(stream.sid)) {
    AddL2(allocator, s.stream_table, stream.sid, layout);
  }
  const RenderedStream rendered = RenderStream(allocator, s.smmu, stream);
  WriteSte(allocator.memory(), *layout.SteAddress(stream.sid), rendered.ste);
  for (const RenderedCd& cd : rendered.cds) layout.AddCd(stream.sid, cd.ssid, cd.pa);
}

/// The first address above them.
std::uint64_t RenderTables(const Scenario& s, Image& image) {
  image.memory.Clear();
  image.memory.set_unmapped(BusStatus::kAbort);
  TableAllocator allocator(image.memory, s.table_base);
  TableBases bases{};
  bases.stream_table = AllocateStreamTable(allocator, s.stream_table);
  bases.command_queue = allocator.Allocate(std::uint64_t{16} << kCommandQueueLog2);
  bases.event_queue = allocator.Allocate(std::uint64_t{32} << kEventQueueLog2);
  image.registers = RenderRegisters(s, bases);
  ImageLayout layout(s.stream_table, bases.stream_table);
  for (const Stream& stream : s.streams) AddStream(allocator, s, stream, layout);
  const std::uint64_t end = allocator.end();
  allocator.Allocate(kRamAbove);
  for (const Corruption& c : s.corruptions) ApplyCorruption(c, layout, image);
  return end;
}

}  // namespace

void RenderInto(const Scenario& s, Image& image) { RenderTables(s, image); }

PhysicalRange RenderedTables(const Scenario& scenario) {
  Image image;
  return {scenario.table_base, RenderTables(scenario, image) - scenario.table_base};
}

Image Render(const Scenario& scenario) {
  Image image;
  RenderInto(scenario, image);
  return image;
}

}  // namespace quiesce
