#include <set>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "reports/case/case_lines.h"
#include "spec/word/word.h"

namespace quiesce {
namespace {

absl::Status TakeStepFields(const CaseWords& words, bool dma, CaseStep& step) {
  std::set<std::string_view> given;
  for (const std::string_view word : words) {
    const auto [name, value] = ParseCaseAssignment(word);
    if (!given.insert(name).second) return CaseError(absl::StrFormat("%s is given twice", name));
    if (name == "sid" && value && *value <= MaxValue(32)) {
      step.sid = static_cast<std::uint32_t>(*value);
    } else if (dma && name == "ssid" && value && *value <= MaxValue(20)) {
      step.ssid = static_cast<std::uint32_t>(*value);
    } else if (dma && name == "iova" && value) {
      step.iova = *value;
    } else {
      return CaseError(absl::StrFormat("cannot read '%s' in this step", word));
    }
  }
  if (!given.contains("sid")) return CaseError("the step lacks sid=");
  if (dma && !given.contains("iova")) return CaseError("the step lacks iova=");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CaseStep> ParseCaseStep(const CaseWords& words) {
  CaseStep step;
  const bool dma = !words.empty() && words[0] == "dma";
  if (!dma && (words.empty() || words[0] != "insert")) {
    return CaseError("unknown step: known are `insert sid=N` and `dma sid=N [ssid=N] iova=N R|W`");
  }
  step.kind = dma ? CaseStep::Kind::kDma : CaseStep::Kind::kInsert;
  CaseWords rest(words.begin() + 1, words.end());
  if (dma) {
    const std::string_view access = rest.empty() ? "" : rest.back();
    if (access != "R" && access != "W") return CaseError("a dma step ends in R or W");
    step.access = access == "R" ? DmaAccess::kRead : DmaAccess::kWrite;
    rest.pop_back();
  }
  const absl::Status fields = TakeStepFields(rest, dma, step);
  if (!fields.ok()) return fields;
  return step;
}

CaseAssignment ParseCaseAssignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return {word, std::nullopt};
  return {word.substr(0, equals), ParseNumber(word.substr(equals + 1))};
}

}  // namespace quiesce
