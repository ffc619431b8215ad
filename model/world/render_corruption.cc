#include "model/world/render_corruption.h"

#include "model/world/render_word.h"
#include "spec/stream_formats.h"

namespace quiesce {
namespace {

using L1StdC = L1Std<Concrete>;
using SteC = Ste<Concrete>;
using L1CdC = L1Cd<Concrete>;
using CdC = Cd<Concrete>;
using MaybeAddress = std::optional<std::uint64_t>;

constexpr unsigned kTableWords = 512;  ///< of a 4 KiB translation table, or the first of a larger

/// Reads and edits the structures of an image.
class Editor {
 public:
  Editor(const ImageLayout& layout, Image& image) : layout_(layout), image_(image) {}

 protected:
  std::uint64_t ReadWord(std::uint64_t pa) const { return image_.memory.Read64(pa).value; }
  void WriteWord(std::uint64_t pa, std::uint64_t value) const { image_.memory.Write64(pa, value); }

  template <class R>
  R Read(std::uint64_t pa) const {
    R r;
    for (std::size_t i = 0; i < R::kWords; ++i) r.word(i) = Word<64>(ReadWord(pa + 8 * i));
    return r;
  }
  template <class R, class Edit>
  void EditAt(MaybeAddress pa, Edit edit) const {
    if (!pa) return;
    const R edited = edit(Read<R>(*pa));
    for (std::size_t i = 0; i < R::kWords; ++i) WriteWord(*pa + 8 * i, edited.word(i).raw());
  }
  template <class Edit>
  void EditL1Std(std::uint32_t sid, Edit edit) const {
    EditAt<L1StdC>(layout_.L1Std(sid), edit);
  }
  template <class Edit>
  void EditSte(std::uint32_t sid, Edit edit) const {
    EditAt<SteC>(layout_.SteAddress(sid), edit);
  }
  template <class Edit>
  void EditCd(std::uint32_t sid, std::uint32_t ssid, Edit edit) const {
    EditAt<CdC>(layout_.CdAddress(sid, ssid), edit);
  }
  template <class Edit>
  void EditL1Cd(std::uint32_t sid, std::uint32_t ssid, Edit edit) const {
    EditAt<L1CdC>(L1CdAddress(sid, ssid), edit);
  }

  void SetWord(MaybeAddress pa, unsigned word, std::uint64_t value) const {
    if (pa && word < 8) WriteWord(*pa + 8 * word, value);
  }
  /// Words whose bit in `words` is 0 become 0.
  void Tear(MaybeAddress pa, unsigned words) const {
    for (unsigned i = 0; pa && i < 8; ++i) {
      if ((words >> i & 1) == 0) WriteWord(*pa + 8 * i, 0);
    }
  }
  void Flip(MaybeAddress pa, unsigned bit, unsigned bits) const {
    if (!pa || bit >= bits) return;
    const std::uint64_t at = *pa + bit / 64 * 8;
    WriteWord(at, ReadWord(at) ^ (std::uint64_t{1} << bit % 64));
  }

  MaybeAddress L1CdAddress(std::uint32_t sid, std::uint32_t ssid) const {
    const MaybeAddress pa = layout_.SteAddress(sid);
    if (!pa || !layout_.CdAddress(sid, ssid)) return std::nullopt;
    const SteC ste = Read<SteC>(*pa);
    const std::uint64_t format = Get<"S1Fmt">(ste).raw();
    if (format != 1 && format != 2) return std::nullopt;
    return Addr<"S1ContextPtr">(ste).raw() + 8 * (std::uint64_t{ssid} >> (format == 1 ? 6 : 10));
  }
  MaybeAddress RootTable(std::uint32_t sid, std::uint32_t ssid) const {
    const MaybeAddress pa = layout_.CdAddress(sid, ssid);
    if (!pa) return std::nullopt;
    return Addr<"TTB0">(Read<CdC>(*pa)).raw();
  }
  /// The first descriptor of the root table that is not 0.
  MaybeAddress FirstDescriptor(std::uint32_t sid, std::uint32_t ssid) const {
    const MaybeAddress root = RootTable(sid, ssid);
    for (unsigned i = 0; root && i < kTableWords; ++i) {
      if (ReadWord(*root + 8 * i) != 0) return *root + 8 * i;
    }
    return std::nullopt;
  }

  template <Reg R, class Edit>
  void EditRegister(Edit edit) const {
    image_.registers.Put<R>(edit(image_.registers.Get<R>()));
  }
  void Toggle(Reg reg, std::uint64_t bits) const {
    image_.registers.Write(reg, image_.registers.Read(reg) ^ bits);
  }

  const ImageLayout& layout_;
  Image& image_;
};

class Corrupter : Editor {
 public:
  using Editor::Editor;

  // --- registers ---

