#include "model/smmu/queue/command_decode.h"

#include <optional>

#include "model/smmu/queue/tlbi_range.h"
#include "spec/choice_specs.h"

namespace quiesce {
namespace {

consteval bool HasField(const FormatSpec& format, std::string_view name) {
  for (const FieldSpec& f : format.fields) {
    if (f.name == name) return true;
  }
  return false;
}

/// One command with what its meaning depends on.
class Decoder {
 public:
  Decoder(const CommandWords& words, const ProgrammingInterface& regs, Choices& choices)
      : words_(words), regs_(regs), choices_(choices), idr0_(regs.Visible<Reg::IDR0>()) {}

  Command Decode() {
    const CommandSpec* spec = FindCommand(static_cast<std::uint8_t>(words_[0]));
    if (spec == nullptr || !Has(spec->needs)) return IllegalCommand{};
    if (HasReservedBits(*spec->format) && choices_.Pick(ChoicePoint::kReservedBits, 2) == 1) {
      return IllegalCommand{};
    }
    return Dispatch(spec->opcode);
  }

 private:
  template <Opcode O>
  CommandRecord<Concrete, O> As() const {
    return FromRaw<CommandRecord<Concrete, O>>(words_);
  }

  bool Has(Needs needs) const;
  bool HasReservedBits(const FormatSpec& format) const;
  Command Dispatch(Opcode opcode);

  Command DecodePrefetchConfig();
  Command DecodePrefetchAddr();
  Command DecodeCfgiSte();
  Command DecodeCfgiSteRange();
  Command DecodeCfgiCd();
  Command DecodeCfgiCdAll();
  Command DecodeTlbi(Opcode opcode);
  Command DecodeAtcInv();
  Command DecodePriResp();
  Command DecodeResume();
  Command DecodeStallTerm();
  Command DecodeSync();

  /// The parameter if it has at most `size` bits; else CU-24: nothing, or any value that fits.
  std::optional<std::uint32_t> InRange(std::uint64_t value, std::uint64_t size) {
    const auto bits = static_cast<unsigned>(size);
    if (value <= MaxValue(bits)) return static_cast<std::uint32_t>(value);
    if (choices_.Pick(ChoicePoint::kCommandOutOfRange, 2) == 0) return std::nullopt;
    return static_cast<std::uint32_t>(choices_.Unknown(ChoicePoint::kCommandOutOfRange, bits));
  }
  std::optional<std::uint32_t> StreamId(Bits<Concrete, 32> id) {
    return InRange(id.raw(), Get<"SIDSIZE">(regs_.Visible<Reg::IDR1>()).raw());
  }

  /// The SubstreamID of a command with SSV. False: the command has no effect.
  bool Substream(Bool<Concrete> ssv, Bits<Concrete, 20> id, std::optional<std::uint32_t>& out) {
    const std::uint64_t size = Get<"SSIDSIZE">(regs_.Visible<Reg::IDR1>()).raw();
    if (!ssv) return true;
    if (size == 0) return choices_.Pick(ChoicePoint::kCommandSsv, 2) == 0;
    out = InRange(id.raw(), size);
    return out.has_value();
  }

  template <Opcode O>
  bool TakeVmid(Invalidation& inv);
  template <Opcode O>
  bool TakeAsid(Invalidation& inv);
  template <Opcode O>
  Command Tlbi();
  template <Opcode O>
  Command TlbiByAddress();

