#include "model/driver/ste_agreement.h"

#include "absl/strings/str_format.h"
#include "model/smmu/observer.h"
#include "model/smmu/stream_lookup.h"

namespace quiesce {

SteLocation FindSte(const Image& image, std::uint32_t sid, Choices& choices) {
  const SmmuView smmu = View(image);
  Transaction probe;
  probe.stream_id = sid;
  NoObserver observer;
  Context<NoObserver> ctx{smmu, probe, choices, observer, Incoming(probe)};
  const OrStop<std::uint64_t> address = LocateSte(ctx);
  if (address.ok()) return {*address, std::nullopt, {}};
  if (const auto* missing = std::get_if<NotCaptured>(&address.stop())) {
    return {std::nullopt, missing->address, {}};
  }
  const auto* fault = std::get_if<Fault>(&address.stop());
  return {std::nullopt, std::nullopt,
          fault != nullptr ? SpecOf(fault->type).name() : std::string_view("no event")};
}

SteAgreement CompareSte(const Image& crashed, const Image& now, std::uint32_t sid,
                        std::uint64_t driver, Choices& choices) {
  return {driver, FindSte(crashed, sid, choices), FindSte(now, sid, choices)};
}

std::string Describe(const SteLocation& location) {
  if (location.address) return absl::StrFormat("0x%x", *location.address);
  if (location.not_captured) {
    return absl::StrFormat("unknown: memory at 0x%x was not captured", *location.not_captured);
  }
  return absl::StrFormat("none (%s)", location.why);
}

}  // namespace quiesce