  void operator()(const FlipRegisterBit& c) const {
    if (c.bit < SpecOf(c.reg).format->bits) Toggle(c.reg, std::uint64_t{1} << c.bit);
  }
  void operator()(const LieLog2Size& c) const {
    EditRegister<Reg::STRTAB_BASE_CFG>(
        [&](auto cfg) { return With<"LOG2SIZE">(cfg, Word<6>(c.log2size)); });
  }
  void operator()(const LieSplit& c) const {
    EditRegister<Reg::STRTAB_BASE_CFG>(
        [&](auto cfg) { return With<"SPLIT">(cfg, Word<5>(c.split)); });
  }
  void operator()(const LieFormat&) const {
    EditRegister<Reg::STRTAB_BASE_CFG>(
        [](auto cfg) { return With<"FMT">(cfg, Word<2>(Get<"FMT">(cfg).raw() ^ 1)); });
  }
  void operator()(const PointStrtab& c) const {
    EditRegister<Reg::STRTAB_BASE>([&](auto r) { return WithAddr<"ADDR">(r, Word<64>(c.pa)); });
  }
  void operator()(const MisalignStrtab& c) const {
    EditRegister<Reg::STRTAB_BASE>(
        [&](auto r) { return WithAddr<"ADDR">(r, Addr<"ADDR">(r) + Word<64>(c.bytes)); });
  }
  void operator()(const LatchErrors& c) const { Toggle(Reg::GERROR, c.bits); }
  void operator()(const LieAck& c) const { Toggle(Reg::CR0ACK, c.bits); }
  void operator()(const PendGbpa&) const {
    EditRegister<Reg::GBPA>([](auto r) { return With<"Update">(r, 1); });
  }
  void operator()(const LieCommandIndex& c) const {
    image_.registers.Write(Reg::CMDQ_PROD, c.prod);
    image_.registers.Write(Reg::CMDQ_CONS, c.cons);
  }
  void operator()(const LieEventIndex& c) const {
    image_.registers.Write(Reg::EVENTQ_PROD, c.prod);
    image_.registers.Write(Reg::EVENTQ_CONS, c.cons);
  }

  // --- level 1 descriptors ---

  void operator()(const FlipL1StdBit& c) const { Flip(layout_.L1Std(c.sid), c.bit, 64); }
  void operator()(const LieSpan& c) const {
    EditL1Std(c.sid, [&](L1StdC std) { return With<"Span">(std, Word<5>(c.span)); });
  }
  void operator()(const NullL2Ptr& c) const { PointL2(c.sid, 0); }
  void operator()(const PointL2Ptr& c) const { PointL2(c.sid, c.pa); }
  void operator()(const LoopL2Ptr& c) const { PointL2(c.sid, layout_.base()); }
  void operator()(const PointL2PtrAtCds& c) const {
    const MaybeAddress ste = layout_.SteAddress(c.sid);
    if (ste) PointL2(c.sid, Addr<"S1ContextPtr">(Read<SteC>(*ste)).raw());
  }
  void operator()(const MisalignL2Ptr& c) const {
    EditL1Std(c.sid, [&](L1StdC std) {
      return WithAddr<"L2Ptr">(std, Addr<"L2Ptr">(std) + Word<64>(c.bytes));
    });
  }
  void operator()(const AliasL1Std& c) const {
    const auto source = layout_.L1Std(c.source_sid);
    if (!source) return;
    const L1StdC copy = Read<L1StdC>(*source);
    EditL1Std(c.sid, [&](L1StdC) { return copy; });
  }
  void operator()(const MoveL2ToZero& c) const {
    const MaybeAddress first = layout_.SteAddress(c.sid);
    const MaybeAddress l1std = layout_.L1Std(c.sid);
    if (!first || !l1std) return;
    const std::uint64_t l2 = Addr<"L2Ptr">(Read<L1StdC>(*l1std)).raw();
    const std::uint64_t bytes = 64 * layout_.L2Stes();
    image_.memory.Map(0, bytes);
    for (std::uint64_t at = 0; at < bytes; at += 8) {
      const std::uint64_t word = ReadWord(l2 + at);
      if (word != 0) WriteWord(at, word);
    }
    PointL2(c.sid, 0);
  }

  // --- STEs ---

