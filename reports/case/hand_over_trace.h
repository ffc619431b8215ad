// The steps of a hand-over as lines of text, by call of the driver.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/world/hand_over_run.h"

namespace quiesce {

/// What changed: register writes, stores, commands, and each transaction whenever it ends otherwise
/// than the last time. With `reads` also what the driver reads.
class HandOverTrace final : public HandOverObserver {
 public:
  explicit HandOverTrace(bool reads) : reads_(reads) {}

  void Ended(Bench&) override {
    EndRun();
    ended_ = true;
  }
  void Took(Moment next, const Step& step) override;

  /// Of the call, from 0. What came before the first belongs to it.
  const std::vector<std::string>& LinesOf(std::size_t call) const;

 private:
  std::optional<std::string> Text(const Step& step);
  std::optional<std::string> DmaText(const DmaTaken& taken);
  void Add(std::size_t call, const std::string& line);
  void TookStore(std::size_t call, const MemoryWord& word);
  void EndRun();

  /// Stores to more neighbouring words than this are one line.
  static constexpr std::size_t kLongRun = 8;

  bool reads_;
  bool ended_ = false;
  std::map<std::string, std::string> ends_;  ///< by transaction
  std::vector<MemoryWord> run_;              ///< stores to neighbouring words, not yet a line
  std::size_t run_call_ = 0;
  std::vector<std::vector<std::string>> lines_;
};

}  // namespace quiesce
