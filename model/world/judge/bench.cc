#include "model/world/judge/bench.h"

#include <algorithm>

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
  bench.places.Refresh(bench.machine, bench.fetched);
  if (const CdNow* known = bench.places.FindCd(access)) return *known;
  LineList lines;
  CdNoter noter(bench.fetched, &lines);
  FixedChoices choices;
  const Outcome o = Translate(bench.machine.smmu().view(), access, choices, noter);
  const bool bad = o.event && o.event->type == EventType::C_BAD_CD;
  const CdNow now{noter.address, noter.valid && bad};
  bench.places.AddCd(access, now, lines);
  return now;
}

EntryWords EntryNow(const Bench& bench, const std::optional<std::uint64_t>& address) {
  EntryWords words{};
  if (!address) return words;
  const std::uint64_t* const line = bench.machine.memory().Line(*address);
  if (line != nullptr) std::copy_n(line, words.size(), words.begin());
  return words;
}

void FindRewriters(Bench& bench) {
  bool rewrites = false;
  for (unsigned i = 0; i < bench.baselines.size(); ++i) {
    for (unsigned n = 0; n < bench.baselines[i].size(); ++n) {
      rewrites |= RewritesTables(bench.in_flight({i, n}), bench.baselines[i][n], bench.fetched);
    }
  }
  if (!rewrites) return;
  for (std::vector<Baseline>& device : bench.baselines) {
    for (Baseline& base : device) {
      base.unpredictable = true;
      base.complete = false;
    }
  }
}

std::optional<std::uint64_t> SteAddressNow(Bench& bench, std::uint32_t sid) {
  return SteAddressNow(bench, sid, bench.choices);
}

std::optional<std::uint64_t> SteAddressNow(Bench& bench, std::uint32_t sid, Choices& choices) {
  const SmmuView& view = bench.machine.smmu().view();
  bench.places.Refresh(bench.machine, bench.fetched);
  if (const std::uint64_t* known = bench.places.FindSte(sid)) return *known;
  Transaction probe;
  probe.stream_id = sid;
  LineList lines;
  FetchNoter noter(bench.fetched, &lines);
  view.trail.Take(*view.memory);
  Context<FetchNoter> ctx{view, probe, choices, noter, Incoming(probe)};
  const OrStop<std::uint64_t> address = LocateSte(ctx);
  if (!address.ok()) return std::nullopt;
  bench.fetched.Add(*address);
  if (*address >> view.oas() == 0) bench.places.AddSte(sid, *address, lines);
  return *address;
}

}  // namespace quiesce
