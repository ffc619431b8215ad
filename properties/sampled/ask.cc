#include "properties/sampled/ask.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"
#include "model/smmu/translate.h"
#include "spec/events.h"

namespace quiesce {
namespace {

class Watcher : public NoObserver {
 public:
  Watcher(const Watch& watch, TranslationAnswer& answer) : watch_(watch), answer_(answer) {}

  void FetchL1Std(std::uint64_t pa, const L1Std<Concrete>& l1std) {
    answer_.l1std = l1std;
    Touch(pa);
    seen_ |= HoldsWord({pa, 8});
  }
  void FetchSte(std::uint64_t pa, const Ste<Concrete>&) { Read({pa, 64}); }
  void FetchL1Cd(std::uint64_t pa, const L1Cd<Concrete>&) { Read({pa, 8}); }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>&) { Read({pa, 64}); }
  void Walked(const WalkStep& step) { Read({step.address, 8}); }
  void Touch(std::uint64_t pa) { answer_.in_range |= watch_.range.Overlaps({pa, 1}); }

 private:
  void Read(const PhysicalRange& structure) {
    Touch(structure.first);
    if (seen_ || !HoldsWord(structure)) return;
    seen_ = true;
    answer_.misread_word = true;
  }
  bool HoldsWord(const PhysicalRange& structure) const {
    const auto first = std::lower_bound(watch_.words.begin(), watch_.words.end(), structure.first);
    return first != watch_.words.end() && structure.Overlaps({*first, 8});
  }

  const Watch& watch_;
  TranslationAnswer& answer_;
  bool seen_ = false;
};

bool IsFailedFetch(EventType type) {
  return type == EventType::F_STE_FETCH || type == EventType::F_CD_FETCH ||
         type == EventType::F_WALK_EABT;
}

std::string_view NameOf(Verdict v) {
  constexpr std::array<std::string_view, 9> kNames = {
      "completes", "abort",       "RAZ/WI",       "stall",       "UR",
      "CA",        "ATS success", "not captured", "not modelled"};
  return kNames[static_cast<std::size_t>(v)];
}

}  // namespace

TranslationAnswer Ask(const SmmuView& smmu, const Transaction& transaction, Choices& choices,
                      const Watch& watch) {
  TranslationAnswer answer;
  Watcher watcher(watch, answer);
  answer.outcome = Translate(smmu, transaction, choices, watcher);
  if (const auto& event = answer.outcome.event; event && IsFailedFetch(event->type)) {
    watcher.Touch(event->fetch_address);
  }
  return answer;
}

bool IsDefinite(const Outcome& o) {
  return o.verdict != Verdict::kNotCaptured && o.verdict != Verdict::kUnsupported;
}

std::string Describe(const Outcome& o) {
  std::string text(NameOf(o.verdict));
  const bool has_address = o.verdict == Verdict::kComplete || o.verdict == Verdict::kAtsSuccess;
  if (has_address) text += absl::StrFormat(" at 0x%x", o.address);
  if (o.event) text += absl::StrFormat(", %s", SpecOf(o.event->type).name());
  return text;
}

std::string Describe(const Transaction& t) {
  constexpr std::array<std::string_view, 3> kAccess = {"read", "write", "atomic"};
  constexpr std::array<std::string_view, 3> kAts = {"", " (ATS request)", " (ATS translated)"};
  const std::string ssid = t.ssv ? absl::StrFormat(" SubstreamID 0x%x", t.substream_id) : "";
  return absl::StrFormat("StreamID 0x%x%s, %s of 0x%x%s", t.stream_id, ssid,
                         kAccess[static_cast<std::size_t>(t.access)], t.address,
                         kAts[static_cast<std::size_t>(t.ats)]);
}

}  // namespace quiesce