  void operator()(const FlipSteBit& c) const { Flip(layout_.SteAddress(c.sid), c.bit, 512); }
  void operator()(const OverwriteSteWord& c) const {
    SetWord(layout_.SteAddress(c.sid), c.word, c.value);
  }
  void operator()(const TornSte& c) const { Tear(layout_.SteAddress(c.sid), c.words); }
  void operator()(const LieConfig& c) const {
    EditSte(c.sid, [&](SteC ste) { return With<"Config">(ste, Word<3>(c.config)); });
  }
  void operator()(const LieS1Fmt& c) const {
    EditSte(c.sid, [&](SteC ste) { return With<"S1Fmt">(ste, Word<2>(c.format)); });
  }
  void operator()(const LieS1CdMax& c) const {
    EditSte(c.sid, [&](SteC ste) { return With<"S1CDMax">(ste, Word<5>(c.log2size)); });
  }
  void operator()(const LieS2T0sz& c) const {
    EditSte(c.sid, [&](SteC ste) { return With<"S2T0SZ">(ste, Word<6>(c.txsz)); });
  }
  void operator()(const PointS2Ttb& c) const {
    EditSte(c.sid, [&](SteC ste) { return WithAddr<"S2TTB">(ste, Word<64>(c.pa)); });
  }
  void operator()(const PointS1Context& c) const { PointContext(c.sid, c.pa); }
  void operator()(const LoopS1Context& c) const {
    if (const MaybeAddress ste = layout_.SteAddress(c.sid)) PointContext(c.sid, *ste);
  }
  void operator()(const MisalignS1Context& c) const {
    EditSte(c.sid, [&](SteC ste) {
      return WithAddr<"S1ContextPtr">(ste, Addr<"S1ContextPtr">(ste) + Word<64>(c.bytes));
    });
  }
  void operator()(const AliasSte& c) const {
    WithSourceSte(c, [](SteC, const SteC& source) { return source; });
  }
  void operator()(const AliasS1Context& c) const {
    WithSourceSte(c, [](SteC ste, const SteC& source) {
      return WithAddr<"S1ContextPtr">(ste, Addr<"S1ContextPtr">(source));
    });
  }
  void operator()(const AliasVmid& c) const {
    WithSourceSte(
        c, [](SteC ste, const SteC& source) { return With<"S2VMID">(ste, Get<"S2VMID">(source)); });
  }

  // --- CDs and translation tables ---

  void operator()(const FlipCdBit& c) const { Flip(layout_.CdAddress(c.sid, c.ssid), c.bit, 512); }
  void operator()(const OverwriteCdWord& c) const {
    SetWord(layout_.CdAddress(c.sid, c.ssid), c.word, c.value);
  }
  void operator()(const TornCd& c) const { Tear(layout_.CdAddress(c.sid, c.ssid), c.words); }
  void operator()(const LieTg0& c) const {
    EditCd(c.sid, c.ssid, [&](CdC cd) { return With<"TG0">(cd, Word<2>(c.format)); });
  }
  void operator()(const LieT0sz& c) const {
    EditCd(c.sid, c.ssid, [&](CdC cd) { return With<"T0SZ">(cd, Word<6>(c.txsz)); });
  }
  void operator()(const PointTtb0& c) const {
    EditCd(c.sid, c.ssid, [&](CdC cd) { return WithAddr<"TTB0">(cd, Word<64>(c.pa)); });
  }
  void operator()(const AliasTtb0& c) const {
    WithSourceCd(
        c, [](CdC cd, const CdC& source) { return WithAddr<"TTB0">(cd, Addr<"TTB0">(source)); });
  }
  void operator()(const AliasAsid& c) const {
    WithSourceCd(c,
                 [](CdC cd, const CdC& source) { return With<"ASID">(cd, Get<"ASID">(source)); });
  }
  void operator()(const PointCdLeaf& c) const {
    EditL1Cd(c.sid, c.ssid,
             [&](L1CdC l1cd) { return WithAddr<"L2Ptr">(With<"V">(l1cd, 1), Word<64>(c.pa)); });
  }
  void operator()(const MisalignCdLeaf& c) const {
    EditL1Cd(c.sid, c.ssid, [&](L1CdC l1cd) {
      return WithAddr<"L2Ptr">(l1cd, Addr<"L2Ptr">(l1cd) + Word<64>(c.bytes));
    });
  }
  void operator()(const LoopTable& c) const {
    const MaybeAddress at = FirstDescriptor(c.sid, c.ssid);
    if (at) WriteWord(*at, *RootTable(c.sid, c.ssid) | 3);
  }
  void operator()(const FlipDescriptorBit& c) const {
    Flip(FirstDescriptor(c.sid, c.ssid), c.bit, 64);
  }

 private:
  void PointL2(std::uint32_t sid, std::uint64_t pa) const {
    EditL1Std(sid, [&](L1StdC std) { return WithAddr<"L2Ptr">(std, Word<64>(pa)); });
  }
  void PointContext(std::uint32_t sid, std::uint64_t pa) const {
    EditSte(sid, [&](SteC ste) { return WithAddr<"S1ContextPtr">(ste, Word<64>(pa)); });
  }
  template <class C, class Edit>
  void WithSourceSte(const C& c, Edit edit) const {
    const MaybeAddress source = layout_.SteAddress(c.source_sid);
    if (!source) return;
    const SteC copy = Read<SteC>(*source);
    EditSte(c.sid, [&](SteC ste) { return edit(ste, copy); });
  }
  template <class C, class Edit>
  void WithSourceCd(const C& c, Edit edit) const {
    const MaybeAddress source = layout_.CdAddress(c.source_sid, c.source_ssid);
    if (!source) return;
    const CdC copy = Read<CdC>(*source);
    EditCd(c.sid, c.ssid, [&](CdC cd) { return edit(cd, copy); });
  }
};

}  // namespace

void ApplyCorruption(const Corruption& corruption, const ImageLayout& layout, Image& image) {
  std::visit(Corrupter(layout, image), corruption);
}

}  // namespace quiesce
