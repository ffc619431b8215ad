#include "model/driver/insert.h"

#include "model/driver/adopt_checks.h"
#include "model/driver/deferral.h"
#include "model/driver/make_ste.h"

namespace quiesce {
namespace {

std::uint64_t FullL2Descriptor(std::uint64_t l2) {
  const L1Std<Concrete> l1 = With<"Span">(L1Std<Concrete>(), kDriverL1Span);
  return WithAddr<"L2Ptr">(l1, Bits<Concrete, 64>(l2)).word(0).raw();
}

std::optional<DriverStop> MapFoundL2(const InsertContext& ctx, std::uint32_t index,
                                     std::uint64_t l2, DriverStrtab& table) {
  const AdoptContext look{ctx.port, ctx.variant, ctx.platform};
  std::optional<Resource> mapping;
  if (auto stop = MapOrStop(look, FaultPoint::kMapL2, {l2, kDriverL2Bytes}, mapping)) return stop;
  table.AddL2(index, l2, *mapping);
  return std::nullopt;
}

std::optional<DriverStop> InstallFreshL2(const InsertContext& ctx, std::uint32_t index,
                                         std::uint64_t l1_address, DriverStrtab& table) {
  std::optional<Resource> fresh;
  if (!ctx.port.Fails(FaultPoint::kAllocL2)) {
    fresh = ctx.port.AllocDma(kDriverL2Bytes, kDriverL2Bytes);
  }
  if (!fresh) return RuleStop(AdoptRule::kInsertNoMemory, l1_address);
  const std::uint64_t l2 = fresh->range.first;
  WriteInitialStes(ctx.port, *fresh, l2, kDriverL2Stes, ctx.fresh_bypass);
  if (ctx.variant.l2_visible_before_l1) ctx.port.Barrier();
  ctx.port.WriteWord(*table.memory, l1_address, FullL2Descriptor(l2));
  table.AddL2(index, l2, *fresh);
  return std::nullopt;
}

}  // namespace

void WriteInitialStes(Port& port, const Resource& memory, std::uint64_t first, std::uint64_t count,
                      bool bypass) {
  const Ste<Concrete> ste = bypass ? BypassSte({}) : AbortSte();
  for (std::uint64_t i = 0; i < count; ++i) {
    for (unsigned word = 0; word < 8; ++word) {
      port.WriteWord(memory, first + i * 64 + word * 8, ste.word(word).raw());
    }
  }
}

std::optional<DriverStop> InsertStream(const InsertContext& ctx, std::uint32_t sid,
                                       DriverStrtab& table) {
  const Bits<Concrete, 32> id(sid);
  if (!DriverSidInRange(table.table, id)) return RuleStop(AdoptRule::kInsertSidOutOfRange);
  if (table.SteAddress(sid)) return std::nullopt;

  const std::uint64_t l1_address = DriverL1Address(table.table, id).raw();
  if (!ctx.adopted) return InstallFreshL2(ctx, L1IndexOf(sid), l1_address, table);
  const AdoptContext look_ctx{ctx.port, ctx.variant, ctx.platform};
  const L1Look look = LookAtL1(look_ctx, L1CheckTime::kInsert, *table.memory, l1_address);
  if (look.stop) return look.stop;
  if (look.empty) return InstallFreshL2(ctx, L1IndexOf(sid), l1_address, table);
  return MapFoundL2(ctx, L1IndexOf(sid), look.l2, table);
}

DeferralDecision AttachDeferred(ReadPort& port, const Variant& variant, const DriverStrtab& table,
                                std::span<const std::uint32_t> sids) {
  std::size_t deferring = 0;
  std::size_t asked = 0;
  for (const std::uint32_t sid : sids) {
    const std::optional<std::uint64_t> address = table.SteAddress(sid);
    if (!address) continue;
    const WordRead read = port.ReadWord(table.SteMemory(sid), *address);
    if (read.status != BusStatus::kOk) return {false, Unreadable(read.status, *address)};
    Ste<Concrete> ste;
    ste.word(0) = Bits<Concrete, 64>(read.value);
    ++asked;
    deferring += Defers(variant, ste).raw();
    if (variant.deferral_over == DeferralOver::kFirstStream) break;
    if (deferring != 0 && variant.deferral_over == DeferralOver::kAnyStream) break;
  }
  const bool all = variant.deferral_over == DeferralOver::kAllStreams;
  return {deferring != 0 && (!all || deferring == asked), std::nullopt};
}

std::optional<DriverStop> InsertStream(Image& image, const Variant& variant,
                                       const Platform& platform, std::uint32_t sid,
                                       L2Allocator& allocator, AdoptedView& view,
                                       std::vector<DriverWrite>& writes) {
  ImagePort port(image, allocator, writes);
  return InsertStream({port, variant, platform}, sid, view);
}

DeferralDecision AttachDeferred(const Image& image, const Variant& variant, const AdoptedView& view,
                                std::span<const std::uint32_t> sids) {
  ImageReader port(image);
  return AttachDeferred(port, variant, view, sids);
}

}  // namespace quiesce
