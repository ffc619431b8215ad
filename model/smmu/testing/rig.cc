#include "model/smmu/testing/rig.h"

#include "absl/strings/str_format.h"
#include "model/smmu/translate.h"

namespace quiesce::testing {
namespace {

std::string VerdictText(const Outcome& o) {
  switch (o.verdict) {
    case Verdict::kComplete:
      return absl::StrFormat("complete %#x", o.address);
    case Verdict::kAbort:
      return "abort";
    case Verdict::kRazWi:
      return "raz/wi";
    case Verdict::kStall:
      return "stall";
    case Verdict::kAtsUnsupportedRequest:
      return "UR";
    case Verdict::kAtsCompleterAbort:
      return "CA";
    case Verdict::kAtsSuccess:
      if (o.permissions == Permissions()) return "success ---";
      return absl::StrFormat("success %c%c%c %#x", o.permissions.read() ? 'r' : '-',
                             o.permissions.write() ? 'w' : '-', o.permissions.execute() ? 'x' : '-',
                             o.address);
    case Verdict::kNotCaptured:
      return absl::StrFormat("not captured %#x", o.address);
    case Verdict::kUnsupported:
      return absl::StrFormat("unsupported %s", o.reason);
  }
  return "?";
}

std::string EventWithClassText(const Event& e) {
  std::string text = absl::StrFormat(" %s", SpecOf(e.type).name());
  const bool translation = IsTranslationRelated(e.type);
  if (translation || e.type == EventType::F_WALK_EABT) {
    constexpr const char* kClasses[] = {"CD", "TT", "IN"};
    text += absl::StrFormat(" %s S%d %s", e.rnw ? "r" : "w", e.s2 ? 2 : 1,
                            kClasses[static_cast<unsigned>(e.event_class)]);
  }
  if (translation && e.s2) text += absl::StrFormat(" ipa=%#x", e.ipa);
  if (e.fetch_address != 0) text += absl::StrFormat(" at=%#x", e.fetch_address);
  return text;
}

}  // namespace

std::string Summary(const Outcome& outcome) {
  return VerdictText(outcome) + (outcome.event ? EventWithClassText(*outcome.event) : "");
}

Outcome Rig::Run(const Transaction& t) {
  trace.Clear();
  return Translate(View(image()), t, choices, trace);
}

std::string Rig::Summary(const Transaction& t) { return testing::Summary(Run(t)); }

void Rig::MapStage1(std::uint64_t page, const Cd<Concrete>& cd, const Ste<Concrete>& ste) {
  PutSte(kSid, ste);
  PutCd(kCdTable, cd);
  stage1_leaf = Map(kStage1Tables, {.input = kVa, .output = kPa, .attributes = page});
}

void Rig::MapStage2(std::uint64_t page, const Ste<Concrete>& ste) {
  PutSte(kSid, ste);
  stage2_leaf = Map(kStage2Tables, {.input = kVa, .output = kPa, .attributes = page});
}

void Rig::MapNested(const Ste<Concrete>& ste, const Cd<Concrete>& cd, std::uint64_t stage1_page,
                    std::uint64_t stage2_page) {
  PutSte(kSid, ste);
  PutCd(kCdTable, cd);
  stage1_leaf = Map(kStage1Tables, {.input = kVa, .output = kIpa, .attributes = stage1_page});
  stage2_leaf = Map(kStage2Tables, {.input = kIpa, .output = kPa, .attributes = stage2_page});
  MapIdentity(kStage2Tables, kCdTable, 0x1000);
  MapIdentity(kStage2Tables, kStage1Root, 0x1000);
  MapIdentity(kStage2Tables, 0x1800'0000, 0x10'0000);
}

}  // namespace quiesce::testing
