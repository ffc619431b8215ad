#include "model/world/judge/bench.h"

#include "absl/strings/str_format.h"
#include "model/smmu/fixed_choices.h"
#include "model/smmu/observer.h"
#include "model/smmu/stream_lookup.h"
#include "model/smmu/translate.h"

namespace quiesce {

std::string Describe(const Violation& v) {
  std::string text =
      absl::StrFormat("%s at call %u step %u", SpecOf(v.invariant).id, v.when.call, v.when.step);
  if (v.device) absl::StrAppendFormat(&text, ", device %u", *v.device);
  absl::StrAppendFormat(&text, ": %s", v.what);
  if (v.detail != 0) absl::StrAppendFormat(&text, " (0x%x)", v.detail);
  return text;
}

namespace {

struct CdNoter : FetchNoter {
  using FetchNoter::FetchNoter;
  void FetchCd(std::uint64_t pa, const Cd<Concrete>& cd) {
    FetchNoter::FetchCd(pa, cd);
    address = pa;
    valid = bool(Is<"V">(cd));
  }
  std::optional<std::uint64_t> address = std::nullopt;
  bool valid = false;
};

}  // namespace

CdNow CdOf(Bench& bench, const Transaction& transaction) {
  Transaction access = transaction;
  access.ats = AtsKind::kUntranslated;
  CdNoter noter(bench.fetched);
  FixedChoices choices;
  const Outcome o = Translate(bench.machine.smmu().view(), access, choices, noter);
  const bool bad = o.event && o.event->type == EventType::C_BAD_CD;
  return {noter.address, noter.valid && bad};
}

EntryWords EntryNow(const Bench& bench, const std::optional<std::uint64_t>& address) {
  EntryWords words{};
  for (unsigned i = 0; address && i < 8; ++i) {
    words[i] = bench.machine.memory().Read64(*address + i * 8).value;
  }
  return words;
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
