// Corruptions of what the crash left.
#include <algorithm>
#include <iterator>

#include "generators/operator_rows.h"
#include "spec/registers.h"

namespace quiesce {
namespace {

using Drawn = std::optional<Corruption>;

/// What software writes; the crashed kernel cannot have damaged a read-only register.
constexpr Reg kWritableRegisters[] = {Reg::STRTAB_BASE,
                                      Reg::STRTAB_BASE,
                                      Reg::STRTAB_BASE_CFG,
                                      Reg::STRTAB_BASE_CFG,
                                      Reg::CR0,
                                      Reg::CR1,
                                      Reg::CR2,
                                      Reg::GBPA,
                                      Reg::GERRORN,
                                      Reg::CMDQ_BASE,
                                      Reg::CMDQ_PROD,
                                      Reg::CMDQ_CONS,
                                      Reg::IRQ_CTRL};

/// A StreamID in use, or now and then any of the table.
std::uint32_t DrawSid(Prng& p, const Scenario& s) {
  if (s.streams.empty() || p.OneIn(16)) {
    return static_cast<std::uint32_t>(p.Next() & MaxValue(s.stream_table.log2size));
  }
  return s.streams[p.Below(s.streams.size())].sid;
}

bool TwoLevel(const Scenario& s) { return s.stream_table.format == TableFormat::kTwoLevel; }
bool Stage1(const Stream& s) { return HasStage1(s.kind); }
bool Stage2(const Stream& s) { return HasStage2(s.kind); }
bool Any(const Stream&) { return true; }

template <class Wanted, class Make>
Drawn OfStream(Prng& p, const Scenario& s, Wanted wanted, Make make) {
  const std::optional<std::size_t> i = DrawStreamIndex(p, s, wanted);
  if (!i) return std::nullopt;
  return make(s.streams[*i].sid);
}

template <class Make>
Drawn OfTwoStreams(Prng& p, const Scenario& s, bool (*wanted)(const Stream&), Make make) {
  const std::optional<std::size_t> a = DrawStreamIndex(p, s, wanted);
  if (!a) return std::nullopt;
  const std::uint32_t sid = s.streams[*a].sid;
  const auto other = DrawStreamIndex(
      p, s, [&](const Stream& stream) { return wanted(stream) && stream.sid != sid; });
  if (!other) return std::nullopt;
  return make(sid, s.streams[*other].sid);
}

template <class Make>
Drawn OfCd(Prng& p, const Scenario& s, Make make) {
  const std::optional<CdTarget> cd = DrawCd(p, s);
  if (!cd) return std::nullopt;
  return make(*cd);
}

template <class Make>
Drawn OfTwoCds(Prng& p, const Scenario& s, Make make) {
  const std::optional<CdTarget> cd = DrawCd(p, s);
  const std::optional<CdTarget> other = cd ? DrawOtherCd(p, s, *cd) : std::nullopt;
  if (!other) return std::nullopt;
  return make(*cd, *other);
}

template <class Make>
Drawn OfL1Std(Prng& p, const Scenario& s, Make make) {
  if (!TwoLevel(s)) return std::nullopt;
  return make(DrawSid(p, s));
}

template <class Make>
Drawn OfCdLeaf(Prng& p, const Scenario& s, Make make) {
  const auto i = DrawStreamIndex(p, s, [](const Stream& stream) {
    return HasStage1(stream.kind) && stream.cd_format != CdTableFormat::kLinear &&
           stream.s1cdmax != 0 && !stream.substreams.empty();
  });
  if (!i) return std::nullopt;
  const Stream& stream = s.streams[*i];
  return make(CdTarget{stream.sid, stream.substreams[p.Below(stream.substreams.size())].ssid});
}

/// The first word, with V, Config and the pointer, is worth a third.
unsigned DrawBit(Prng& p) { return p.OneIn(3) ? p.Between(0, 63) : p.Between(0, 511); }

/// Often V alone: what an update that began, or a stream that was taken down, leaves behind; or the
/// alignment of S1ContextPtr.
unsigned DrawSteBit(Prng& p) {
  if (p.OneIn(6)) return 0;
  return p.OneIn(6) ? p.Between(6, 11) : DrawBit(p);
}

/// Next to `built`, or any value of `bits` bits.
unsigned Near(Prng& p, unsigned built, unsigned bits) {
  if (p.OneIn(2)) return static_cast<unsigned>(p.Bits(bits));
  const unsigned by = p.Between(1, 3);
  const unsigned near = p.OneIn(2) ? built + by : built - std::min(built, by);
  return std::min(near, static_cast<unsigned>(MaxValue(bits)));
}

std::uint64_t DrawValue(Prng& p) {
  constexpr std::uint64_t kCorners[] = {0, ~std::uint64_t{0}, 1, 0x9, 0xB, 0xFFFF'FFFF};
  return p.OneIn(2) ? p.Pick(kCorners) : p.Next();
}

Drawn DrawFlipRegisterBit(Prng& p, const Scenario&) {
  const Reg reg = p.Pick(kWritableRegisters);
  return FlipRegisterBit{reg, p.Between(0, SpecOf(reg).format->bits - 1u)};
}

unsigned DrawSpan(Prng& p) {
  constexpr unsigned kCorners[] = {0, 1, 5, 7, 8, 10, 11, 12, 31};
  return p.OneIn(2) ? p.Pick(kCorners) : p.Between(0, 31);
}

Drawn DrawLieLog2Size(Prng& p, const Scenario& s) {
  const unsigned corners[] = {0, 7, 8, 9, 17, 25, 26, 31, s.smmu.sid_bits, s.smmu.sid_bits + 1, 63};
  const bool may_be_large = s.smmu.sid_bits > 25 && s.stream_table.format == TableFormat::kLinear;
  // Around the most that a driver takes; larger ones are hardly ever aligned.
  if (may_be_large && p.OneIn(2)) {
    return LieLog2Size{p.Pick({25u, 26u, 26u, 27u, s.smmu.sid_bits})};
  }
  if (p.OneIn(2)) return LieLog2Size{p.Pick(corners)};
  return LieLog2Size{Near(p, s.stream_table.log2size, 6)};
}

Drawn DrawLieS2T0sz(Prng& p, const Scenario& s) {
  const std::optional<std::size_t> i = DrawStreamIndex(p, s, Stage2);
  if (!i) return std::nullopt;
  return LieS2T0sz{s.streams[*i].sid, Near(p, s.streams[*i].stage2.txsz, 6)};
}

/// Half of them within the table, where the SMMU still finds it.
Drawn DrawMisalignS1Context(Prng& p, const Scenario& s) {
  const std::optional<std::size_t> i = DrawStreamIndex(p, s, Stage1);
  if (!i) return std::nullopt;
  const Stream& stream = s.streams[*i];
  const unsigned within = (1u << std::min(stream.s1cdmax, 6u)) - 1;
  return MisalignS1Context{stream.sid, 64 * p.Between(1, within != 0 && p.OneIn(2) ? within : 63)};
}

Drawn DrawPointL2Ptr(Prng& p, const Scenario& s) {
  return OfL1Std(p, s, [&](auto sid) { return PointL2Ptr{sid, DrawWildAddress(p)}; });
}

/// GERROR: CMDQ, EVENTQ and PRIQ abort, MSI aborts, service failure. IHI 0070 G.b 6.3.18.
Drawn DrawLatchErrors(Prng& p, const Scenario&) {
  constexpr std::uint32_t kBits[] = {0x1, 0x4, 0x5, 0x8, 0x10, 0x80, 0x100, 0x1FD};
  return LatchErrors{p.Pick(kBits)};
}

LieCommandIndex CommandIndexes(Prng& p) {
  return {static_cast<std::uint32_t>(p.Bits(p.OneIn(2) ? 2 : 20)),
          static_cast<std::uint32_t>(p.OneIn(2) ? 0 : p.Bits(20))};
}

constexpr std::string_view kDyingKernel = "the dying kernel: a stray store, or a driver bug";
constexpr std::string_view kBitError = "memory: an uncorrected bit error";
constexpr std::string_view kWildDma = "a device: DMA that is not the SMMU's, into its tables";
constexpr std::string_view kFirmware =
    "firmware that set up the SMMU, or touched it after the crash";
constexpr std::string_view kMidUpdate = "the dying kernel: stopped between two stores";
constexpr std::string_view kGuest = "a hypervisor that mixes up its guests' objects";
constexpr std::string_view kFreed = "the dying kernel: the table was freed and its memory reused";
constexpr std::string_view kForeign = "a foreign driver, with sizes that Linux does not use";
constexpr std::string_view kTwoLevel = "a 2-level stream table";
constexpr std::string_view kCd = "a stage 1 stream with a CD";
constexpr std::string_view kTwoCds = "two CDs";
constexpr std::string_view kLeaf = "a 2-level CD table";
constexpr std::string_view kStage1 = "a stage 1 stream";
constexpr std::string_view kTwoStage1 = "two stage 1 streams";
constexpr std::string_view kStage2 = "a stage 2 stream";
constexpr std::string_view kStream = "a stream";
constexpr std::string_view kTwoStreams = "two streams";

constexpr CorruptionOperator kImageOperators[] = {
    {"FlipRegisterBit", "one bit of a register that software writes", kFirmware, "",
     DrawFlipRegisterBit},
    {"LieLog2Size", "STRTAB_BASE_CFG.LOG2SIZE is not what was built", kForeign, "",
     DrawLieLog2Size},
    {"LieSplit", "STRTAB_BASE_CFG.SPLIT is not what was built", kForeign, "",
     [](Prng& p, const Scenario&) -> Drawn {
       return LieSplit{p.OneIn(2) ? p.Pick({6u, 8u, 10u}) : p.Between(0, 31)};
     }},
    {"LieFormat", "STRTAB_BASE_CFG.FMT names the other format", kFirmware, "",
     [](Prng&, const Scenario&) -> Drawn { return LieFormat{}; }},
    {"PointStrtab", "STRTAB_BASE points where no table should be", kFirmware, "",
     [](Prng& p, const Scenario&) -> Drawn { return PointStrtab{DrawWildAddress(p)}; }},
    {"MisalignStrtab", "STRTAB_BASE is not aligned to the table's size", kForeign, "",
     [](Prng& p, const Scenario&) -> Drawn { return MisalignStrtab{64 * p.Between(1, 255)}; }},
    {"LatchErrors", "errors are latched in GERROR, or the SMMU is in service failure mode",
     "the SMMU: a rejected command, an aborted queue write, or a hardware failure", "",
     DrawLatchErrors},
    {"LieAck", "CR0ACK differs from CR0: an update had begun", kMidUpdate, "",
     [](Prng& p, const Scenario&) -> Drawn { return LieAck{1u << p.Between(0, 4)}; }},
    {"PendGbpa", "GBPA.Update is 1: an update had begun", kMidUpdate, "",
     [](Prng&, const Scenario&) -> Drawn { return PendGbpa{}; }},
    {"LieCommandIndex", "indexes of the command queue are anywhere", kMidUpdate, "",
     [](Prng& p, const Scenario&) -> Drawn { return CommandIndexes(p); }},
    {"LieEventIndex", "indexes of the event queue are anywhere: overflown, or never drained",
     "a device: a flood of faults at the crash", "",
     [](Prng& p, const Scenario&) -> Drawn {
       const LieCommandIndex c = CommandIndexes(p);
       return LieEventIndex{c.prod, c.cons};
     }},

    {"FlipL1StdBit", "one bit of an L1STD", kBitError, kTwoLevel,
     [](Prng& p, const Scenario& s) {
       return OfL1Std(p, s, [&](auto sid) {
         return FlipL1StdBit{sid, p.OneIn(2) ? p.Between(0, 15) : p.Between(0, 63)};
       });
     }},
    {"LieSpan", "L1STD.Span claims another size, reserved ones among them", kForeign, kTwoLevel,
     [](Prng& p, const Scenario& s) {
       return OfL1Std(p, s, [&](auto sid) { return LieSpan{sid, DrawSpan(p)}; });
     }},
    {"NullL2Ptr", "L1STD.L2Ptr is 0 while its Span is not", kMidUpdate, kTwoLevel,
     [](Prng& p, const Scenario& s) {
       return OfL1Std(p, s, [](auto sid) { return NullL2Ptr{sid}; });
     }},
    {"MisalignL2Ptr", "L1STD.L2Ptr is not aligned to the size of its table", kForeign, kTwoLevel,
     [](Prng& p, const Scenario& s) {
       return OfL1Std(p, s, [&](auto sid) { return MisalignL2Ptr{sid, 64 * p.Between(1, 255)}; });
     }},
    {"AliasL1Std", "two L1STDs share one L2 table", kDyingKernel, kTwoLevel,
     [](Prng& p, const Scenario& s) {
       return OfL1Std(p, s, [&](auto sid) { return AliasL1Std{sid, DrawSid(p, s)}; });
     }},
    {"PointL2Ptr", "L1STD.L2Ptr points into the next kernel, registers, a hole or above the OAS",
     kFreed, kTwoLevel, DrawPointL2Ptr},
    {"LoopL2Ptr", "L1STD.L2Ptr points at the level 1 table itself", kBitError, kTwoLevel,
     [](Prng& p, const Scenario& s) {
       return OfL1Std(p, s, [](auto sid) { return LoopL2Ptr{sid}; });
     }},
    {"PointL2PtrAtCds", "L1STD.L2Ptr points at a table of CDs", kDyingKernel,
     "a 2-level stream table and a stage 1 stream",
     [](Prng& p, const Scenario& s) -> Drawn {
       if (!TwoLevel(s)) return std::nullopt;
       return OfStream(p, s, Stage1, [](auto sid) { return PointL2PtrAtCds{sid}; });
     }},
    {"MoveL2ToZero", "an L2 table lies at address 0", "a machine whose RAM starts at 0",
     "a 2-level stream table and a stream",
     [](Prng& p, const Scenario& s) -> Drawn {
       if (!TwoLevel(s)) return std::nullopt;
       return OfStream(p, s, Any, [](auto sid) { return MoveL2ToZero{sid}; });
     }},

    {"FlipSteBit", "one bit of an STE", kBitError, "",
     [](Prng& p, const Scenario& s) -> Drawn {
       return FlipSteBit{DrawSid(p, s), DrawSteBit(p)};
     }},
    {"OverwriteSteWord", "one 64-bit word of an STE is another", kWildDma, kStream,
     [](Prng& p, const Scenario& s) {
       return OfStream(p, s, Any, [&](auto sid) {
         return OverwriteSteWord{sid, p.OneIn(2) ? 0 : p.Between(1, 7), DrawValue(p)};
       });
     }},
    {"TornSte", "only some words of an STE were stored", kMidUpdate, kStream,
     [](Prng& p, const Scenario& s) {
       return OfStream(p, s, Any, [&](auto sid) { return TornSte{sid, p.Between(0, 254)}; });
     }},
    {"LieConfig", "STE.Config is another, reserved ones among them", kDyingKernel, kStream,
     [](Prng& p, const Scenario& s) {
       return OfStream(p, s, Any, [&](auto sid) { return LieConfig{sid, p.Between(0, 7)}; });
     }},
    {"LieS1Fmt", "STE.S1Fmt is another, the reserved one among them", kForeign, kStage1,
     [](Prng& p, const Scenario& s) {
       return OfStream(p, s, Stage1, [&](auto sid) { return LieS1Fmt{sid, p.Between(0, 3)}; });
     }},
    {"LieS1CdMax", "STE.S1CDMax claims more CDs, or fewer", kForeign, kStage1,
     [](Prng& p, const Scenario& s) {
       return OfStream(p, s, Stage1, [&](auto sid) { return LieS1CdMax{sid, Near(p, 1, 5)}; });
     }},
    {"PointS1Context", "STE.S1ContextPtr points where no CD should be", kFreed, kStage1,
     [](Prng& p, const Scenario& s) {
       return OfStream(p, s, Stage1, [&](auto sid) {
         return PointS1Context{sid, DrawWildAddress(p)};
       });
     }},
    {"MisalignS1Context", "STE.S1ContextPtr is not aligned to its table's size", kForeign, kStage1,
     DrawMisalignS1Context},
    {"LoopS1Context", "STE.S1ContextPtr points at the STE itself", kBitError, kStage1,
     [](Prng& p, const Scenario& s) {
       return OfStream(p, s, Stage1, [](auto sid) { return LoopS1Context{sid}; });
     }},
    {"AliasS1Context", "two STEs share one table of CDs", kDyingKernel, kTwoStage1,
     [](Prng& p, const Scenario& s) {
       return OfTwoStreams(p, s, Stage1, [](auto a, auto b) { return AliasS1Context{a, b}; });
     }},
    {"AliasSte", "two StreamIDs have the same STE", kGuest, kTwoStreams,
     [](Prng& p, const Scenario& s) {
       return OfTwoStreams(p, s, Any, [](auto a, auto b) { return AliasSte{a, b}; });
     }},
    {"AliasVmid", "two STEs share a VMID", kGuest, "two stage 2 streams",
     [](Prng& p, const Scenario& s) {
       return OfTwoStreams(p, s, Stage2, [](auto a, auto b) { return AliasVmid{a, b}; });
     }},
    {"LieS2T0sz", "STE.S2T0SZ is another", kForeign, kStage2, DrawLieS2T0sz},
    {"PointS2Ttb", "STE.S2TTB points where no table should be", kFreed, kStage2,
     [](Prng& p, const Scenario& s) {
       return OfStream(p, s, Stage2, [&](auto sid) { return PointS2Ttb{sid, DrawWildAddress(p)}; });
     }},

    {"FlipCdBit", "one bit of a CD", kBitError, kCd,
     [](Prng& p, const Scenario& s) {
       return OfCd(p, s, [&](auto cd) { return FlipCdBit{cd.sid, cd.ssid, DrawBit(p)}; });
     }},
    {"OverwriteCdWord", "one 64-bit word of a CD is another", kWildDma, kCd,
     [](Prng& p, const Scenario& s) {
       return OfCd(p, s, [&](auto cd) {
         return OverwriteCdWord{cd.sid, cd.ssid, p.Between(0, 7), DrawValue(p)};
       });
     }},
    {"TornCd", "only some words of a CD were stored", kMidUpdate, kCd,
     [](Prng& p, const Scenario& s) {
       return OfCd(p, s, [&](auto cd) { return TornCd{cd.sid, cd.ssid, p.Between(0, 254)}; });
     }},
    {"LieTg0", "CD.TG0 is another, the reserved one among them", kForeign, kCd,
     [](Prng& p, const Scenario& s) {
       return OfCd(p, s, [&](auto cd) { return LieTg0{cd.sid, cd.ssid, p.Between(0, 3)}; });
     }},
    {"LieT0sz", "CD.T0SZ is another", kForeign, kCd,
     [](Prng& p, const Scenario& s) {
       return OfCd(p, s, [&](auto cd) { return LieT0sz{cd.sid, cd.ssid, Near(p, 16, 6)}; });
     }},
    {"PointTtb0", "CD.TTB0 points where no table should be", kFreed, kCd,
     [](Prng& p, const Scenario& s) {
       return OfCd(p, s, [&](auto cd) { return PointTtb0{cd.sid, cd.ssid, DrawWildAddress(p)}; });
     }},
    {"AliasTtb0", "two CDs share a translation table", kDyingKernel, kTwoCds,
     [](Prng& p, const Scenario& s) {
       return OfTwoCds(p, s, [](auto a, auto b) {
         return AliasTtb0{a.sid, a.ssid, b.sid, b.ssid};
       });
     }},
    {"AliasAsid", "two CDs share an ASID", kGuest, kTwoCds,
     [](Prng& p, const Scenario& s) {
       return OfTwoCds(p, s, [](auto a, auto b) {
         return AliasAsid{a.sid, a.ssid, b.sid, b.ssid};
       });
     }},
    {"PointCdLeaf", "an L1CD points where no CDs should be, or to 0", kFreed, kLeaf,
     [](Prng& p, const Scenario& s) {
       return OfCdLeaf(p, s, [&](auto cd) {
         return PointCdLeaf{cd.sid, cd.ssid, p.OneIn(2) ? 0 : DrawWildAddress(p)};
       });
     }},
    {"MisalignCdLeaf", "L1CD.L2Ptr is not aligned to its leaf", kForeign, kLeaf,
     [](Prng& p, const Scenario& s) {
       return OfCdLeaf(p, s, [&](auto cd) {
         return MisalignCdLeaf{cd.sid, cd.ssid, 0x1000 * p.Between(1, 15)};
       });
     }},
    {"LoopTable", "a translation table names itself as its next level", kDyingKernel, kCd,
     [](Prng& p, const Scenario& s) {
       return OfCd(p, s, [](auto cd) { return LoopTable{cd.sid, cd.ssid}; });
     }},
    {"FlipDescriptorBit", "one bit of a translation table descriptor", kBitError, kCd,
     [](Prng& p, const Scenario& s) {
       return OfCd(p, s, [&](auto cd) {
         return FlipDescriptorBit{cd.sid, cd.ssid, p.Between(0, 63)};
       });
     }},
};
static_assert(std::size(kImageOperators) == kCorruptionKinds);

}  // namespace

std::span<const CorruptionOperator> ImageOperators() { return kImageOperators; }

}  // namespace quiesce
