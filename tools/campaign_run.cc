#include "tools/campaign_run.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <ostream>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "reports/record/merge.h"
#include "reports/record/record_json.h"
#include "tools/check_journal.h"
#include "tools/record_order.h"
#include "tools/worker_pool.h"

namespace quiesce {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// "hand-over/wild/QZ-03" as a file name.
std::string FileNameOf(const std::string& property) {
  return absl::StrReplaceAll(property, {{"/", "-"}});
}

/// A line that is drawn over itself on a terminal; elsewhere a line now and then.
class Progress {
 public:
  Progress(const CheckOptions& options, std::ostream& err) : options_(options), err_(err) {}

  void Show(std::uint64_t tasks, std::uint64_t cases, std::size_t found) {
    constexpr double kTerminalSeconds = 0.5;
    constexpr double kHeartbeatSeconds = 30;
    const double now = SecondsSince(start_);
    const double wait = options_.terminal ? kTerminalSeconds : kHeartbeatSeconds;
    if (now - shown_ < wait) return;
    shown_ = now;
    err_ << (options_.terminal ? "\r" : "")
         << absl::StrFormat("%.0f s: %u tasks, %u hand-overs (%.0f/s), %u found", now, tasks, cases,
                            static_cast<double>(cases) / now, found)
         << (options_.terminal ? "  " : "\n") << std::flush;
    drawn_ = options_.terminal;
  }
  void Say(const std::string& line) {
    err_ << (drawn_ ? "\n" : "") << line << std::endl;
    drawn_ = false;
  }
  double seconds() const { return SecondsSince(start_); }

 private:
  const CheckOptions& options_;
  std::ostream& err_;
  Clock::time_point start_ = Clock::now();
  double shown_ = 0;
  bool drawn_ = false;
};

class Campaign {
 public:
  Campaign(const CheckTasks& tasks, const CheckOptions& options, CheckJournal journal,
           std::ostream& err)
      : tasks_(tasks),
        options_(options),
        journal_(std::move(journal)),
        keeper_(options.out),
        progress_(options, err),
        next_(options.shard.index) {}

  absl::StatusOr<RunRecord> Run() {
    for (const auto& [task, result] : journal_.done()) Note(Take(task, result));
    PoolTasks pool;
    pool.next = [this] { return Next(); };
    pool.run = [this](std::uint64_t task, Beacon& beacon) {
      const auto begins = [&](std::uint64_t index) { beacon.Begin(index); };
      return RecordToJson(tasks_.Run(task, begins));
    };
    pool.done = [this](std::uint64_t task, const std::string& result) {
      Note(Take(task, result));
      Note(journal_.Add(task, result));
    };
    pool.lost = [this](std::uint64_t task, std::uint64_t at, Loss loss) { Lose(task, at, loss); };
    pool.tick = [this] { progress_.Show(parts_.size(), cases_, found_.size()); };
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
    absl::StatusOr<RunRecord> part = RecordFromJson(result, "part of the record");
    if (!part.ok()) return part.status();
    const std::optional<HandOverBatch> batch = tasks_.BatchOf(task);
    if (batch) {
      cases_ += batch->count;
      for (const Finding& f : part->findings) Found(*batch, f);
      part->findings.clear();
    }
    parts_[task] = *std::move(part);
    return absl::OkStatus();
  }

  /// The lowest index of a property is what is kept, whoever finds it when.
  void Found(const HandOverBatch& batch, Finding f) {
    const auto known = found_.find(f.property);
    if (known != found_.end() && known->second.finding.index <= f.index) return;
    const Invariant invariant = *FindInvariant(f.invariant);
    f.file = keeper_.KeepHandOver(FileNameOf(f.property), CaseNumber(batch, f.index), invariant);
    f.reproduce = "quiesce replay " + f.file;
    progress_.Say(absl::StrFormat("found %s, case %u: %s\n    %s/%s", f.property, f.index,
                                  f.summary, options_.out, f.file));
    const std::string property = f.property;
    found_[property] = {batch.domain, invariant, std::move(f)};
  }

