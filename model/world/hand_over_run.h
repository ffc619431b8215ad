// Runs hand-overs: the driver over a machine, with everything around it as the hand-over says, and
// every invariant judged on the way.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "model/driver/stop.h"
#include "model/world/hand_over.h"
#include "model/world/invariants.h"
#include "model/world/step.h"
#include "model/world/violation.h"

namespace quiesce {

struct Bench;

/// Sees each step with the number of the driver's step that is next.
class HandOverObserver {
 public:
  virtual ~HandOverObserver() = default;
  /// The crash; no step was taken. The bench lives until the run ends.
  virtual void Began(Bench&) {}
  /// Every call was made; what follows is giving back.
  virtual void Ended(Bench&) {}
  /// False: reads of registers and memory, which are most steps, need not be told.
  virtual bool WantsReads() const { return true; }
  virtual void Took(Moment next, const Step& step) = 0;
};

/// DMA of a device that was not quiesced was terminated, though it would have completed.
struct Consequence {
  AbortConsequence what;
  Moment when;
  unsigned device;
  friend bool operator==(const Consequence&, const Consequence&) = default;
};

struct HandOverResult {
  std::vector<std::optional<DriverStop>> stops;  ///< by call; nothing for a call left out
  std::optional<DriverStop> adopt_stop;          ///< why there was no adoption
  bool adopted = false;                          ///< the crashed kernel's table is in use
  bool kernel_lost = false;
  std::vector<FaultPoint> failed;     ///< of what the driver asked for, in order
  std::vector<Violation> violations;  ///< in the order of their discovery
  std::vector<Consequence> consequences;
  std::uint64_t driver_steps = 0;
  std::uint64_t transactions = 0;

  bool Violates(Invariant invariant) const;
};

/// Deterministic: the same hand-over and answers of `choices` give the same result.
class HandOverRunner {
 public:
  explicit HandOverRunner(const HandOver& h);
  /// Another hand-over, for less than another runner.
  void Load(const HandOver& h);
  HandOverRunner(const HandOverRunner&) = delete;
  HandOverRunner& operator=(const HandOverRunner&) = delete;
  ~HandOverRunner();

  /// Another driver for the same crash, which is not rendered anew.
  void Use(const Variant& variant);
  void Use(const Policy& policy);

  HandOverResult Run(Choices& choices, HandOverObserver* observer = nullptr);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// One run of one hand-over.
HandOverResult Run(const HandOver& h, Choices& choices, HandOverObserver* observer = nullptr);

}  // namespace quiesce
