// The words that stand for enumerations in the lines of a hand-over.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "model/world/hand_over.h"

namespace quiesce {

template <class E, std::size_t N>
using WordTable = std::array<std::pair<E, std::string_view>, N>;

inline constexpr WordTable<CallKind, 10> kCallWords = {{
    {CallKind::kProbe, "probe"},
    {CallKind::kProbeDevice, "probe-device"},
    {CallKind::kFirstUse, "first-use"},
    {CallKind::kAttach, "attach"},
    {CallKind::kMap, "map"},
    {CallKind::kUnmap, "unmap"},
    {CallKind::kReleaseDevice, "release-device"},
    {CallKind::kIrq, "irq"},
    {CallKind::kRemove, "remove"},
    {CallKind::kShutdown, "shutdown"},
}};
inline constexpr WordTable<DomainKind, 4> kDomainWords = {{
    {DomainKind::kDma, "dma"},
    {DomainKind::kStage2, "stage2"},
    {DomainKind::kIdentity, "identity"},
    {DomainKind::kBlocked, "blocked"},
}};
inline constexpr WordTable<IrqLine, 4> kIrqWords = {{
    {IrqLine::kEventq, "eventq"},
    {IrqLine::kGerror, "gerror"},
    {IrqLine::kPriq, "priq"},
    {IrqLine::kCombined, "combined"},
}};
inline constexpr WordTable<Owner, 5> kOwnerWords = {{
    {Owner::kNobody, "nobody"},
    {Owner::kCrashedKernel, "crashed-kernel"},
    {Owner::kNextKernel, "next-kernel"},
    {Owner::kDevice, "device"},
    {Owner::kSmmu, "smmu"},
}};
inline constexpr WordTable<ActionKind, 8> kActionWords = {{
    {ActionKind::kDma, "dma"},
    {ActionKind::kStepUpdate, "step-update"},
    {ActionKind::kConsumeCommand, "consume-command"},
    {ActionKind::kEvict, "evict"},
    {ActionKind::kCorrupt, "corrupt"},
    {ActionKind::kFailService, "fail-service"},
    {ActionKind::kWriteRegister, "write-register"},
    {ActionKind::kRequestPage, "request-page"},
}};
inline constexpr WordTable<AbortConsequence, 3> kConsequenceWords = {{
    {AbortConsequence::kNone, "none"},
    {AbortConsequence::kAerFatal, "aer-fatal"},
    {AbortConsequence::kSError, "serror"},
}};

template <class E, std::size_t N>
constexpr std::string_view WordFor(const WordTable<E, N>& table, E value) {
  for (const auto& [v, word] : table) {
    if (v == value) return word;
  }
  return {};
}

template <class E, std::size_t N>
constexpr std::optional<E> MeantBy(const WordTable<E, N>& table, std::string_view word) {
  for (const auto& [v, w] : table) {
    if (w == word) return v;
  }
  return std::nullopt;
}

/// "probe, map, unmap".
template <class E, std::size_t N>
std::string AllWords(const WordTable<E, N>& table) {
  std::string text;
  for (const auto& [v, word] : table) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

}  // namespace quiesce
