#include "tools/worker_pool.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <vector>

#include "absl/strings/str_cat.h"

namespace quiesce {
namespace {

using Clock = std::chrono::steady_clock;

absl::Status SystemError(const char* what) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno)));
}

bool WriteAll(int fd, const void* data, std::size_t bytes) {
  const char* at = static_cast<const char*>(data);
  while (bytes != 0) {
    const ssize_t n = send(fd, at, bytes, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

bool ReadAll(int fd, void* data, std::size_t bytes) {
  char* at = static_cast<char*>(data);
  while (bytes != 0) {
    const ssize_t n = read(fd, at, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

bool SendText(int fd, const std::string& text) {
  const std::uint64_t bytes = text.size();
  return WriteAll(fd, &bytes, sizeof bytes) && WriteAll(fd, text.data(), text.size());
}

std::optional<std::string> ReceiveText(int fd) {
  std::uint64_t bytes = 0;
  if (!ReadAll(fd, &bytes, sizeof bytes)) return std::nullopt;
  std::string text(bytes, '\0');
  if (!ReadAll(fd, text.data(), bytes)) return std::nullopt;
  return text;
}

std::string HowItDied(int status) {
  if (WIFEXITED(status)) return absl::StrCat("the worker exited with ", WEXITSTATUS(status));
  const char* const name = WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status)) : nullptr;
  return name == nullptr ? "the worker died" : absl::StrCat("the worker died of SIG", name);
}

struct Worker {
  pid_t pid = -1;
  int fd = -1;
  Beacon* beacon = nullptr;
  std::optional<std::uint64_t> task = std::nullopt;  ///< under way
  std::uint64_t seen_beats = 0;
  Clock::time_point seen_at = {};
};

/// Answers tasks until the parent closes the line.
[[noreturn]] void Work(int fd, Beacon& beacon, const PoolTasks& tasks) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::uint64_t task = 0;
  while (ReadAll(fd, &task, sizeof task)) {
    if (!SendText(fd, tasks.run(task, beacon))) break;
  }
  _exit(0);
}

class Pool {
 public:
  Pool(unsigned jobs, std::chrono::milliseconds patience, const PoolTasks& tasks)
      : patience_(patience), tasks_(tasks), workers_(std::max(jobs, 1u)) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    for (Worker& w : workers_) End(w);
    if (beacons_ != MAP_FAILED) munmap(beacons_, BeaconBytes());
  }

  absl::Status Run() {
    absl::Status status = MakeBeacons();
    for (Worker& w : workers_) {
      if (status.ok()) status = Start(w);
      if (status.ok()) Feed(w);
    }
    while (status.ok() && Busy()) status = Wait();
    return status;
  }

 private:
  std::size_t BeaconBytes() const { return workers_.size() * sizeof(Beacon); }

  absl::Status MakeBeacons() {
    beacons_ =
        mmap(nullptr, BeaconBytes(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (beacons_ == MAP_FAILED) return SystemError("cannot share memory with workers");
    auto* const first = static_cast<Beacon*>(beacons_);
    for (std::size_t i = 0; i < workers_.size(); ++i) workers_[i].beacon = new (first + i) Beacon;
    return absl::OkStatus();
  }

  absl::Status Start(Worker& w) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
      return SystemError("cannot talk to a worker");
    }
    w.pid = fork();
    if (w.pid < 0) return SystemError("cannot start a worker");
    if (w.pid == 0) {
      for (const Worker& other : workers_) {
        if (other.fd >= 0) close(other.fd);
      }
      close(ends[0]);
      Work(ends[1], *w.beacon, tasks_);
    }
    close(ends[1]);
    w.fd = ends[0];
    return absl::OkStatus();
  }

  /// Waits for it; what waitpid() says of its end.
  static int End(Worker& w) {
    if (w.pid <= 0) return 0;
    close(w.fd);
    const std::optional<int> own = OwnEnd(w.pid);
    int status = own.value_or(0);
    if (!own) {
      kill(w.pid, SIGKILL);
      waitpid(w.pid, &status, 0);
    }
    w = {.beacon = w.beacon};
    return status;
  }

  /// Nothing if it does not end soon: its line is closed, so a worker that waits for a task does.
  static std::optional<int> OwnEnd(pid_t pid) {
    constexpr int kTries = 100;
    for (int i = 0; i < kTries; ++i) {
      int status = 0;
      if (waitpid(pid, &status, WNOHANG) == pid) return status;
      usleep(1000);
    }
    return std::nullopt;
  }

  void Feed(Worker& w) {
    w.task = tasks_.next();
    if (!w.task) return;
    w.seen_at = Clock::now();
    WriteAll(w.fd, &*w.task, sizeof *w.task);  // a worker that is gone shows when it is read
  }

  bool Busy() const {
    return std::ranges::any_of(workers_, [](const Worker& w) { return w.task.has_value(); });
  }

  absl::Status Wait() {
    std::vector<pollfd> fds;
    for (const Worker& w : workers_) fds.push_back({w.task ? w.fd : -1, POLLIN, 0});
    constexpr int kSecond = 1000;
    if (poll(fds.data(), fds.size(), kSecond) < 0 && errno != EINTR) {
      return SystemError("cannot wait for a worker");
    }
    absl::Status status;
    for (std::size_t i = 0; i < fds.size() && status.ok(); ++i) {
      if (fds[i].revents != 0) {
        status = Receive(workers_[i]);
      } else if (workers_[i].task && StandsStill(workers_[i])) {
        status = Lose(workers_[i], Loss::kTimedOut);
      } else if (workers_[i].task && tasks_.at) {
        tasks_.at(*workers_[i].task, workers_[i].beacon->at());
      }
    }
    if (tasks_.tick) tasks_.tick();
    return status;
  }

  absl::Status Receive(Worker& w) {
    std::optional<std::string> result = ReceiveText(w.fd);
    if (!result) return Lose(w, Loss::kCrashed);
    tasks_.done(*w.task, *std::move(result));
    Feed(w);
    return absl::OkStatus();
  }

  bool StandsStill(Worker& w) const {
    const Clock::time_point now = Clock::now();
    if (const std::uint64_t beats = w.beacon->beats(); beats != w.seen_beats) {
      w.seen_beats = beats;
      w.seen_at = now;
    }
    return now - w.seen_at > patience_;
  }

  absl::Status Lose(Worker& w, Loss loss) {
    LostTask lost{*w.task, w.beacon->at(), loss, "a case took too long"};
    const int status = End(w);
    if (loss == Loss::kCrashed) lost.how = HowItDied(status);
    tasks_.lost(lost);
    absl::Status started = Start(w);
    if (started.ok()) Feed(w);
    return started;
  }

  std::chrono::milliseconds patience_;
  const PoolTasks& tasks_;
  std::vector<Worker> workers_;
  void* beacons_ = MAP_FAILED;
};

}  // namespace

absl::Status RunPool(unsigned jobs, std::chrono::milliseconds patience, const PoolTasks& tasks) {
  return Pool(jobs, patience, tasks).Run();
}

}  // namespace quiesce
