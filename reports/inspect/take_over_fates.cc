#include "reports/inspect/take_over_fates.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "model/driver/image_port.h"
#include "model/driver/smmu_driver.h"
#include "model/smmu/fixed_choices.h"
#include "reports/inspect/stream_summary.h"

namespace quiesce {
namespace {

constexpr unsigned kSmallQueues = 8;
constexpr std::size_t kMostListed = 8;

bool Bypasses(const StreamSummary& s) { return s.text.starts_with("bypass"); }

bool LetsThrough(const StreamSummary& s) {
  return s.kind == StreamKind::kBypass || s.kind == StreamKind::kTranslate ||
         s.kind == StreamKind::kNotCaptured || (s.kind == StreamKind::kSmmuOff && Bypasses(s));
}

/// The words of the STE and the CD, so that runs of streams end where they differ.
std::string Words(std::uint32_t, const StreamSummary& s) {
  std::string words;
  if (s.ste) words = absl::StrJoin(RawWords(*s.ste), ",");
  if (s.cd) absl::StrAppend(&words, ";", absl::StrJoin(RawWords(*s.cd), ","));
  return words;
}

std::vector<StreamRun> RunsOf(const Image& image) {
  FixedChoices choices;
  return SummarizeStreams(View(image), choices, Words);
}

Fate FateOf(const StreamRun& before, const StreamRun& after) {
  switch (after.summary.kind) {
    case StreamKind::kNotCaptured:
    case StreamKind::kUnsupported:
      return Fate::kNotInImage;
    case StreamKind::kBypass:
    case StreamKind::kTranslate:
      break;
    case StreamKind::kSmmuOff:
      if (after.summary.text == before.summary.text) return Fate::kAsBefore;
      return Bypasses(after.summary) ? Fate::kBypass : Fate::kAborts;
    default:
      return Fate::kAborts;
  }
  if (after.summary.text == before.summary.text && after.note == before.note) {
    return Fate::kAsBefore;
  }
  return after.summary.kind == StreamKind::kBypass ? Fate::kBypass : Fate::kElsewhere;
}

void Add(const FateRun& run, Fates& fates) {
  const bool joins = !fates.empty() && fates.back().fate == run.fate &&
                     fates.back().text == run.text && fates.back().last + 1 == run.first;
  if (joins) {
    fates.back().last = run.last;
  } else {
    fates.push_back(run);
  }
}

/// Both cover every StreamID, in order.
Fates Compare(const std::vector<StreamRun>& before, const std::vector<StreamRun>& after) {
  Fates fates;
  for (std::size_t b = 0, a = 0; b < before.size() && a < after.size();) {
    if (LetsThrough(before[b].summary)) {
      Add({std::max(before[b].first, after[a].first), std::min(before[b].last, after[a].last),
           FateOf(before[b], after[a]), after[a].summary.text},
          fates);
    }
    const std::uint32_t end = std::min(before[b].last, after[a].last);
    b += before[b].last == end;
    a += after[a].last == end;
  }
  return fates;
}

Fates Silenced(const std::vector<StreamRun>& before) {
  Fates fates = Compare(before, before);
  for (FateRun& f : fates) f.fate = Fate::kSilenced;
  return fates;
}

std::string OutcomeOf(const SmmuDriver& driver, const std::optional<DriverStop>& stop,
                      const Policy& policy) {
  if (stop) return "probe fails: " + Describe(*stop);
  if (policy.take_over == TakeOver::kLeaveAlone) return "not touched";
  if (const auto& why = driver.state().adopt_stop) return "full reset: " + Describe(*why);
  return driver.state().adopt_option ? "adopted" : "full reset";
}

TakeOverFates TakeOverBy(const Image& image, const std::vector<StreamRun>& before,
                         const DriverConfig& config) {
  Image after = image;
  L2Allocator memory(config.platform.l2_pool);
  std::vector<DriverWrite> writes;
  ImagePort port(after, memory, writes);
  SmmuDriver driver(port, config);
  const std::optional<DriverStop> stop = driver.Probe();
  TakeOverFates fates;
  fates.outcome = OutcomeOf(driver, stop, config.policy);
  const bool silenced = config.policy.devices_first != DevicesFirst::kNothing;
  fates.reset = silenced ? Silenced(before) : Compare(before, RunsOf(after));
  if (driver.probed() && config.policy.take_over != TakeOver::kLeaveAlone) {
    for (const std::uint32_t sid : config.platform.devices) {
      static_cast<void>(driver.ProbeDevice({&sid, 1}));  // a rejected device is left as it is
    }
  }
  fates.probed = silenced ? fates.reset : Compare(before, RunsOf(after));
  return fates;
}

std::vector<std::uint32_t> DevicesOf(const std::vector<StreamRun>& before) {
  std::vector<std::uint32_t> sids;
  for (const StreamRun& run : before) {
    if (!LetsThrough(run.summary)) continue;
    for (std::uint64_t sid = run.first; sid <= run.last && sids.size() < kMostDevices; ++sid) {
      sids.push_back(static_cast<std::uint32_t>(sid));
    }
  }
  return sids;
}

struct Tally {
  std::uint64_t streams = 0;
  std::vector<std::string> runs;
};

}  // namespace

std::vector<TakeOverFates> FatesOf(const Image& image, const Platform& platform) {
  const std::vector<StreamRun> before = RunsOf(image);
  DriverConfig config;
  config.platform = platform;
  config.platform.devices = DevicesOf(before);
  config.max_queue_log2 = kSmallQueues;
  std::vector<TakeOverFates> all;
  for (const Variant& v : kNamedVariants) {
    config.variant = v;
    all.push_back(TakeOverBy(image, before, config));
    all.back().kind = "variant";
    all.back().name = v.name;
  }
  config.variant = kNewestVariant;
  for (const Policy& p : kPolicies) {
    config.policy = p;
    all.push_back(TakeOverBy(image, before, config));
    all.back().kind = "policy";
    all.back().name = p.name;
  }
  return all;
}

std::string SummaryOf(const Fates& fates) {
  std::map<Fate, Tally> tallies;
  for (const FateRun& run : fates) {
    Tally& t = tallies[run.fate];
    t.streams += std::uint64_t{run.last} - run.first + 1;
    t.runs.push_back(RangeText(run.first, run.last));
  }
  std::vector<std::string> parts;
  for (const auto& [fate, t] : tallies) {
    std::string part = absl::StrFormat("%d %s", t.streams, NameOf(fate));
    if (tallies.size() > 1) {
      const auto end =
          t.runs.begin() + static_cast<std::ptrdiff_t>(std::min(t.runs.size(), kMostListed));
      absl::StrAppend(&part, ": ", absl::StrJoin(t.runs.begin(), end, ", "),
                      end == t.runs.end() ? "" : ", ...");
    }
    parts.push_back(std::move(part));
  }
  return parts.empty() ? "none lets DMA through" : absl::StrJoin(parts, "; ");
}

std::string FatesText(const std::vector<TakeOverFates>& fates) {
  std::string text;
  for (const TakeOverFates& f : fates) {
    const std::string reset = SummaryOf(f.reset);
    const std::string probed = SummaryOf(f.probed);
    absl::StrAppendFormat(&text, "  %-8s%-17s %s%s; %s\n", f.kind, f.name, reset,
                          probed == reset ? "" : ", " + probed + " once devices are probed",
                          f.outcome);
  }
  return text;
}

}  // namespace quiesce
