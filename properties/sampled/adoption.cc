#include "properties/sampled/adoption.h"

#include <algorithm>
#include <span>
#include <vector>

#include "absl/strings/str_format.h"
#include "properties/sampled/ask.h"

namespace quiesce {
namespace {

bool SameAnswer(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.address == b.address && a.attributes == b.attributes &&
         a.privileged == b.privileged && a.instruction == b.instruction &&
         a.permissions == b.permissions;
}

bool IsRefusal(Verdict v) {
  return v == Verdict::kAbort || v == Verdict::kAtsUnsupportedRequest ||
         v == Verdict::kAtsCompleterAbort;
}

bool BehindEmptyL1(const TranslationAnswer& before) {
  return before.l1std && (Get<"Span">(*before.l1std) == 0).raw() &&
         IsRefusal(before.outcome.verdict);
}

/// The permitted difference: see the header.
bool RefusedSilently(const Outcome& after) { return IsRefusal(after.verdict) && !after.event; }

bool GoesThrough(const Outcome& o) {
  return o.verdict == Verdict::kComplete || o.verdict == Verdict::kAtsSuccess;
}

std::optional<ChangeKind> KindOfChange(const TranslationAnswer& before, const Outcome& after) {
  if (SameAnswer(before.outcome, after) && before.outcome.event == after.event) return {};
  if (BehindEmptyL1(before) && RefusedSilently(after)) return {};
  return GoesThrough(before.outcome) || GoesThrough(after) ? ChangeKind::kAccess
                                                           : ChangeKind::kRefusal;
}

/// Memory words outside the kdump kernel's own that the driver wrote: replaced L1STDs.
std::vector<std::uint64_t> ReplacedWords(const AdoptionRun& run, const PhysicalRange& own) {
  std::vector<std::uint64_t> words;
  for (const DriverWrite& w : run.writes) {
    const auto* pa = std::get_if<std::uint64_t>(&w.target);
    if (pa != nullptr && !own.Overlaps({*pa, 8})) words.push_back(*pa);
  }
  std::sort(words.begin(), words.end());
  return words;
}

/// One comparison of an image before and after.
class Comparison {
 public:
  Comparison(const AdoptionOptions& options, const Probes& probes, Choices& choices,
             AdoptionCheck& check)
      : options_(options), probes_(probes), choices_(choices), check_(check) {}

  void AskBefore(const Image& image) {
    const SmmuView smmu = View(image);
    before_.reserve(probes_.transactions.size());
    for (const Transaction& t : probes_.transactions) {
      before_.push_back(Ask(smmu, t, choices_, {options_.platform.l2_pool, {}}));
    }
  }

  /// `replaced`: see Watch::words.
  void AskAfter(const Image& image, std::span<const std::uint64_t> replaced) {
    const SmmuView smmu = View(image);
    const Watch watch{options_.platform.l2_pool, replaced};
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (!TakesPart(before_[i])) continue;
      const Transaction& t = probes_.transactions[i];
      CompareOne(t, before_[i], Ask(smmu, t, choices_, watch));
    }
  }

 private:
  /// Counts an answer from before adoption; true if it is compared.
  bool TakesPart(const TranslationAnswer& before) {
    AdoptionCounts& counts = check_.counts;
    if (!IsDefinite(before.outcome)) {
      ++counts.no_answer;
      return false;
    }
    if (before.in_range) {
      ++counts.in_kdump_memory;
      return false;
    }
    ++counts.compared;
    ++(GoesThrough(before.outcome) ? counts.completed : counts.refused);
    counts.behind_empty_l1 += BehindEmptyL1(before);
    return true;
  }

  void CompareOne(const Transaction& t, const TranslationAnswer& before,
                  const TranslationAnswer& after) {
    const std::optional<ChangeKind> kind = KindOfChange(before, after.outcome);
    if (!kind) return;
    if (options_.disjoint && after.misread_word) {
      ++check_.counts.overlaps;
      return;
    }
    if (check_.change && *kind <= check_.change->kind) return;
    check_.change = {*kind, t,
                     absl::StrFormat("%s: %s before adoption, %s after", Describe(t),
                                     Describe(before.outcome), Describe(after.outcome))};
  }

  const AdoptionOptions& options_;
  const Probes& probes_;
  Choices& choices_;
  AdoptionCheck& check_;
  std::vector<TranslationAnswer> before_;
};

void CountMasters(const AdoptionRun& run, std::size_t replaced, AdoptionCheck& check) {
  for (const MasterResult& m : run.masters) check.deferred += m.deferred;
  check.fresh_tables = replaced;
}

}  // namespace

AdoptionCheck CheckAdoptionInPlace(Image& image, const Variant& variant,
                                   const AdoptionOptions& options, const Probes& probes,
                                   Choices& choices) {
  AdoptionCheck check;
  check.decision = DecideAdoption(image, variant, options.platform);
  if (check.decision.kind != AdoptKind::kAdopted) return check;
  Comparison comparison(options, probes, choices, check);
  comparison.AskBefore(image);
  const AdoptionRun run = ApplyAdoption(image, variant, options.platform, probes.sids);
  const std::vector<std::uint64_t> replaced = ReplacedWords(run, options.platform.l2_pool);
  CountMasters(run, replaced.size(), check);
  comparison.AskAfter(image, replaced);
  check.verdict = check.change ? AdoptionVerdict::kViolated : AdoptionVerdict::kHeld;
  return check;
}

AdoptionCheck CheckAdoptionPreservesTranslation(const Image& image, const Variant& variant,
                                                const AdoptionOptions& options,
                                                const Probes& probes, Choices& choices) {
  Image copy = image;
  return CheckAdoptionInPlace(copy, variant, options, probes, choices);
}

}  // namespace quiesce
