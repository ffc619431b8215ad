// What a set of translations has exercised: legality rules by verdict, events by type, verdicts and
// choice points.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/smmu/observer.h"
#include "model/smmu/outcome.h"
#include "spec/choices.h"

namespace quiesce {

inline constexpr std::size_t kVerdictCount = static_cast<std::size_t>(Verdict::kUnsupported) + 1;

/// A word for a verdict: "complete", "abort".
std::string_view NameOf(Verdict v);

/// True for the events that a translation without caches, MPAM or hints can record.
constexpr bool IsGenerated(EventType t) {
  return t != EventType::F_TLB_CONFLICT && t != EventType::F_CFG_CONFLICT &&
         t != EventType::E_PAGE_REQUEST && t != EventType::F_VMS_FETCH;
}

/// The observer of one translation after the other: Ended() closes each.
class RuleCoverage : public NoObserver {
 public:
  using ByVerdict = std::array<std::uint64_t, kVerdictCount>;

  void RuleBroken(const RuleSpec& rule) { broken_ = &rule; }
  void EventRecorded(const Event& event) { ++events_[event.type]; }
  void Ended(const Outcome& outcome);
  void Asked(ChoicePoint point) { ++choices_[static_cast<std::size_t>(point)]; }

  std::uint64_t translations() const { return translations_; }
  std::uint64_t RuleCount(const RuleSpec& rule) const;
  std::uint64_t EventCount(EventType type) const;

  /// The ids of the stream table, STE and CD rules, and the names of the generated events, that
  /// were never met, in the order of the source.
  std::vector<std::string_view> Unmet() const;

  /// Tables: rule by verdict, event, verdict, choice point.
  std::string Text() const;

 private:
  const RuleSpec* broken_ = nullptr;
  std::uint64_t translations_ = 0;
  std::map<std::string_view, ByVerdict> rules_;
  std::map<EventType, std::uint64_t> events_;
  ByVerdict verdicts_{};
  std::array<std::uint64_t, kChoicePointCount> choices_{};
};

}  // namespace quiesce
