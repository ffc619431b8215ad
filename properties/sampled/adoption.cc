#include "properties/sampled/adoption.h"

#include <vector>

#include "absl/strings/str_format.h"
#include "properties/sampled/ask.h"
#include "spec/events.h"

namespace quiesce {
namespace {

bool SameOutcome(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.address == b.address && a.attributes == b.attributes &&
         a.privileged == b.privileged && a.instruction == b.instruction &&
         a.permissions == b.permissions && a.event == b.event;
}

bool IsRefusal(Verdict v) {
  return v == Verdict::kAbort || v == Verdict::kAtsUnsupportedRequest ||
         v == Verdict::kAtsCompleterAbort;
}

bool BehindEmptyL1(const Answer& before) {
  return before.l1std && (Get<"Span">(*before.l1std) == 0).raw() &&
         IsRefusal(before.outcome.verdict);
}

/// The permitted difference: see the header.
bool RefusedSilently(const Outcome& after) { return IsRefusal(after.verdict) && !after.event; }

void CountOutcome(const Answer& before, AdoptionCounts& counts) {
  const Verdict v = before.outcome.verdict;
  ++counts.compared;
  counts.completed += v == Verdict::kComplete || v == Verdict::kAtsSuccess;
  counts.refused += v != Verdict::kComplete && v != Verdict::kAtsSuccess;
  counts.behind_empty_l1 += BehindEmptyL1(before);
}

std::vector<Answer> AskAll(const Image& image, const Probes& probes, Choices& choices,
                           const PhysicalRange& watch) {
  const SmmuView smmu = View(image);
  std::vector<Answer> answers;
  answers.reserve(probes.transactions.size());
  for (const Transaction& t : probes.transactions) {
    answers.push_back(Ask(smmu, t, choices, watch));
  }
  return answers;
}

TranslationChange ChangeOf(const Transaction& t, const Outcome& before, const Outcome& after) {
  return {t, absl::StrFormat("%s: %s before adoption, %s after", Describe(t), Describe(before),
                             Describe(after))};
}

/// Compares until the first change.
void Compare(const Image& image, const Probes& probes, const std::vector<Answer>& before,
             Choices& choices, const PhysicalRange& watch, AdoptionCheck& check) {
  const SmmuView smmu = View(image);
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!IsDefinite(before[i].outcome)) {
      ++check.counts.no_answer;
      continue;
    }
    if (before[i].watched) {
      ++check.counts.in_kdump_memory;
      continue;
    }
    CountOutcome(before[i], check.counts);
    const Transaction& t = probes.transactions[i];
    const Outcome after = Ask(smmu, t, choices, watch).outcome;
    if (SameOutcome(before[i].outcome, after)) continue;
    if (BehindEmptyL1(before[i]) && RefusedSilently(after)) continue;
    check.change = ChangeOf(t, before[i].outcome, after);
    return;
  }
}

void CountMasters(const AdoptionRun& run, AdoptionCheck& check) {
  for (const MasterResult& m : run.masters) check.deferred += m.deferred;
  std::uint64_t words = 0;
  for (const DriverWrite& w : run.writes) words += std::holds_alternative<std::uint64_t>(w.target);
  check.fresh_tables = words / (kDriverL2Bytes / 8 + 1);  // all STEs and the descriptor
}

}  // namespace

AdoptionCheck CheckAdoptionInPlace(Image& image, const Variant& variant, const Platform& platform,
                                   const Probes& probes, Choices& choices) {
  AdoptionCheck check{AdoptionVerdict::kNotAdopted,
                      DecideAdoption(image, variant, platform),
                      {},
                      0,
                      0,
                      std::nullopt};
  if (check.decision.kind != AdoptKind::kAdopted) return check;
  const PhysicalRange& kdump = platform.l2_pool;
  const std::vector<Answer> before = AskAll(image, probes, choices, kdump);
  const AdoptionRun run = ApplyAdoption(image, variant, platform, probes.sids);
  CountMasters(run, check);
  Compare(image, probes, before, choices, kdump, check);
  check.verdict = check.change ? AdoptionVerdict::kViolated : AdoptionVerdict::kHeld;
  return check;
}

AdoptionCheck CheckAdoptionPreservesTranslation(const Image& image, const Variant& variant,
                                                const Platform& platform, const Probes& probes,
                                                Choices& choices) {
  Image copy = image;
  return CheckAdoptionInPlace(copy, variant, platform, probes, choices);
}

}  // namespace quiesce
