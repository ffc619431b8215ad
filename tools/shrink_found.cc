#include "tools/shrink_found.h"

#include <chrono>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "reports/finding/finding_steps.h"
#include "reports/record/record_json.h"
#include "shrinkers/mattering_bits.h"
#include "tools/case_keeper.h"
#include "tools/mattering_text.h"
#include "tools/worker_pool.h"

namespace quiesce {
namespace {

constexpr ShrinkBudget kBudget{.executions = 500, .time = std::chrono::hours(1)};

/// One found case, in a worker.
class Shrinking {
 public:
  Shrinking(const FoundCase& found, const CheckOptions& options, Beacon& beacon)
      : found_(found),
        options_(options),
        beacon_(beacon),
        keeper_(options.out),
        name_(FileNameOf(found.finding.property)) {}

  /// As a record that holds nothing else.
  RunRecord Run() {
    Finding f = found_.finding;
    const auto shrunk = ShrinkCase(
        *found_.domain, *found_.invariant, Drawn(), kBudget,
        [&](const HandOverCase& better) { Keep(better); }, Begins());
    KeepSmallest(shrunk.value, f);
    RunRecord part;
    part.findings = {std::move(f)};
    if (!keeper_.status().ok()) part.not_run = {{"a case", keeper_.status().ToString()}};
    return part;
  }

  /// Writes the candidate of that execution, and does not run it.
  void KeepCandidate(std::uint64_t execution) {
    const auto stop = [&](const HandOverCase& candidate) {
      if (++executions_ != execution) return true;
      keeper_.KeepHandOver(name_ + "-ends", candidate, Invariant::kEnds, /*run=*/false);
      return false;
    };
    ShrinkBudget until = kBudget;
    until.executions = execution;
    ShrinkCase(*found_.domain, *found_.invariant, Drawn(), until, {}, stop);
  }

 private:
  HandOverCase Drawn() const {
    return DrawCase(options_.seed, *found_.domain, found_.finding.index, options_.driver);
  }
  std::function<bool(const HandOverCase&)> Begins() {
    return [this](const HandOverCase&) {
      beacon_.Begin(++executions_);
      return true;
    };
  }
  void Keep(const HandOverCase& c) { keeper_.KeepHandOver(name_, c, *found_.invariant); }

  /// With the bits that matter; its steps are those of the finding.
  void KeepSmallest(const HandOverCase& smallest, Finding& f) {
    const HandOverResult r = RunCase(smallest);
    if (const auto v = NewViolation(*found_.domain, *found_.invariant, smallest, r)) {
      f.step = absl::StrFormat("call %u step %u", v->when.call, v->when.step);
      f.summary = Describe(*v);
    }
    const MatteringBits bits = FindMatteringBits(smallest, [&](const HandOverCase& other) {
      beacon_.Begin(++executions_);
      return NewViolation(*found_.domain, *found_.invariant, other, RunCase(other)).has_value();
    });
    Case c = CaseOfDrawn(smallest, *found_.invariant, /*run=*/true);
    c.matters = MatteringText(c, bits);
    keeper_.KeepCase(name_, c);
    FillFromCase(c, f);
  }

  const FoundCase& found_;
  const CheckOptions& options_;
  Beacon& beacon_;
  CaseKeeper keeper_;
  std::string name_;
  std::uint64_t executions_ = 0;
};

std::chrono::milliseconds PatienceOf(const CheckOptions& options) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(options.case_seconds * 1000));
}

/// Numbers below `count`, one after the other.
std::function<std::optional<std::uint64_t>()> EachBelow(std::uint64_t count) {
  return [count, given = std::uint64_t{0}]() mutable -> std::optional<std::uint64_t> {
    if (given == count) return std::nullopt;
    return given++;
  };
}

/// Of one whose worker is gone: all but the first executions were fine, so they can be made again.
absl::Status KeepCandidate(const FoundCase& found, std::uint64_t execution,
                           const CheckOptions& options) {
  PoolTasks again;
  again.next = EachBelow(1);
  again.run = [&](std::uint64_t, Beacon& beacon) {
    Shrinking(found, options, beacon).KeepCandidate(execution);
    return std::string();
  };
  again.done = [](std::uint64_t, const std::string&) {};
  again.lost = [](const LostTask&) {};
  return RunPool(1, PatienceOf(options), again);
}

}  // namespace

std::string FileNameOf(const std::string& property) {
  return absl::StrReplaceAll(property, {{"/", "-"}});
}

absl::Status ShrinkFound(const std::vector<FoundCase>& found, const CheckOptions& options,
                         const std::function<void(const std::string&)>& say, RunRecord& record) {
  absl::Status status;
  PoolTasks tasks;
  tasks.next = EachBelow(found.size());
  tasks.run = [&](std::uint64_t task, Beacon& beacon) {
    return RecordToJson(Shrinking(found[task], options, beacon).Run());
  };
  tasks.done = [&](std::uint64_t, const std::string& result) {
    absl::StatusOr<RunRecord> part = RecordFromJson(result, "a smaller case");
    status.Update(part.status());
    if (!part.ok()) return;
    for (Finding& f : part->findings) record.findings.push_back(std::move(f));
    for (NotRun& n : part->not_run) record.not_run.push_back(std::move(n));
  };
  tasks.lost = [&](const LostTask& lost) {
    const Finding& f = found[lost.task].finding;
    record.findings.push_back(f);
    const std::string why = absl::StrFormat("%s at execution %u: %s-ends.case", lost.how, lost.at,
                                            FileNameOf(f.property));
    record.not_run.push_back({"a smaller case of " + f.property, why});
    say(absl::StrFormat("%s, made smaller: %s", f.property, why));
    status.Update(KeepCandidate(found[lost.task], lost.at, options));
  };
  status.Update(RunPool(options.jobs, PatienceOf(options), tasks));
  return status;
}

}  // namespace quiesce
