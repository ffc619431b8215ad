#include "model/world/scenario.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

constexpr std::array<std::string_view, kCorruptionKinds> kCorruptionNames = {"FlipRegisterBit",
                                                                             "FlipL1StdBit",
                                                                             "FlipSteBit",
                                                                             "FlipCdBit",
                                                                             "LieSpan",
                                                                             "NullL2Ptr",
                                                                             "MisalignL2Ptr",
                                                                             "LieLog2Size",
                                                                             "LieSplit",
                                                                             "AliasL1Std",
                                                                             "OverwriteSteWord",
                                                                             "OverwriteCdWord",
                                                                             "TornSte",
                                                                             "TornCd",
                                                                             "LieConfig",
                                                                             "LieS1Fmt",
                                                                             "LieS1CdMax",
                                                                             "LieTg0",
                                                                             "LieT0sz",
                                                                             "LieS2T0sz",
                                                                             "PointL2Ptr",
                                                                             "LoopL2Ptr",
                                                                             "PointL2PtrAtCds",
                                                                             "MoveL2ToZero",
                                                                             "PointS1Context",
                                                                             "MisalignS1Context",
                                                                             "LoopS1Context",
                                                                             "PointCdLeaf",
                                                                             "MisalignCdLeaf",
                                                                             "PointTtb0",
                                                                             "PointS2Ttb",
                                                                             "LoopTable",
                                                                             "FlipDescriptorBit",
                                                                             "PointStrtab",
                                                                             "MisalignStrtab",
                                                                             "LieFormat",
                                                                             "AliasSte",
                                                                             "AliasS1Context",
                                                                             "AliasTtb0",
                                                                             "AliasAsid",
                                                                             "AliasVmid",
                                                                             "LatchErrors",
                                                                             "LieAck",
                                                                             "PendGbpa",
                                                                             "LieCommandIndex",
                                                                             "LieEventIndex"};

void Append(std::string& text, const char* name, std::uint64_t value) {
  const std::string number =
      value < 10 ? absl::StrFormat("%u", value) : absl::StrFormat("0x%x", value);
  absl::StrAppendFormat(&text, " %s=%s", name, number);
}

/// Every parameter by its name, in one order for all.
struct Parameters {
  template <class C>
  std::string operator()(const C& c) const {
    std::string text;
    if constexpr (requires { c.reg; }) absl::StrAppendFormat(&text, " %s", SpecOf(c.reg).name());
    if constexpr (requires { c.sid; }) absl::StrAppendFormat(&text, " sid=0x%x", c.sid);
    if constexpr (requires { c.ssid; }) absl::StrAppendFormat(&text, " ssid=0x%x", c.ssid);
    if constexpr (requires { c.source_sid; })
      absl::StrAppendFormat(&text, " source_sid=0x%x", c.source_sid);
    if constexpr (requires { c.source_ssid; })
      absl::StrAppendFormat(&text, " source_ssid=0x%x", c.source_ssid);
    if constexpr (requires { c.bit; }) absl::StrAppendFormat(&text, " bit=%u", c.bit);
    if constexpr (requires { c.span; }) absl::StrAppendFormat(&text, " span=%u", c.span);
    if constexpr (requires { c.log2size; })
      absl::StrAppendFormat(&text, " log2size=%u", c.log2size);
    if constexpr (requires { c.split; }) absl::StrAppendFormat(&text, " split=%u", c.split);
    if constexpr (requires { c.txsz; }) absl::StrAppendFormat(&text, " txsz=%u", c.txsz);
    if constexpr (requires { c.config; }) Append(text, "config", c.config);
    if constexpr (requires { c.format; }) Append(text, "format", c.format);
    if constexpr (requires { c.word; }) Append(text, "word", c.word);
    if constexpr (requires { c.words; }) Append(text, "words", c.words);
    if constexpr (requires { c.value; }) Append(text, "value", c.value);
    if constexpr (requires { c.pa; }) Append(text, "pa", c.pa);
    if constexpr (requires { c.bytes; }) Append(text, "bytes", c.bytes);
    if constexpr (requires { c.bits; }) Append(text, "bits", c.bits);
    if constexpr (requires { c.prod; }) Append(text, "prod", c.prod);
    if constexpr (requires { c.cons; }) Append(text, "cons", c.cons);
    return text;
  }
};

}  // namespace

std::string_view NameOf(SteKind kind) {
  constexpr std::array<std::string_view, 6> kNames = {"invalid", "abort",   "bypass",
                                                      "stage 1", "stage 2", "stage 1 + stage 2"};
  return kNames[static_cast<std::size_t>(kind)];
}

unsigned OasBits(const SmmuOptions& smmu) {
  constexpr std::array<unsigned, 7> kBits = {32, 36, 40, 42, 44, 48, 52};
  const unsigned bits = kBits[std::min(smmu.oas, 6u)];
  return smmu.arch_minor == 0 ? std::min(bits, 48u) : bits;
}

std::string_view CorruptionName(std::size_t kind) { return kCorruptionNames[kind]; }

std::string Describe(const Corruption& corruption) {
  return absl::StrFormat("%s%s", CorruptionName(corruption.index()),
                         std::visit(Parameters(), corruption));
}

}  // namespace quiesce
