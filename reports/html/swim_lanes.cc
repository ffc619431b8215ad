#include "reports/html/swim_lanes.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/html/pieces.h"

namespace quiesce {
namespace {

constexpr unsigned kLaneWidth = 96;
constexpr unsigned kRowHeight = 22;
constexpr unsigned kHeadHeight = 30;
constexpr unsigned kTextWidth = 700;
constexpr std::size_t kLongestText = 90;

std::vector<std::string> LanesOf(const std::vector<FindingStep>& steps) {
  std::vector<std::string> lanes = {"driver", "SMMU", "memory"};
  const auto add = [&](const std::string& lane) {
    if (!lane.empty() && std::ranges::find(lanes, lane) == lanes.end()) lanes.push_back(lane);
  };
  for (const FindingStep& s : steps) {
    add(s.from);
    add(s.to);
  }
  return lanes;
}

/// The middle of a lane.
unsigned XOf(const std::vector<std::string>& lanes, const std::string& lane) {
  const auto at = std::ranges::find(lanes, lane) - lanes.begin();
  return static_cast<unsigned>(at) * kLaneWidth + kLaneWidth / 2;
}

/// Cut between characters, with a mark.
std::string Shortened(std::string text) {
  if (text.size() <= kLongestText) return text;
  std::size_t end = kLongestText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "\u2026";
}

std::string Line(unsigned x1, unsigned y1, unsigned x2, unsigned y2, std::string_view css) {
  return absl::StrFormat("<line x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\" class=\"%s\"/>", x1, y1, x2,
                         y2, css);
}

std::string ArrowHead(unsigned from, unsigned to, unsigned y, std::string_view css) {
  const int back = from < to ? -7 : 7;
  const int tip = static_cast<int>(to);
  return absl::StrFormat("<path d=\"M%d %u L%d %u L%d %u Z\" class=\"%s\"/>", tip, y, tip + back,
                         y - 4, tip + back, y + 4, css);
}

std::string StepOf(const FindingStep& s, const std::vector<std::string>& lanes, unsigned y) {
  const std::string_view css = s.violates.empty() ? "act" : "act broken";
  const unsigned from = XOf(lanes, s.from);
  std::string out =
      absl::StrFormat("<circle cx=\"%u\" cy=\"%u\" r=\"4\" class=\"%s\"/>", from, y, css);
  if (!s.to.empty() && s.to != s.from) {
    const unsigned to = XOf(lanes, s.to);
    out += Line(from, y, to, y, css) + ArrowHead(from, to, y, css);
  }
  const std::string mark = s.violates.empty() ? "" : s.violates + ": ";
  out += SvgText(static_cast<unsigned>(lanes.size()) * kLaneWidth + 8, y + 4,
                 s.violates.empty() ? "what" : "what broken", Shortened(mark + s.text));
  return Element("g", "", Element("title", "", EscapeMarkup(mark + s.text)) + out) + "\n";
}

/// Steps, with a row before each change of call. `bottom` becomes the end of the last row.
std::string Rows(const std::vector<FindingStep>& steps, const std::vector<std::string>& lanes,
                 unsigned width, unsigned& bottom) {
  std::string out, call;
  const std::size_t shown = std::min(steps.size(), kPictureSteps);
  for (std::size_t i = 0; i < shown; ++i) {
    if (steps[i].call != call) {
      call = steps[i].call;
      out += Line(0, bottom + 2, width, bottom + 2, "call-line") +
             SvgText(2, bottom + kRowHeight - 6, "call", call) + "\n";
      bottom += kRowHeight;
    }
    out += StepOf(steps[i], lanes, bottom + kRowHeight / 2);
    bottom += kRowHeight;
  }
  if (shown < steps.size()) {
    out += SvgText(2, bottom + kRowHeight - 6, "call",
                   absl::StrFormat("%u more steps in the list", steps.size() - shown));
    bottom += kRowHeight;
  }
  return out;
}

std::string LaneHeads(const std::vector<std::string>& lanes, unsigned bottom) {
  std::string out;
  for (const std::string& lane : lanes) {
    const unsigned x = XOf(lanes, lane);
    out += Line(x, kHeadHeight - 4, x, bottom, "lane") + SvgText(x, 16, "lane-name", lane);
  }
  return out + "\n";
}

}  // namespace

std::string SwimLanes(const std::vector<FindingStep>& steps, const std::string& label) {
  if (steps.empty()) return "";
  const std::vector<std::string> lanes = LanesOf(steps);
  const unsigned width = static_cast<unsigned>(lanes.size()) * kLaneWidth + kTextWidth;
  unsigned bottom = kHeadHeight;
  const std::string rows = Rows(steps, lanes, width, bottom);
  return Element("svg",
                 {{"class", "lanes"},
                  {"role", "img"},
                  {"aria-label", label},
                  {"width", absl::StrFormat("%u", width)},
                  {"height", absl::StrFormat("%u", bottom + 4)},
                  {"viewBox", absl::StrFormat("0 0 %u %u", width, bottom + 4)}},
                 "\n" + LaneHeads(lanes, bottom) + rows);
}

}  // namespace quiesce
