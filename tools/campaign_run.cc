#include "tools/campaign_run.h"

#include <chrono>
#include <map>
#include <ostream>

#include "absl/strings/str_format.h"
#include "reports/record/merge.h"
#include "tools/check_journal.h"
#include "tools/planted_death.h"
#include "tools/progress_line.h"
#include "tools/record_order.h"
#include "tools/shrink_found.h"
#include "tools/timed_record.h"
#include "tools/worker_pool.h"

namespace quiesce {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

class Campaign {
 public:
  Campaign(const CheckTasks& tasks, const CheckOptions& options, CheckJournal journal,
           std::ostream& err, std::vector<Timing>& timings)
      : tasks_(tasks),
        options_(options),
        journal_(std::move(journal)),
        keeper_(options.out),
        progress_(options.terminal, err),
        timings_(timings),
        next_(options.shard.index) {}

  absl::StatusOr<RunRecord> Run() {
    for (const auto& [task, result] : journal_.done()) Note(Take(task, result));
    PoolTasks pool;
    pool.next = [this] { return Next(); };
    pool.run = [this](std::uint64_t task, Beacon& beacon) {
      const auto begins = [&](std::uint64_t index) {
        beacon.Begin(index);
        if (options_.planted) DieIfPlanted(*options_.planted, tasks_.SubjectOf(task), index);
      };
      const Clock::time_point start = Clock::now();
      TimedRecord part{tasks_.Run(task, begins), {}};
      for (const ProofRecord& p : part.record.proofs) {
        part.timings.push_back({p.id, SecondsSince(start)});
      }
      return TimedRecordText(part);
    };
    pool.done = [this](std::uint64_t task, const std::string& result) {
      Note(Take(task, result));
      Note(journal_.Add(task, result));
    };
    pool.lost = [this](const LostTask& lost) { Lose(lost); };
    pool.tick = [this] {
      progress_.Show([this](double seconds) {
        return absl::StrFormat("%u tasks, %u hand-overs (%.0f/s), %u found", parts_.size(), cases_,
                               static_cast<double>(cases_) / seconds, found_.size());
      });
    };
    const auto patience =
        std::chrono::milliseconds(static_cast<std::int64_t>(options_.case_seconds * 1000));
    Note(RunPool(options_.jobs, patience, pool));
    if (!status_.ok()) return status_;
    return Conclude();
  }

 private:
  void Note(const absl::Status& status) { status_.Update(status); }

  std::optional<std::uint64_t> Next() {
    while (status_.ok()) {
      const bool timed = options_.seconds != 0;
      if (timed ? progress_.seconds() > options_.seconds && next_ >= tasks_.first_batch()
                : next_ >= tasks_.size()) {
        break;
      }
      const std::uint64_t task = next_;
      next_ += options_.shard.count;
      const bool exists = task < tasks_.first_batch() || tasks_.BatchOf(task);
      if (exists && !parts_.contains(task)) return task;
    }
    return std::nullopt;
  }

  absl::Status Take(std::uint64_t task, const std::string& result) {
    absl::StatusOr<TimedRecord> timed = TimedRecordFrom(result);
    if (!timed.ok()) return timed.status();
    timings_.insert(timings_.end(), timed->timings.begin(), timed->timings.end());
    RunRecord& part = timed->record;
    const std::optional<HandOverBatch> batch = tasks_.BatchOf(task);
    if (batch) {
      cases_ += batch->count;
      for (const Finding& f : part.findings) Found(*batch, f);
      part.findings.clear();
    }
    parts_[task] = std::move(part);
    return absl::OkStatus();
  }

  /// The lowest index of a property is what is kept, whoever finds it when.
  void Found(const HandOverBatch& batch, Finding f) {
    const auto known = found_.find(f.property);
    if (known != found_.end() && known->second.finding.index <= f.index) return;
    const std::optional<Invariant> invariant = FindInvariant(f.invariant);
    f.file = keeper_.KeepHandOver(FileNameOf(f.property),
                                  DrawCase(options_.seed, *batch.domain, f.index, options_.driver),
                                  invariant);
    f.reproduce = "quiesce replay " + f.file;
    progress_.Say(absl::StrFormat("found %s, case %u: %s\n    %s/%s", f.property, f.index,
                                  f.summary, options_.out, f.file));
    const std::string property = f.property;
    found_[property] = {batch.domain, invariant, std::move(f)};
  }

  /// What ran is lost with it, but for the case that it died of.
  void Lose(const LostTask& lost) {
    RunRecord part = tasks_.Head();
    PropertyRecord p;
    p.id = tasks_.SubjectOf(lost.task) + "/ends";
    p.variant = options_.variant;
    p.statement = "no case ends the program, or goes on for ever";
    p.result = lost.loss == Loss::kCrashed ? Result::kCrashed : Result::kTimedOut;
    p.reason = lost.how;
    p.first_case = lost.at;
    p.reproduce = tasks_.Command();
    std::string message = absl::StrFormat("%s: %s at case %u", p.id, lost.how, lost.at);
    Finding f{.property = p.id, .variant = p.variant, .index = lost.at, .summary = p.reason};
    f.file = tasks_.KeepCase(lost.task, lost.at, keeper_);
    if (!f.file.empty()) {
      const bool replays = f.file.ends_with(".case");
      f.reproduce = (replays ? "quiesce replay " : "quiesce check ") + f.file;
      absl::StrAppendFormat(&message, "\n    %s/%s", options_.out, f.file);
      part.findings.push_back(std::move(f));
    }
    progress_.Say(message);
    part.properties.push_back(std::move(p));
    parts_[lost.task] = std::move(part);
  }

  absl::StatusOr<RunRecord> Conclude() {
    std::vector<RunRecord> parts = {tasks_.Head()};
    for (auto& [task, part] : parts_) parts.push_back(std::move(part));
    absl::StatusOr<RunRecord> record = Merge(parts);
    if (!record.ok()) return record;
    std::vector<FoundCase> found;
    for (const auto& [property, f] : found_) {
      if (f.invariant) {
        found.push_back(f);
      } else {
        record->findings.push_back(f.finding);
      }
    }
    const auto say = [this](const std::string& line) { progress_.Say(line); };
    if (const absl::Status shrunk = ShrinkFound(found, options_, say, *record); !shrunk.ok()) {
      return shrunk;
    }
    JudgeCoverage(*record, options_, tasks_.Command());
    SortRecord(*record);
    if (!keeper_.status().ok()) return keeper_.status();
    journal_.Remove();
    return record;
  }

  const CheckTasks& tasks_;
  const CheckOptions& options_;
  CheckJournal journal_;
  CaseKeeper keeper_;
  ProgressLine progress_;
  std::vector<Timing>& timings_;
  std::uint64_t next_;
  std::uint64_t cases_ = 0;
  std::map<std::uint64_t, RunRecord> parts_;
  std::map<std::string, FoundCase> found_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<RunRecord> RunCampaign(const CheckTasks& tasks, const CheckOptions& options,
                                      std::ostream& err, std::vector<Timing>& timings) {
  const std::string run =
      absl::StrFormat("%s, shard %u/%u, version %s", tasks.Command(), options.shard.index,
                      options.shard.count, QUIESCE_VERSION);
  absl::StatusOr<CheckJournal> journal =
      CheckJournal::Open(options.out + "/journal", run, options.resume);
  if (!journal.ok()) return journal.status();
  return Campaign(tasks, options, *std::move(journal), err, timings).Run();
}

}  // namespace quiesce
