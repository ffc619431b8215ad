// How far a command is: a line that is drawn over itself on a terminal, elsewhere a line now and
// then.
#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <string>

namespace quiesce {

class ProgressLine {
 public:
  ProgressLine(bool terminal, std::ostream& err) : terminal_(terminal), err_(err) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// What was drawn stays, and the next line begins below it.
  ~ProgressLine();

  /// "31 s: " and `text(seconds)`, if the last line is old enough.
  void Show(const std::function<std::string(double seconds)>& text);
  /// A line that stays.
  void Say(const std::string& line);
  double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  bool terminal_;
  std::ostream& err_;
  Clock::time_point start_ = Clock::now();
  double shown_ = 0;
  std::size_t drawn_ = 0;  ///< characters of the line that is drawn over
};

}  // namespace quiesce
