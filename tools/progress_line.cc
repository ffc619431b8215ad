#include "tools/progress_line.h"

#include <ostream>

#include "absl/strings/str_format.h"

namespace quiesce {

ProgressLine::~ProgressLine() {
  if (drawn_ != 0) err_ << std::endl;
}

void ProgressLine::Show(const std::function<std::string(double seconds)>& text) {
  constexpr double kTerminalSeconds = 0.5;
  constexpr double kHeartbeatSeconds = 30;
  const double now = seconds();
  if (now - shown_ < (terminal_ ? kTerminalSeconds : kHeartbeatSeconds)) return;
  shown_ = now;
  const std::string line = absl::StrFormat("%.0f s: %s", now, text(now));
  if (!terminal_) {
    err_ << line << std::endl;
    return;
  }
  const std::size_t longer = drawn_ > line.size() ? drawn_ - line.size() : 0;
  err_ << "\r" << line << std::string(longer, ' ') << std::flush;
  drawn_ = line.size();
}

void ProgressLine::Say(const std::string& line) {
  err_ << (drawn_ != 0 ? "\n" : "") << line << std::endl;
  drawn_ = 0;
}

double ProgressLine::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

}  // namespace quiesce
