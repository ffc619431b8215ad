// Runs a case once. Of an adoption: the adoption, then its steps; after each step QZ-09 for its
// StreamID; after a DMA also QZ-01 to QZ-03, which hold its outcome against the one on the crashed
// kernel's image. Of a hand-over: the calls of the driver, with every invariant judged on the way.
// Of a lemma: one step, its question.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/protocol/simulation.h"
#include "reports/case/case.h"

namespace quiesce {

enum class ReplayVerdict : std::uint8_t {
  kAsExpected,
  kDiverged,   ///< what happened is not what the case expects
  kUndecided,  ///< the image does not hold what the run needs
  kHeld,       ///< nothing was expected: no invariant is violated
  kViolated,   ///< nothing was expected: one is
  kMismatch,   ///< the protocol of guarded actions does not permit what happened
};

struct ReplayOptions {
  bool reads = false;   ///< also list what the driver reads
  bool expects = true;  ///< hold what happens against what the case expects
  /// Each step of a hand-over is one of these.
  Simulation::ActionSource protocol = Simulation::TheProtocol();
};

/// What one step did, for reading.
struct ReplayStep {
  std::string text;                ///< "insert sid=0x110"
  std::string outcome = {};        ///< one line
  bool checked = false;            ///< an invariant was evaluated
  std::string_view violated = {};  ///< id of the first invariant that does not hold; empty: none
  /// Of a hand-over: what the step did, in order; of a lemma: its premises, and what both sides
  /// make of the values.
  std::vector<std::string> changes = {};
  std::vector<std::string> violations = {};  ///< of a hand-over: each that the step shows
};

struct ReplayReport {
  ReplayVerdict verdict = ReplayVerdict::kUndecided;
  AdoptKind adoption = AdoptKind::kNotEntered;
  std::string adoption_text;  ///< of a lemma: which
  std::vector<ReplayStep> steps;
  std::optional<unsigned> violated_step;  ///< the first, from 1
  std::string verdict_text;               ///< one line: observed, and expected where it differs
};

/// A case that expects everything to hold but in which no check ran is not as expected, unless it
/// says that adoption ends otherwise.
ReplayReport ReplayCase(const Case& c, const ReplayOptions& options = {});

/// "T4 with l1_span_is_9 = no".
std::string DriverText(const Case& c);

/// Title, adoption, numbered steps and verdict as lines of text.
std::string FormatReplay(const Case& c, const ReplayReport& report);

}  // namespace quiesce
