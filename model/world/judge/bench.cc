#include "model/world/judge/bench.h"

#include "absl/strings/str_format.h"
#include "model/smmu/observer.h"
#include "model/smmu/stream_lookup.h"

namespace quiesce {

std::string Describe(const Violation& v) {
  std::string text = absl::StrFormat("%s at call %u step %u", SpecOf(v.invariant).id, v.when.call,
                                     v.when.step);
  if (v.device) absl::StrAppendFormat(&text, ", device %u", *v.device);
  absl::StrAppendFormat(&text, ": %s", v.what);
  if (v.detail != 0) absl::StrAppendFormat(&text, " (0x%x)", v.detail);
  return text;
}

std::optional<std::uint64_t> SteAddressIn(const SmmuView& view, std::uint32_t sid,
                                          Choices& choices) {
  Transaction probe;
  probe.stream_id = sid;
  NoObserver nobody;
  view.trail.Restart(*view.memory);
  Context<NoObserver> ctx{view, probe, choices, nobody, Incoming(probe)};
  const OrStop<std::uint64_t> address = LocateSte(ctx);
  return address.ok() ? std::optional(*address) : std::nullopt;
}

std::optional<std::uint64_t> SteAddressNow(Bench& bench, std::uint32_t sid) {
  return SteAddressIn(bench.machine.smmu().view(), sid, bench.choices);
}

}  // namespace quiesce