  const CommandWords& words_;
  const ProgrammingInterface& regs_;
  Choices& choices_;
  RegisterRecord<Concrete, Reg::IDR0> idr0_;
};

bool Decoder::Has(Needs needs) const {
  switch (needs) {
    case Needs::kNothing:
      return true;
    case Needs::kStage1:
      return bool(Is<"S1P">(idr0_));
    case Needs::kStage2:
      return bool(Is<"S2P">(idr0_));
    case Needs::kHyp:
      return bool(Is<"Hyp">(idr0_));
    case Needs::kAts:
      return bool(Is<"ATS">(idr0_));
    case Needs::kPri:
      return bool(Is<"PRI">(idr0_));
    case Needs::kStall:
      return bool(Get<"STALL_MODEL">(idr0_) != 1);
    case Needs::kMpam:
    case Needs::kDpt:
    case Needs::kSecureQueue:
      return false;
  }
  return false;
}

/// Fields that an option or a version leaves out are reserved too. IHI 0070 G.b 4.1.5, 4.2.2,
/// 4.4.1.1.
bool Decoder::HasReservedBits(const FormatSpec& format) const {
  CommandWords defined{};
  const bool ril = bool(Is<"RIL">(regs_.Visible<Reg::IDR3>()));
  const bool v3p0 = regs_.minor_version() == kSmmuV3p0;
  for (const FieldSpec& f : format.fields) {
    const bool range = f.name == "NUM" || f.name == "SCALE" || f.name == "TTL" || f.name == "TG";
    if ((range && !ril) || (f.name == "Stride" && v3p0)) continue;
    defined[f.lsb / 64] |= MaxValue(f.width) << (f.lsb % 64);
  }
  return ((words_[0] & ~defined[0]) | (words_[1] & ~defined[1])) != 0;
}

Command Decoder::Dispatch(Opcode opcode) {
  switch (opcode) {
    case Opcode::PREFETCH_CONFIG:
      return DecodePrefetchConfig();
    case Opcode::PREFETCH_ADDR:
      return DecodePrefetchAddr();
    case Opcode::CFGI_STE:
      return DecodeCfgiSte();
    case Opcode::CFGI_STE_RANGE:
      return DecodeCfgiSteRange();
    case Opcode::CFGI_CD:
      return DecodeCfgiCd();
    case Opcode::CFGI_CD_ALL:
      return DecodeCfgiCdAll();
    case Opcode::ATC_INV:
      return DecodeAtcInv();
    case Opcode::PRI_RESP:
      return DecodePriResp();
    case Opcode::RESUME:
      return DecodeResume();
    case Opcode::STALL_TERM:
      return DecodeStallTerm();
    case Opcode::SYNC:
      return DecodeSync();
    default:
      return DecodeTlbi(opcode);
  }
}

Command Decoder::DecodePrefetchConfig() {
  const auto c = As<Opcode::PREFETCH_CONFIG>();
  if (Is<"SSec">(c)) return IllegalCommand{};
  if (!regs_.EffectiveSmmuen()) return IgnoredCommand{};
  Prefetch prefetch{};
  const auto sid = StreamId(Get<"StreamID">(c));
  if (!sid || !Substream(Is<"SSV">(c), Get<"SubstreamID">(c), prefetch.substream_id)) {
    return IgnoredCommand{};
  }
  prefetch.stream_id = *sid;
  return prefetch;
}

Command Decoder::DecodePrefetchAddr() {
  const auto c = As<Opcode::PREFETCH_ADDR>();
  if (Is<"SSec">(c)) return IllegalCommand{};
  if (!regs_.EffectiveSmmuen()) return IgnoredCommand{};
  Prefetch prefetch{};
  const auto sid = StreamId(Get<"StreamID">(c));
  if (!sid || !Substream(Is<"SSV">(c), Get<"SubstreamID">(c), prefetch.substream_id)) {
    return IgnoredCommand{};
  }
  prefetch.stream_id = *sid;
  const std::uint64_t stride = regs_.minor_version() == kSmmuV3p0 ? 0 : Get<"Stride">(c).raw();
  prefetch.address = SpanFrom(Addr<"Address">(c).raw(), 12 + stride + Get<"Size">(c).raw());
  return prefetch;
}

Command Decoder::DecodeCfgiSte() {
  const auto c = As<Opcode::CFGI_STE>();
  if (Is<"SSec">(c)) return IllegalCommand{};
  const auto sid = StreamId(Get<"StreamID">(c));
  if (!sid) return IgnoredCommand{};
  return Invalidation{.opcode = Opcode::CFGI_STE, .stream_id = *sid, .leaf = bool(Is<"Leaf">(c))};
}

Command Decoder::DecodeCfgiSteRange() {
  const auto c = As<Opcode::CFGI_STE_RANGE>();
  if (Is<"SSec">(c)) return IllegalCommand{};
  const auto ignored = static_cast<unsigned>(Get<"Range">(c).raw()) + 1;
  if (ignored == 32) return Invalidation{.opcode = Opcode::CFGI_STE_RANGE, .stream_log2 = 32};
  const auto sid = StreamId(ClearLow(Get<"StreamID">(c), Bits<Concrete, 6>(ignored)));
  if (!sid) return IgnoredCommand{};
  return Invalidation{.opcode = Opcode::CFGI_STE_RANGE, .stream_id = *sid, .stream_log2 = ignored};
}

Command Decoder::DecodeCfgiCd() {
  const auto c = As<Opcode::CFGI_CD>();
  if (Is<"SSec">(c)) return IllegalCommand{};
  const auto sid = StreamId(Get<"StreamID">(c));
  const auto ssid =
      InRange(Get<"SubstreamID">(c).raw(), Get<"SSIDSIZE">(regs_.Visible<Reg::IDR1>()).raw());
  if (!sid || !ssid) return IgnoredCommand{};
  return Invalidation{.opcode = Opcode::CFGI_CD,
                      .stream_id = *sid,
                      .substream_id = *ssid,
                      .leaf = bool(Is<"Leaf">(c))};
}

Command Decoder::DecodeCfgiCdAll() {
  const auto c = As<Opcode::CFGI_CD_ALL>();
  if (Is<"SSec">(c)) return IllegalCommand{};
  const auto sid = StreamId(Get<"StreamID">(c));
  if (!sid) return IgnoredCommand{};
  return Invalidation{.opcode = Opcode::CFGI_CD_ALL, .stream_id = *sid};
}

/// Fills in the VMID. False: nothing is invalidated (CU-35).
template <Opcode O>
bool Decoder::TakeVmid(Invalidation& inv) {
  auto vmid = static_cast<std::uint16_t>(Get<"VMID">(As<O>()).raw());
  if (!Is<"S2P">(idr0_)) {
    // Without stage 2 entries have no VMID: any UNKNOWN value matches them all or none.
    return vmid == 0 || choices_.Pick(ChoicePoint::kTlbiReservedId, 2) == 1;
  }
  if (!Is<"VMID16">(idr0_) && vmid > 0xFF) {
    if (choices_.Pick(ChoicePoint::kTlbiReservedId, 2) == 0) return false;
    vmid &= 0xFF;
  }
  inv.vmid = vmid;
  const auto vmw = static_cast<unsigned>(Get<"VMW">(regs_.Effective<Reg::CR0>()).raw());
  inv.vmid_ignored_bits = vmw <= 4 ? vmw : 0;
  return true;
}

/// Fills in the ASID. False: nothing is invalidated (CU-35).
template <Opcode O>
bool Decoder::TakeAsid(Invalidation& inv) {
  auto asid = static_cast<std::uint16_t>(Get<"ASID">(As<O>()).raw());
  if (!Is<"ASID16">(idr0_) && asid > 0xFF) {
    if (choices_.Pick(ChoicePoint::kTlbiReservedId, 2) == 0) return false;
    asid &= 0xFF;
  }
  inv.asid = asid;
  return true;
}

/// Commands without an address.
template <Opcode O>
Command Decoder::Tlbi() {
  using R = CommandRecord<Concrete, O>;
  Invalidation inv{.opcode = O};
  if constexpr (HasField(R::kFormat, "VMID")) {
    if (!TakeVmid<O>(inv)) return IgnoredCommand{};
  }
  if constexpr (HasField(R::kFormat, "ASID")) {
    if (!TakeAsid<O>(inv)) return IgnoredCommand{};
  }
  return inv;
}

/// Commands with an address or a range of them.
template <Opcode O>
Command Decoder::TlbiByAddress() {
  const auto c = As<O>();
  TlbiAddress fields{Addr<"Address">(c).raw(), static_cast<unsigned>(Get<"NUM">(c).raw()),
                     static_cast<unsigned>(Get<"SCALE">(c).raw()),
                     static_cast<unsigned>(Get<"TTL">(c).raw()),
                     static_cast<unsigned>(Get<"TG">(c).raw())};
  if (!Is<"RIL">(regs_.Visible<Reg::IDR3>())) fields = {fields.address, 0, 0, 0, 0};
  if (IsIllegalRange(fields)) return IllegalCommand{};
  const Command tlbi = Tlbi<O>();
  if (!std::holds_alternative<Invalidation>(tlbi)) return tlbi;
  Invalidation inv = std::get<Invalidation>(tlbi);
  inv.leaf = bool(Is<"Leaf">(c));
  inv.address = RangeOf(fields);
  if (O == Opcode::TLBI_EL2_VA || O == Opcode::TLBI_EL2_VAA) {
    inv.e2h = bool(Is<"E2H">(regs_.Effective<Reg::CR2>()));
    if (!inv.e2h) inv.asid.reset();
  }
  return inv;
}

Command Decoder::DecodeTlbi(Opcode opcode) {
  switch (opcode) {
    case Opcode::TLBI_NH_ALL:
      return Tlbi<Opcode::TLBI_NH_ALL>();
    case Opcode::TLBI_NH_ASID:
      return Tlbi<Opcode::TLBI_NH_ASID>();
    case Opcode::TLBI_NH_VA:
      return TlbiByAddress<Opcode::TLBI_NH_VA>();
    case Opcode::TLBI_NH_VAA:
      return TlbiByAddress<Opcode::TLBI_NH_VAA>();
    case Opcode::TLBI_EL2_ALL:
      return Tlbi<Opcode::TLBI_EL2_ALL>();
    case Opcode::TLBI_EL2_ASID:
      return Tlbi<Opcode::TLBI_EL2_ASID>();
    case Opcode::TLBI_EL2_VA:
      return TlbiByAddress<Opcode::TLBI_EL2_VA>();
    case Opcode::TLBI_EL2_VAA:
      return TlbiByAddress<Opcode::TLBI_EL2_VAA>();
    case Opcode::TLBI_S12_VMALL:
      return Tlbi<Opcode::TLBI_S12_VMALL>();
    case Opcode::TLBI_S2_IPA:
      return TlbiByAddress<Opcode::TLBI_S2_IPA>();
    case Opcode::TLBI_NSNH_ALL:
      return Tlbi<Opcode::TLBI_NSNH_ALL>();
    default:
      return IllegalCommand{};
  }
}

Command Decoder::DecodeAtcInv() {
  const auto c = As<Opcode::ATC_INV>();
  std::uint64_t size = Get<"Size">(c).raw();
  if (size > 52) {
    const unsigned alternative = choices_.Pick(ChoicePoint::kAtcInvSize, 3);
    if (alternative == 0) return IllegalCommand{};
    if (alternative == 1) return IgnoredCommand{};
    size = choices_.Unknown(ChoicePoint::kAtcInvSize, 6) % 53;
  }
  if (!regs_.EffectiveSmmuen()) return IgnoredCommand{};
  AtcInvalidation inv{};
  const auto sid = StreamId(Get<"StreamID">(c));
  if (!sid || !Substream(Is<"SSV">(c), Get<"SubstreamID">(c), inv.substream_id)) {
    return IgnoredCommand{};
  }
  inv.stream_id = *sid;
  inv.global = inv.substream_id && bool(Is<"Global">(c));
  const std::uint64_t span = MaxValue(static_cast<unsigned>(12 + size));
  inv.first = Addr<"Address">(c).raw() & ~span;
  inv.last = inv.first | span;
  return inv;
}

Command Decoder::DecodePriResp() {
  const auto c = As<Opcode::PRI_RESP>();
  if (Get<"Resp">(c) == 3) return IllegalCommand{};
  if (!regs_.EffectiveSmmuen()) return IgnoredCommand{};
  PrgResponse response{};
  const auto sid = StreamId(Get<"StreamID">(c));
  if (!sid || !Substream(Is<"SSV">(c), Get<"SubstreamID">(c), response.substream_id)) {
    return IgnoredCommand{};
  }
  response.stream_id = *sid;
  response.prg_index = static_cast<std::uint16_t>(Get<"PRGIndex">(c).raw());
  constexpr PrgResponseCode kCodes[] = {PrgResponseCode::kFailure, PrgResponseCode::kInvalidRequest,
                                        PrgResponseCode::kSuccess};
  response.code = kCodes[Get<"Resp">(c).raw()];
  return response;
}

Command Decoder::DecodeResume() {
  const auto c = As<Opcode::RESUME>();
  if (Is<"SSec">(c)) return IllegalCommand{};
  const auto sid = StreamId(Get<"StreamID">(c));
  if (!sid) return IgnoredCommand{};
  return Resume{*sid, static_cast<std::uint16_t>(Get<"STAG">(c).raw()), bool(Is<"Ac">(c)),
                bool(Is<"Ab">(c) || Is<"TERM_MODEL">(idr0_))};
}

Command Decoder::DecodeStallTerm() {
  const auto c = As<Opcode::STALL_TERM>();
  if (Is<"SSec">(c)) return IllegalCommand{};
  const auto sid = StreamId(Get<"StreamID">(c));
  if (!sid) return IgnoredCommand{};
  return StallTerm{*sid};
}

/// SIG_SEV without IDR0.SEV is SIG_NONE; MSIAddress is ignored without MSIs.
Command Decoder::DecodeSync() {
  const auto c = As<Opcode::SYNC>();
  const std::uint64_t cs = Get<"CS">(c).raw();
  if (cs == 3) return IllegalCommand{};
  Sync sync{Sync::Signal::kNone, 0, 0};
  if (cs == 2 && bool(Is<"SEV">(idr0_))) sync.signal = Sync::Signal::kEvent;
  if (cs != 1) return sync;
  sync.signal = Sync::Signal::kInterrupt;
  if (Is<"MSI">(idr0_)) {
    sync.msi_address = Addr<"MSIAddress">(c).raw();
    sync.msi_data = static_cast<std::uint32_t>(Get<"MSIData">(c).raw());
  }
  return sync;
}

}  // namespace

Command Decode(const CommandWords& words, const ProgrammingInterface& regs, Choices& choices) {
  return Decoder(words, regs, choices).Decode();
}

}  // namespace quiesce