  HandOverCase CaseNumber(const HandOverBatch& batch, std::uint64_t index) const {
    return DrawCase(options_.seed, *batch.domain, index);
  }

  /// What ran is lost with it, but for the case that it died of.
  void Lose(std::uint64_t task, std::uint64_t at, Loss loss) {
    RunRecord part = tasks_.Head();
    PropertyRecord p;
    const std::optional<HandOverBatch> batch = tasks_.BatchOf(task);
    p.id = batch ? HandOverId(*batch->domain, std::nullopt) : absl::StrFormat("task %u", task);
    p.variant = kNewestVariant.name;
    p.statement = "no case ends the program, or goes on for ever";
    p.id += "/ends";
    p.result = loss == Loss::kCrashed ? Result::kCrashed : Result::kTimedOut;
    p.reason = loss == Loss::kCrashed ? "the worker died" : "a case took too long";
    p.first_case = at;
    p.reproduce = tasks_.Command();
    if (batch) {
      Finding f{.property = p.id, .variant = p.variant, .index = at, .summary = p.reason};
      const auto invariant = Invariant::kEnds;
      f.file = keeper_.KeepHandOver(FileNameOf(p.id), CaseNumber(*batch, at), invariant, false);
      f.reproduce = "quiesce replay " + f.file;
      part.findings.push_back(f);
    }
    progress_.Say(absl::StrFormat("%s: %s at case %u", p.id, p.reason, at));
    part.properties.push_back(std::move(p));
    parts_[task] = std::move(part);
  }

  absl::StatusOr<RunRecord> Conclude() {
    std::vector<RunRecord> parts = {tasks_.Head()};
    for (auto& [task, part] : parts_) parts.push_back(std::move(part));
    absl::StatusOr<RunRecord> record = Merge(parts);
    if (!record.ok()) return record;
    for (auto& [property, found] : found_) record->findings.push_back(ShrinkFound(found));
    const bool timed = options_.seconds != 0;
    JudgeCoverage(*record, options_.shard,
                  timed ? std::nullopt : std::optional(options_.hand_overs), tasks_.Command());
    SortRecord(*record);
    if (!keeper_.status().ok()) return keeper_.status();
    journal_.Remove();
    return record;
  }

  struct FoundCase {
    const HandOverDomain* domain;
    Invariant invariant;
    Finding finding;
  };

  /// Counted in executions alone, so that equal runs give equal cases.
  Finding ShrinkFound(FoundCase& found) {
    constexpr ShrinkBudget kBudget{.executions = 500, .time = std::chrono::hours(1)};
    Finding& f = found.finding;
    const auto keep = [&](const HandOverCase& better) {
      keeper_.KeepHandOver(FileNameOf(f.property), better, found.invariant);
    };
    const auto shrunk = ShrinkCase(*found.domain, found.invariant,
                                   DrawCase(options_.seed, *found.domain, f.index), kBudget, keep);
    const HandOverResult r = RunCase(shrunk.value);
    if (const auto v = NewViolation(*found.domain, found.invariant, shrunk.value, r)) {
      f.step = absl::StrFormat("call %u step %u", v->when.call, v->when.step);
      f.summary = Describe(*v);
    }
    return f;
  }

  const CheckTasks& tasks_;
  const CheckOptions& options_;
  CheckJournal journal_;
  CaseKeeper keeper_;
  Progress progress_;
  std::uint64_t next_;
  std::uint64_t cases_ = 0;
  std::map<std::uint64_t, RunRecord> parts_;
  std::map<std::string, FoundCase> found_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<RunRecord> RunCampaign(const CheckTasks& tasks, const CheckOptions& options,
                                      std::ostream& err) {
  const std::string run =
      absl::StrFormat("%s, shard %u/%u, version %s", tasks.Command(), options.shard.index,
                      options.shard.count, QUIESCE_VERSION);
  absl::StatusOr<CheckJournal> journal =
      CheckJournal::Open(options.out + "/journal", run, options.resume);
  if (!journal.ok()) return journal.status();
  return Campaign(tasks, options, *std::move(journal), err).Run();
}

}  // namespace quiesce
