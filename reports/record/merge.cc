#include "reports/record/merge.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace quiesce {
namespace {

absl::Status Disagree(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("cannot merge: the records disagree in ", what));
}

// --- what makes two items the same ---

bool Same(const Count& a, const Count& b) { return a.label == b.label; }
bool Same(const Coverage& a, const Coverage& b) { return a.label == b.label; }
bool Same(const PropertyRecord& a, const PropertyRecord& b) {
  return a.id == b.id && a.variant == b.variant;
}
bool Same(const MatrixRowRecord& a, const MatrixRowRecord& b) {
  return a.kind == b.kind && a.name == b.name;
}
bool Same(const MatrixCellRecord& a, const MatrixCellRecord& b) {
  return a.invariant == b.invariant;
}
bool Same(const ProofRecord& a, const ProofRecord& b) {
  return a.id == b.id && a.variant == b.variant;
}
bool Same(const Hunt& a, const Hunt& b) {
  return a.target == b.target && a.invariant == b.invariant && a.seed == b.seed;
}
bool Same(const Finding& a, const Finding& b) {
  return a.property == b.property && a.invariant == b.invariant && a.variant == b.variant;
}
bool Same(const RuleOutcomes& a, const RuleOutcomes& b) { return a.rule == b.rule; }

template <class T>
absl::Status AddAll(std::vector<T>& into, const std::vector<T>& from);

// --- adding one item to the same one of another shard ---

absl::Status Add(Count& into, const Count& from) {
  into.count += from.count;
  return absl::OkStatus();
}

absl::Status Add(Coverage& into, const Coverage& from) {
  into.count += from.count;
  into.minimum += from.minimum;
  return absl::OkStatus();
}

/// What was not run says nothing; what is not listed is worse than Passed and better than Violated.
Result WorseOf(Result a, Result b) {
  for (const Result r : {Result::kViolated, Result::kCrashed}) {
    if (a == r || b == r) return r;
  }
  for (const Result r : {Result::kNotRun, Result::kPassed}) {
    if (a == r) return b;
    if (b == r) return a;
  }
  return std::min(a, b);
}

Result WithoutShort(Result r) { return r == Result::kCoverageShort ? Result::kPassed : r; }

std::string ReasonOf(Result result, const PropertyRecord& a, const PropertyRecord& b) {
  if (a.result == result && !a.reason.empty()) return a.reason;
  return b.result == result ? b.reason : "";
}

std::optional<std::uint64_t> Lower(std::optional<std::uint64_t> a, std::optional<std::uint64_t> b) {
  if (a && b) return std::min(*a, *b);
  return a ? a : b;
}

bool Comes(const std::optional<std::uint64_t>& first, const std::optional<std::uint64_t>& second) {
  return first && (!second || *first < *second);
}

absl::Status Add(PropertyRecord& into, const PropertyRecord& from) {
  if (into.statement != from.statement || into.expected != from.expected ||
      into.invariant != from.invariant) {
    return Disagree(absl::StrCat("what property ", into.id, " states or expects"));
  }
  const bool later = Comes(from.first_case, into.first_case);
  const Result result = WorseOf(WithoutShort(into.result), WithoutShort(from.result));
  std::string reason = later ? ReasonOf(result, from, into) : ReasonOf(result, into, from);
  into.cases += from.cases;
  into.discards += from.discards;
  into.first_case = Lower(into.first_case, from.first_case);
  const absl::Status added = AddAll(into.coverage, from.coverage);
  const auto short_of = std::ranges::find_if(into.coverage, &Coverage::Short);
  into.result = result;
  if (result == Result::kPassed && short_of != into.coverage.end()) {
    into.result = Result::kCoverageShort;
    reason = absl::StrCat(short_of->label, ": ", short_of->count, " of ", short_of->minimum);
  }
  into.reason = std::move(reason);
  return added;
}

absl::Status Add(MatrixCellRecord& into, const MatrixCellRecord& from) {
  into.applicable |= from.applicable;
  into.clean.judged += from.clean.judged;
  into.clean.violated += from.clean.violated;
  into.corrupted.judged += from.corrupted.judged;
  into.corrupted.violated += from.corrupted.violated;
  if (!Comes(from.first_case, into.first_case)) return absl::OkStatus();
  into.first_case = from.first_case;
  into.first = from.first;
  into.case_file = from.case_file;
  return absl::OkStatus();
}

