#include "model/world/render_corruption.h"

#include "spec/stream_formats.h"

namespace quiesce {
namespace {

using L1StdC = L1Std<Concrete>;

class Corrupter {
 public:
  Corrupter(const ImageLayout& layout, Image& image) : layout_(layout), image_(image) {}

  void operator()(const FlipRegisterBit& c) const {
    if (c.bit >= SpecOf(c.reg).format->bits) return;
    RegisterImage& r = image_.registers;
    r.Write(c.reg, r.Read(c.reg) ^ (std::uint64_t{1} << c.bit));
  }
  void operator()(const FlipL1StdBit& c) const { Flip(layout_.L1Std(c.sid), c.bit, 64); }
  void operator()(const FlipSteBit& c) const { Flip(layout_.SteAddress(c.sid), c.bit, 512); }
  void operator()(const FlipCdBit& c) const { Flip(layout_.CdAddress(c.sid, c.ssid), c.bit, 512); }
  void operator()(const LieSpan& c) const {
    EditL1Std(c.sid, [&](L1StdC std) { return With<"Span">(std, Bits<Concrete, 5>(c.span)); });
  }
  void operator()(const NullL2Ptr& c) const {
    EditL1Std(c.sid, [](L1StdC std) { return With<"L2Ptr">(std, 0); });
  }
  void operator()(const MisalignL2Ptr& c) const {
    EditL1Std(c.sid, [&](L1StdC std) {
      return WithAddr<"L2Ptr">(std, Addr<"L2Ptr">(std) + Bits<Concrete, 64>(c.bytes));
    });
  }
  void operator()(const LieLog2Size& c) const {
    const auto cfg = image_.registers.Get<Reg::STRTAB_BASE_CFG>();
    image_.registers.Put<Reg::STRTAB_BASE_CFG>(
        With<"LOG2SIZE">(cfg, Bits<Concrete, 6>(c.log2size)));
  }
  void operator()(const LieSplit& c) const {
    const auto cfg = image_.registers.Get<Reg::STRTAB_BASE_CFG>();
    image_.registers.Put<Reg::STRTAB_BASE_CFG>(With<"SPLIT">(cfg, Bits<Concrete, 5>(c.split)));
  }
  void operator()(const AliasL1Std& c) const {
    const auto source = layout_.L1Std(c.source_sid);
    if (!source) return;
    const std::uint64_t copy = image_.memory.Read64(*source).value;
    EditL1Std(c.sid, [&](L1StdC) { return L1StdC(Bits<Concrete, 64>(copy)); });
  }

 private:
  void Flip(std::optional<std::uint64_t> pa, unsigned bit, unsigned bits) const {
    if (!pa || bit >= bits) return;
    const std::uint64_t at = *pa + bit / 64 * 8;
    image_.memory.Write64(at, image_.memory.Read64(at).value ^ (std::uint64_t{1} << bit % 64));
  }

  template <class Edit>
  void EditL1Std(std::uint32_t sid, Edit edit) const {
    const auto pa = layout_.L1Std(sid);
    if (!pa) return;
    const L1StdC old(Bits<Concrete, 64>(image_.memory.Read64(*pa).value));
    image_.memory.Write64(*pa, edit(old).word(0).raw());
  }

  const ImageLayout& layout_;
  Image& image_;
};

}  // namespace

void ApplyCorruption(const Corruption& corruption, const ImageLayout& layout, Image& image) {
  std::visit(Corrupter(layout, image), corruption);
}

}  // namespace quiesce
