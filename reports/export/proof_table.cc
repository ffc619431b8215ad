#include "reports/export/proof_table.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

/// Texts by the number of their first use, from 1.
class Numbered {
 public:
  std::size_t Of(const std::string& text) {
    const auto known = std::ranges::find(texts_, text);
    const auto n = static_cast<std::size_t>(known - texts_.begin());
    if (known == texts_.end()) texts_.push_back(text);
    return n + 1;
  }
  std::string Legend(std::string_view title) const {
    std::string out = texts_.empty() ? "" : absl::StrFormat("\n%s\n", title);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      absl::StrAppendFormat(&out, "  %3d  %s\n", i + 1, texts_[i]);
    }
    return out;
  }

 private:
  std::vector<std::string> texts_;
};

using Row = std::vector<std::string>;

/// Columns as wide as their widest cell, the last one as it is.
std::string Aligned(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&line, row[i], std::string(widths[i] - row[i].size() + 2, ' '));
    }
    absl::StrAppend(&out, line.substr(0, line.find_last_not_of(' ') + 1), "\n");
  }
  return out;
}

/// Where it was asked for.
std::string Beside(const SideCheck& s) {
  if (s.name.empty()) return "none";
  const bool refuted = s.result == Result::kViolated;
  const std::string_view answer = s.result == Result::kProved ? "proved" : NameOf(s.result);
  return absl::StrFormat("%s: %s%s", s.name, refuted ? "refuted" : answer,
                         s.result == s.expected ? "" : " NOT EXPECTED");
}

std::string UsedBy(const ProofRecord& p, Numbered& assumptions) {
  std::string used;
  for (const Assumption& a : p.assumptions) {
    if (!a.used) continue;
    absl::StrAppend(&used, used.empty() ? "" : " ", assumptions.Of(a.statement));
  }
  return used.empty() ? "-" : used;
}

/// Why it is what it is, where that is not said by the answer alone.
std::string Notes(const ProofRecord& p) {
  std::string out;
  if (!p.reason.empty()) absl::StrAppendFormat(&out, "    %s\n", p.reason);
  for (const Assumption& a : p.assumptions) {
    if (a.dropped_case.empty()) continue;
    absl::StrAppendFormat(&out, "    without \"%s\": %s\n", a.statement, a.dropped_case);
  }
  if (!p.twin.case_file.empty()) {
    absl::StrAppendFormat(&out, "    %s: %s\n", p.twin.name, p.twin.case_file);
  }
  return out.empty() ? "" : absl::StrCat("  ", p.id, "\n", out);
}

}  // namespace

std::string ProofAnswer(const ProofRecord& p) {
  const bool expected = p.result == p.expected;
  std::string answer(NameOf(p.result));
  if (p.result == Result::kProved) answer = "proved";
  if (p.result == Result::kViolated) answer = expected ? "refuted, as expected" : "refuted";
  return expected ? answer : absl::StrCat(answer, ", NOT EXPECTED");
}

std::optional<double> SecondsOf(const ProofRecord& p, const Environment& e) {
  const auto known = std::ranges::find(e.timings, p.id, &Timing::id);
  return known == e.timings.end() ? std::nullopt : std::optional(known->seconds);
}

std::string SecondsText(const ProofRecord& p, const Environment& e) {
  const std::optional<double> seconds = SecondsOf(p, e);
  return seconds ? absl::StrFormat("%.1f", *seconds) : "";
}

std::string ProofTable(const RunRecord& record, const Environment& environment) {
  if (record.proofs.empty()) return "";
  Numbered bounds;
  Numbered assumptions;
  std::vector<Row> rows = {{"invariant", "answer", "driver", "proof", "bounds", "assumptions used",
                            "seconds", "broken twin", "second solver"}};
  std::string notes;
  for (const ProofRecord& p : record.proofs) {
    rows.push_back({p.invariant.empty() ? "-" : p.invariant, ProofAnswer(p), p.variant, p.id,
                    absl::StrCat(bounds.Of(p.bounds)), UsedBy(p, assumptions),
                    SecondsText(p, environment), Beside(p.twin), Beside(p.second_solver)});
    absl::StrAppend(&notes, Notes(p));
  }
  return absl::StrCat(Aligned(rows), bounds.Legend("bounds"), assumptions.Legend("assumptions"),
                      notes.empty() ? "" : "\nwhat is behind them\n", notes);
}

}  // namespace quiesce
