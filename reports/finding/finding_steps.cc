#include "reports/finding/finding_steps.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "reports/case/replay.h"

namespace quiesce {
namespace {

constexpr std::string_view kDriver = "driver ";
constexpr std::string_view kSmmu = "SMMU ";
constexpr std::string_view kDma = "DMA ";

/// The word that starts with `key`, without it: "0x110" of "sid=0x110".
std::string ValueOf(std::string_view line, std::string_view key) {
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = line.substr(at + key.size());
  return std::string(rest.substr(0, rest.find(' ')));
}

/// From a line of a replay to the lanes that it is about.
FindingStep LineStep(const std::string& call, std::string_view line) {
  FindingStep s{.call = call};
  if (line.starts_with(kDriver)) {
    s.from = "driver";
    line.remove_prefix(kDriver.size());
    s.to = line.starts_with("writes") || line.starts_with("reads") ? "SMMU" : "memory";
  } else if (line.starts_with(kSmmu)) {
    s.from = "SMMU";
    line.remove_prefix(kSmmu.size());
  } else if (line.starts_with(kDma)) {
    line.remove_prefix(kDma.size());
    s.from = "device " + ValueOf(line, "sid=");
    // Of "aborts, no longer goes to ..." the first part counts.
    const std::size_t now = line.find(", no longer");
    s.to = line.substr(0, now).find(" goes to ") != std::string_view::npos ? "memory" : "SMMU";
  } else {
    s.from = "outside";
    s.to = "memory";
  }
  s.text = std::string(line);
  return s;
}

/// In the lane of the device that it names, else of the driver.
FindingStep ViolationStep(const Case& c, const std::string& call, const std::string& violation) {
  FindingStep s{.call = call, .from = "driver", .text = violation};
  s.violates = violation.substr(0, violation.find(' '));
  s.text = violation.substr(std::min(violation.size(), s.violates.size() + 1));
  const std::string number = ValueOf(violation, "device ");
  std::size_t device = 0;
  for (const char d : number) {
    if (d >= '0' && d <= '9') device = 10 * device + static_cast<std::size_t>(d - '0');
  }
  const auto& devices = c.hand_over->plan.devices;
  if (!number.empty() && device < devices.size() && !devices[device].sids.empty()) {
    s.from = absl::StrFormat("device 0x%x", devices[device].sids.front());
  }
  return s;
}

void AppendHandOverStep(const Case& c, const std::string& call, const ReplayStep& step,
                        std::vector<FindingStep>& steps) {
  for (const std::string& line : step.changes) steps.push_back(LineStep(call, line));
  for (const std::string& v : step.violations) steps.push_back(ViolationStep(c, call, v));
}

FindingStep AdoptionStep(const std::string& call, const ReplayStep& step) {
  const bool dma = step.text.starts_with("dma");
  return {.call = call,
          .from = dma ? "device " + ValueOf(step.text, "sid=") : "driver",
          .to = dma ? "SMMU" : "memory",
          .text = absl::StrFormat("%s: %s", step.text, step.outcome),
          .violates = std::string(step.violated)};
}

}  // namespace

std::vector<FindingStep> StepsOfCase(const Case& c) {
  const ReplayReport report = ReplayCase(c, {.expects = false});
  std::vector<FindingStep> steps;
  std::size_t end = 0;
  for (std::size_t i = 0; i < report.steps.size(); ++i) {
    const ReplayStep& step = report.steps[i];
    const std::string call = absl::StrFormat("step %u: %s", i + 1, step.text);
    if (c.hand_over) {
      AppendHandOverStep(c, call, step, steps);
    } else {
      steps.push_back(AdoptionStep(call, step));
    }
    if (!step.violated.empty()) end = steps.size();
  }
  if (end > 0) steps.resize(end);
  return steps;
}

void FillFromCase(const Case& c, Finding& finding) {
  if (finding.steps.empty()) finding.steps = StepsOfCase(c);
  if (finding.changes.empty()) finding.changes = ChangesOfCase(c);
  if (finding.matters.empty()) finding.matters = c.matters;
}

}  // namespace quiesce
