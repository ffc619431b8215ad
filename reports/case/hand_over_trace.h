// The steps of a hand-over as lines of text, by call of the driver.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/world/hand_over_run.h"

namespace quiesce {

/// What changed: register writes, stores, commands, and each transaction whenever it ends otherwise
/// than the last time. A store into what a device's translation reads says so. With `all` also what
/// the driver reads, and how it queues the commands that the SMMU takes.
class HandOverTrace final : public HandOverObserver {
 public:
  explicit HandOverTrace(bool all) : all_(all) {}

  void Began(Bench& bench) override { bench_ = &bench; }
  void Ended(Bench&) override {
    EndRun();
    bench_ = nullptr;
  }
  void Took(Moment next, const Step& step) override;

  /// Of the call, from 0. What came before the first belongs to it.
  const std::vector<std::string>& LinesOf(std::size_t call) const;

 private:
  struct Store {
    std::uint64_t pa;
    std::uint64_t value;
    std::string meets;  ///< the live structure; empty: none
  };

  std::optional<std::string> Text(const Step& step);
  bool Queues(const Step& step) const;
  std::optional<std::string> DmaText(const DmaTaken& taken);
  void Add(std::size_t call, const std::string& line);
  void TookStore(std::size_t call, const Store& store);
  void EndRun();

  /// Stores to more neighbouring words than this are one line.
  static constexpr std::size_t kLongRun = 8;

  bool all_;
  Bench* bench_ = nullptr;                   ///< of the run, until its calls have ended
  std::map<std::string, std::string> ends_;  ///< by transaction
  std::vector<Store> run_;                   ///< stores to neighbouring words, not yet a line
  std::size_t run_call_ = 0;
  std::vector<std::vector<std::string>> lines_;
};

}  // namespace quiesce
