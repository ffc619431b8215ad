#include "model/world/judge/bench.h"

#include "absl/strings/str_format.h"
#include "model/smmu/observer.h"
#include "model/smmu/stream_lookup.h"

namespace quiesce {

std::string Describe(const Violation& v) {
  std::string text =
      absl::StrFormat("%s at call %u step %u", SpecOf(v.invariant).id, v.when.call, v.when.step);
  if (v.device) absl::StrAppendFormat(&text, ", device %u", *v.device);
  absl::StrAppendFormat(&text, ": %s", v.what);
  if (v.detail != 0) absl::StrAppendFormat(&text, " (0x%x)", v.detail);
  return text;
}

std::optional<std::uint64_t> SteAddressNow(Bench& bench, std::uint32_t sid) {
  const SmmuView& view = bench.machine.smmu().view();
  Transaction probe;
  probe.stream_id = sid;
  FetchNoter noter(bench.fetched);
  view.trail.Take(*view.memory);
  Context<FetchNoter> ctx{view, probe, bench.choices, noter, Incoming(probe)};
  const OrStop<std::uint64_t> address = LocateSte(ctx);
  if (!address.ok()) return std::nullopt;
  bench.fetched.Add(*address);
  return *address;
}

}  // namespace quiesce
