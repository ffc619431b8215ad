#include "model/smmu/queue/pri_queue.h"

#include "model/smmu/queue/bus_write.h"

namespace quiesce {
namespace {

using Request = PageRequest<Concrete>;

/// Last without read and write, with a PASID. IHI 0070 G.b 8.
bool IsStopMarker(const Request& r) {
  return bool(Is<"SSV">(r) && Is<"Last">(r) && !Is<"W">(r) && !Is<"R">(r));
}

PrgResponse Answer(const Request& r, PrgResponseCode code, bool with_pasid) {
  PrgResponse response{static_cast<std::uint32_t>(Get<"StreamID">(r).raw()), std::nullopt,
                       static_cast<std::uint16_t>(Get<"PRGIndex">(r).raw()), code};
  if (with_pasid) response.substream_id = static_cast<std::uint32_t>(Get<"SubstreamID">(r).raw());
  return response;
}

}  // namespace

PageRequestOutcome PriQueue::Receive(const Request& request, Ppar ppar, Choices& choices) {
  if (!regs_.EffectivePriqen() || regs_.IsActive(GlobalError::PRIQ_ABT_ERR) ||
      regs_.InServiceFailureMode()) {
    return Refuse(request);
  }
  if (queue_.Overflowed()) return Overflow(request, ppar, choices);
  const auto words = RawWords(request);
  const AppendResult result = queue_.Append(words, choices);
  switch (result.status) {
    case AppendStatus::kAppended:
      Interrupt(result.became_non_empty, bool(Is<"Last">(request)));
      return {PageRequestFate::kRecorded, std::nullopt};
    case AppendStatus::kFull:
      queue_.SignalOverflow();
      return Overflow(request, ppar, choices);
    case AppendStatus::kNotProduced:
      return {PageRequestFate::kDiscarded, std::nullopt};
    case AppendStatus::kLost:
      if (!result.synchronous_abort) return {PageRequestFate::kLost, std::nullopt};
      return {PageRequestFate::kLost, Refuse(request).response};
    case AppendStatus::kNotCaptured:
      break;
  }
  return {PageRequestFate::kNotCaptured, std::nullopt};
}

/// Every request, not only the last of its group, is answered without a PASID. IHI 0070 G.b 8.2.
PageRequestOutcome PriQueue::Refuse(const Request& request) const {
  if (IsStopMarker(request)) return {PageRequestFate::kDiscarded, std::nullopt};
  return {PageRequestFate::kDiscarded, Answer(request, PrgResponseCode::kFailure, false)};
}

PageRequestOutcome PriQueue::Overflow(const Request& request, Ppar ppar, Choices& choices) {
  const bool last_only = bool(Is<"LO">(regs_.Effective<Reg::PRIQ_IRQ_CFG2>()));
  if (last_only) Interrupt(false, bool(Is<"Last">(request)));
  return {PageRequestFate::kDiscarded, OverflowResponse(request, ppar, choices)};
}

/// IHI 0070 G.b 8.1.
std::optional<PrgResponse> PriQueue::OverflowResponse(const Request& request, Ppar ppar,
                                                      Choices& choices) const {
  if (!Is<"Last">(request) || IsStopMarker(request)) return std::nullopt;
  const bool pasids = bool(Get<"SSIDSIZE">(regs_.Visible<Reg::IDR1>()) != 0);
  if (!pasids) {
    const bool checked = choices.Pick(ChoicePoint::kPriOverflowSteCheck, 2) == 1;
    const bool failure = checked && !ppar;
    return Answer(request, failure ? PrgResponseCode::kFailure : PrgResponseCode::kSuccess, false);
  }
  if (!Is<"SSV">(request)) return Answer(request, PrgResponseCode::kSuccess, false);
  if (Is<"PPS">(regs_.Visible<Reg::IDR3>())) {
    return Answer(request, PrgResponseCode::kSuccess, true);
  }
  if (!ppar) return Answer(request, PrgResponseCode::kFailure, false);
  return Answer(request, PrgResponseCode::kSuccess, *ppar);
}

/// With LO only the last request of a group interrupts; else the first entry of an empty queue.
void PriQueue::Interrupt(bool became_non_empty, bool last) {
  if (!Is<"PRIQ_IRQEN">(regs_.Effective<Reg::IRQ_CTRL>())) return;
  const bool last_only = bool(Is<"LO">(regs_.Effective<Reg::PRIQ_IRQ_CFG2>()));
  if (last_only ? last : became_non_empty) SendMsi(kPriqMsi, regs_, memory_);
}

}  // namespace quiesce
