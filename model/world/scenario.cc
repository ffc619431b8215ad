#include "model/world/scenario.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

constexpr std::array<std::string_view, kCorruptionKinds> kCorruptionNames = {
    "FlipRegisterBit", "FlipL1StdBit",  "FlipSteBit",  "FlipCdBit", "LieSpan",
    "NullL2Ptr",       "MisalignL2Ptr", "LieLog2Size", "LieSplit",  "AliasL1Std"};

struct Parameters {
  std::string operator()(const FlipRegisterBit& c) const {
    return absl::StrFormat("%s bit=%u", SpecOf(c.reg).name(), c.bit);
  }
  std::string operator()(const FlipL1StdBit& c) const {
    return absl::StrFormat("sid=0x%x bit=%u", c.sid, c.bit);
  }
  std::string operator()(const FlipSteBit& c) const {
    return absl::StrFormat("sid=0x%x bit=%u", c.sid, c.bit);
  }
  std::string operator()(const FlipCdBit& c) const {
    return absl::StrFormat("sid=0x%x ssid=0x%x bit=%u", c.sid, c.ssid, c.bit);
  }
  std::string operator()(const LieSpan& c) const {
    return absl::StrFormat("sid=0x%x span=%u", c.sid, c.span);
  }
  std::string operator()(const NullL2Ptr& c) const { return absl::StrFormat("sid=0x%x", c.sid); }
  std::string operator()(const MisalignL2Ptr& c) const {
    return absl::StrFormat("sid=0x%x bytes=0x%x", c.sid, c.bytes);
  }
  std::string operator()(const LieLog2Size& c) const {
    return absl::StrFormat("log2size=%u", c.log2size);
  }
  std::string operator()(const LieSplit& c) const { return absl::StrFormat("split=%u", c.split); }
  std::string operator()(const AliasL1Std& c) const {
    return absl::StrFormat("sid=0x%x source_sid=0x%x", c.sid, c.source_sid);
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
  return absl::StrFormat("%s %s", CorruptionName(corruption.index()),
                         std::visit(Parameters(), corruption));
}

}  // namespace quiesce
