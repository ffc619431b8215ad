#include "reports/inspect/inspect_text.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "model/driver/insert.h"
#include "model/smmu/fixed_choices.h"
#include "reports/inspect/fields_text.h"
#include "reports/inspect/stream_summary.h"

namespace quiesce {
namespace {

/// What the driver does with the first attach of a device that has only this StreamID.
class AttachNote {
 public:
  AttachNote(const Image& image, const AdoptDecision& decision, const Variant& variant,
             const Platform& platform)
      : image_(image),
        view_(decision.view),
        variant_(variant),
        platform_(platform),
        allocator_(platform.l2_pool) {}

  std::string operator()(std::uint32_t sid, const StreamSummary& stream) {
    if (!view_) return "";
    // Behind an empty L1 descriptor the driver makes a fresh table of abort STEs: nothing to keep.
    if (!stream.ste_address) return "attach: not deferred";
    if (const auto stop =
            InsertStream(image_, variant_, platform_, sid, allocator_, *view_, writes_)) {
      return "probe fails: " + Describe(*stop);
    }
    const DeferralDecision d = AttachDeferred(image_, variant_, *view_, {&sid, 1});
    if (d.stop) return "attach: cannot say, " + Describe(*d.stop);
    return d.deferred ? "attach: deferred" : "attach: not deferred";
  }

 private:
  Image image_;  ///< the driver's inserts change this copy only
  std::optional<AdoptedView> view_;
  const Variant& variant_;
  const Platform& platform_;
  L2Allocator allocator_;
  std::vector<DriverWrite> writes_;
};

}  // namespace

std::string RegistersText(const RegisterImage& registers) {
  std::string text;
  for (const RegisterSpec& spec : kRegisters) {
    const std::uint64_t value = registers.Read(*RegisterNamed(spec.name()));
    const bool decides = spec.format == &kCR0 || spec.format == &kSTRTAB_BASE ||
                         spec.format == &kSTRTAB_BASE_CFG || spec.format == &kGERROR;
    if (value == 0 && !decides) continue;
    const int digits = spec.bytes() == 8 ? 16 : 8;
    absl::StrAppendFormat(&text, "  %-16s 0x%0*x %s\n", spec.name(), digits, value,
                          FieldsText(*spec.format, {&value, 1}));
  }
  return text;
}

std::string AdoptionText(const AdoptDecision& decision, const Variant& variant) {
  std::string text = absl::StrFormat("  driver variant %s: %s\n", variant.name, Describe(decision));
  if (decision.view) {
    const ReservedIds& ids = decision.view->reserved;
    absl::StrAppendFormat(&text, "  reserved for the crashed kernel: %d ASIDs, %d VMIDs\n",
                          ids.asids.size(), ids.vmids.size());
  }
  return text;
}

std::string StreamsText(const Image& image, const AdoptDecision& decision, const Variant& variant,
                        const Platform& platform) {
  FixedChoices choices;
  AttachNote note(image, decision, variant, platform);
  std::string text;
  for (const StreamRun& run : SummarizeStreams(View(image), choices, std::ref(note))) {
    absl::StrAppendFormat(&text, "  %-15s %s", RangeText(run.first, run.last), run.summary.text);
    if (run.summary.missing) absl::StrAppendFormat(&text, " (first: 0x%x)", *run.summary.missing);
    absl::StrAppendFormat(&text, "%s%s\n", run.note.empty() ? "" : "; ", run.note);
  }
  return text;
}

}  // namespace quiesce
