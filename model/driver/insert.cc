#include "model/driver/insert.h"

#include "model/driver/adopt_checks.h"

namespace quiesce {
namespace {

void Store(Image& image, std::uint64_t pa, std::uint64_t value, std::vector<DriverWrite>& writes) {
  image.memory.Write64(pa, value);
  writes.push_back({pa, value});
}

/// 256 STEs with V = 1, Config = abort; then the descriptor that makes them live.
std::uint64_t AbortSteWord0() { return With<"V">(Ste<Concrete>(), 1).word(0).raw(); }

std::uint64_t FullL2Descriptor(std::uint64_t l2) {
  const L1Std<Concrete> l1 = With<"Span">(L1Std<Concrete>(), kDriverL1Span);
  return WithAddr<"L2Ptr">(l1, Bits<Concrete, 64>(l2)).word(0).raw();
}

void WriteFreshL2(Image& image, std::uint64_t l2, std::vector<DriverWrite>& writes) {
  for (std::uint64_t ste = l2; ste != l2 + kDriverL2Bytes; ste += 64) {
    Store(image, ste, AbortSteWord0(), writes);
    for (unsigned word = 1; word < 8; ++word) Store(image, ste + word * 8, 0, writes);
  }
}

DriverStop Rejected(AdoptRule rule, std::optional<std::uint64_t> address = std::nullopt) {
  return {DriverStopKind::kRule, rule, address};
}

/// The crashed kernel's L2 table behind a used descriptor.
std::optional<DriverStop> MapFoundL2(const Variant& variant, const Platform& platform,
                                     const L1Std<Concrete>& l1, std::uint64_t l1_address,
                                     std::uint64_t& l2) {
  FirstHit<AdoptRule> hit;
  L1DescriptorRules(variant, L1CheckTime::kInsert, l1, hit);
  if (hit.hit()) return Rejected(*hit.hit(), l1_address);
  l2 = DriverPhysical(variant, platform, DriverL2Base(l1).raw());
  if (OverlapsProtected(variant, platform, {l2, kDriverL2Bytes})) {
    return Rejected(AdoptRule::kL2Overlap, l1_address);
  }
  return std::nullopt;
}

std::optional<DriverStop> InstallFreshL2(Image& image, std::uint64_t l1_address,
                                         L2Allocator& allocator, std::uint64_t& l2,
                                         std::vector<DriverWrite>& writes) {
  const std::optional<std::uint64_t> fresh = allocator.Take();
  if (!fresh) return Rejected(AdoptRule::kInsertNoMemory, l1_address);
  l2 = *fresh;
  WriteFreshL2(image, l2, writes);
  Store(image, l1_address, FullL2Descriptor(l2), writes);
  return std::nullopt;
}

bool Defers(const Variant& variant, const Ste<Concrete>& ste) {
  const bool valid = Is<"V">(ste).raw();
  if (variant.deferral == Deferral::kAnyValid) return valid;
  return valid && (Get<"Config">(ste) != 0).raw();
}

}  // namespace

std::optional<std::uint64_t> L2Allocator::Take() {
  if (left_ < kDriverL2Bytes) return std::nullopt;
  left_ -= kDriverL2Bytes;
  return std::exchange(next_, next_ + kDriverL2Bytes);
}

std::optional<DriverStop> InsertStream(Image& image, const Variant& variant,
                                       const Platform& platform, std::uint32_t sid,
                                       L2Allocator& allocator, AdoptedView& view,
                                       std::vector<DriverWrite>& writes) {
  const Bits<Concrete, 32> id(sid);
  if (!DriverSidInRange(view.table, id)) return Rejected(AdoptRule::kInsertSidOutOfRange);
  if (view.SteAddress(sid)) return std::nullopt;

  const std::uint64_t l1_address = DriverL1Address(view.table, id).raw();
  const WordRead read = image.memory.Read64(l1_address);
  if (read.status != BusStatus::kOk) return Unreadable(read.status, l1_address);
  const L1Std<Concrete> l1{Bits<Concrete, 64>(read.value)};
  std::uint64_t l2 = 0;
  const std::optional<DriverStop> stop =
      L1Empty(variant, l1) ? InstallFreshL2(image, l1_address, allocator, l2, writes)
                           : MapFoundL2(variant, platform, l1, l1_address, l2);
  if (!stop) view.l2.emplace(static_cast<std::uint32_t>(DriverL1Index(id).raw()), l2);
  return stop;
}

DeferralDecision AttachDeferred(const Image& image, const Variant& variant, const AdoptedView& view,
                                std::span<const std::uint32_t> sids) {
  for (const std::uint32_t sid : sids) {
    const std::optional<std::uint64_t> address = view.SteAddress(sid);
    if (!address) continue;
    const WordRead read = image.memory.Read64(*address);
    if (read.status != BusStatus::kOk) return {false, Unreadable(read.status, *address)};
    Ste<Concrete> ste;
    ste.word(0) = Bits<Concrete, 64>(read.value);
    if (Defers(variant, ste)) return {true, std::nullopt};
  }
  return {false, std::nullopt};
}

}  // namespace quiesce