absl::Status Add(MatrixRowRecord& into, const MatrixRowRecord& from) {
  return AddAll(into.cells, from.cells);
}

absl::Status Add(ProofRecord& into, const ProofRecord& from) {
  if (from.result == Result::kNotRun || into == from) return absl::OkStatus();
  if (into.result != Result::kNotRun) return Disagree(absl::StrCat("proof ", into.id));
  into = from;
  return absl::OkStatus();
}

absl::Status Add(Hunt& into, const Hunt& from) {
  if (into.found && from.found) {
    if (from.cases < into.cases) into = from;
  } else if (from.found) {
    into = from;
  } else if (!into.found) {
    into.cases += from.cases;
  }
  return absl::OkStatus();
}

absl::Status Add(Finding& into, const Finding& from) {
  if (from.index < into.index) into = from;
  return absl::OkStatus();
}

absl::Status Add(RuleOutcomes& into, const RuleOutcomes& from) {
  return AddAll(into.outcomes, from.outcomes);
}

template <class T>
absl::Status AddAll(std::vector<T>& into, const std::vector<T>& from) {
  for (const T& item : from) {
    const auto same = std::ranges::find_if(into, [&](const T& i) { return Same(i, item); });
    if (same == into.end()) {
      into.push_back(item);
    } else if (absl::Status added = Add(*same, item); !added.ok()) {
      return added;
    }
  }
  return absl::OkStatus();
}

absl::Status SameRun(const RunRecord& a, const RunRecord& b) {
  if (a.tool_version != b.tool_version) return Disagree("tool_version");
  if (a.seed != b.seed) return Disagree("seed");
  if (a.budget != b.budget) return Disagree("budget");
  if (a.image != b.image) return Disagree("image");
  return absl::OkStatus();
}

/// All that failed, and what every shard was told to leave out.
void AddNotRun(std::vector<NotRun>& into, const std::vector<NotRun>& from) {
  const auto has = [](const std::vector<NotRun>& list, const NotRun& n) {
    return std::ranges::find(list, n) != list.end();
  };
  std::erase_if(into, [&](const NotRun& n) { return n.why == kLeftOut && !has(from, n); });
  for (const NotRun& n : from) {
    if (n.why != kLeftOut && !has(into, n)) into.push_back(n);
  }
}

absl::Status AddRecord(RunRecord& into, const RunRecord& from) {
  absl::Status status = SameRun(into, from);
  status.Update(AddAll(into.properties, from.properties));
  status.Update(AddAll(into.matrix, from.matrix));
  status.Update(AddAll(into.proofs, from.proofs));
  status.Update(AddAll(into.hunts, from.hunts));
  status.Update(AddAll(into.findings, from.findings));
  status.Update(AddAll(into.rules, from.rules));
  AddNotRun(into.not_run, from.not_run);
  return status;
}

bool HasOnlyHunts(const RunRecord& r) {
  return !r.hunts.empty() && r.properties.empty() && r.matrix.empty() && r.proofs.empty() &&
         r.image == ImageAnswer();
}

absl::Status AddHunts(RunRecord& into, const RunRecord& hunts) {
  if (into.tool_version != hunts.tool_version) return Disagree("tool_version");
  for (const NotRun& n : hunts.not_run) into.not_run.push_back(n);
  return AddAll(into.hunts, hunts.hunts);
}

}  // namespace

absl::StatusOr<RunRecord> Merge(const std::vector<RunRecord>& records) {
  if (records.empty()) return absl::InvalidArgumentError("cannot merge: no records");
  const auto run = std::ranges::find_if_not(records, HasOnlyHunts);
  const std::size_t first =
      run == records.end() ? 0 : static_cast<std::size_t>(run - records.begin());
  RunRecord merged = records[first];
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i == first) continue;
    const bool beside = !HasOnlyHunts(merged) && HasOnlyHunts(records[i]);
    const absl::Status added =
        beside ? AddHunts(merged, records[i]) : AddRecord(merged, records[i]);
    if (!added.ok()) return added;
  }
  return merged;
}

}  // namespace quiesce
