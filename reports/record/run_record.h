// What one run did and found: the data behind the JSON record, every page and the exit status.
//
// A function of the inputs of the run (image, seed, budget, version of the tool). What differs
// between two equal runs is in environment.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/result.h"

namespace quiesce {

/// Something counted, by its label.
struct Count {
  std::string label = {};
  std::uint64_t count = 0;

  friend bool operator==(const Count&, const Count&) = default;
};

/// How often a property met a situation, and how often it had to.
struct Coverage {
  std::string label = {};
  std::uint64_t count = 0;
  std::uint64_t minimum = 0;

  bool Short() const { return count < minimum; }
  friend bool operator==(const Coverage&, const Coverage&) = default;
};

/// What the driver does with the image of this run.
struct ImageAnswer {
  std::string name = {};
  std::string variant = {};
  std::string decision = {};  ///< one line
  std::vector<Count> counts = {};

  friend bool operator==(const ImageAnswer&, const ImageAnswer&) = default;
};

struct PropertyRecord {
  std::string id = {};
  std::string invariant = {};  ///< "QZ-01", or empty
  std::string variant = {};
  std::string statement = {};  ///< one sentence
  Result expected = Result::kPassed;
  Result result = Result::kNotRun;
  std::string reason = {};  ///< of any result but Passed
  std::uint64_t cases = 0;
  std::uint64_t discards = 0;  ///< drawn, but not valid
  std::optional<std::uint64_t> first_case =
      std::nullopt;  ///< index of the first case that violates it
  std::vector<Coverage> coverage = {};
  std::string reproduce = {};  ///< the command that runs it again

  friend bool operator==(const PropertyRecord&, const PropertyRecord&) = default;
};

/// Hand-overs that were judged by one invariant, and those of them that violate it.
struct JudgedCount {
  std::uint64_t judged = 0;
  std::uint64_t violated = 0;

  friend bool operator==(const JudgedCount&, const JudgedCount&) = default;
};

struct MatrixCellRecord {
  std::string invariant = {};  ///< "QZ-01"
  bool applicable = true;      ///< false: says nothing of who never adopts
  JudgedCount clean = {};      ///< crashes as a healthy kernel leaves them
  JudgedCount corrupted = {};
  std::optional<std::uint64_t> first_case = std::nullopt;  ///< index of the first that violates
  std::string first = {};                                  ///< where, and what happened: one line
  std::string case_file = {};  ///< relative to the record; empty: none was written

  friend bool operator==(const MatrixCellRecord&, const MatrixCellRecord&) = default;
};

/// One variant, or one policy of the newest variant.
struct MatrixRowRecord {
  std::string kind = {};  ///< "variant" or "policy"
  std::string name = {};
  std::vector<MatrixCellRecord> cells = {};  ///< one an invariant

  friend bool operator==(const MatrixRowRecord&, const MatrixRowRecord&) = default;
};

struct Assumption {
  std::string statement = {};
  bool used = false;              ///< in the unsat core
  std::string dropped_case = {};  ///< the counterexample without it; empty: none

  friend bool operator==(const Assumption&, const Assumption&) = default;
};

/// Another statement or solver beside a proof, and its answer. An empty name: there is none.
struct SideCheck {
  std::string name = {};
  Result expected = Result::kNotRun;
  Result result = Result::kNotRun;
  std::string case_file = {};

  friend bool operator==(const SideCheck&, const SideCheck&) = default;
};

struct ProofRecord {
  std::string id = {};
  std::string invariant = {};  ///< "QZ-01", or empty
  std::string variant = {};
  std::string statement = {};
  Result expected = Result::kProved;
  Result result = Result::kNotRun;
  std::string reason = {};
  std::string bounds = {};
  std::vector<Assumption> assumptions = {};
  SideCheck twin = {};      ///< the broken statement or driver that must be refuted
  std::string solver = {};  ///< "Z3 4.8.12"
  std::uint64_t solver_seed = 0;
  SideCheck second_solver = {};

  friend bool operator==(const ProofRecord&, const ProofRecord&) = default;
};

/// The search for one known bug or mutant.
struct Hunt {
  std::string target = {};     ///< "bug-17" or the name of a variant
  std::string invariant = {};  ///< that caught it, or must
  std::uint64_t seed = 0;
  bool found = false;
  std::uint64_t cases = 0;  ///< until it was found, or all that were tried
  std::uint64_t shrink_executions = 0;
  std::uint64_t fields = 0;  ///< of the smallest case
  std::uint64_t steps = 0;   ///< of the smallest case
  std::string case_file = {};

  friend bool operator==(const Hunt&, const Hunt&) = default;
};

/// One step of a run as a reader sees it: a word from one lane to another, or within one.
struct FindingStep {
  std::string call = {};  ///< under way: "step 2: device-probe 0"
  std::string from = {};  ///< the lane that acts: "driver", "SMMU", "device 0x110"
  std::string to = {};    ///< the lane that it reaches: "SMMU", "memory"; empty: none
  std::string text = {};
  std::string violates = {};  ///< "QZ-01", or empty

  friend bool operator==(const FindingStep&, const FindingStep&) = default;
};

/// A register or structure that is not what it was.
struct Change {
  std::string what = {};    ///< "CR0", "L1STD @0x40000008"
  std::string before = {};  ///< its fields: "Span = 0"
  std::string after = {};

  friend bool operator==(const Change&, const Change&) = default;
};

/// A case that was written.
struct Finding {
  std::string property = {};
  std::string invariant = {};  ///< "QZ-01", or empty
  std::string variant = {};
  std::uint64_t index = 0;  ///< of the case among those of its property
  std::string step = {};    ///< where it is violated: "call 2 step 7"
  std::string summary = {};
  std::string file = {};
  std::string reproduce = {};
  std::vector<std::string> clauses = {};  ///< "IHI 0070 G.b 5.2"
  std::vector<std::string> matters = {};  ///< which bits of what is damaged: see Case::matters
  std::vector<FindingStep> steps = {};    ///< in order; empty: not kept
  std::vector<Change> changes = {};       ///< from the crash to the violation; empty: not kept

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// With which outcomes one rule of the architecture was met.
struct RuleOutcomes {
  std::string rule = {};             ///< "STE-05"
  std::vector<Count> outcomes = {};  ///< by name of the outcome

  friend bool operator==(const RuleOutcomes&, const RuleOutcomes&) = default;
};

/// Why a part was not run that nobody asked for.
inline constexpr std::string_view kLeftOut = "left out with --skip";

struct NotRun {
  std::string what = {};
  std::string why = {};

  friend bool operator==(const NotRun&, const NotRun&) = default;
};

struct RunRecord {
  std::string tool_version = {};
  std::uint64_t seed = 0;
  std::vector<Count> budget = {};  ///< what the run was allowed to do
  ImageAnswer image = {};
  std::vector<PropertyRecord> properties = {};
  std::vector<MatrixRowRecord> matrix = {};
  std::vector<ProofRecord> proofs = {};
  std::vector<Hunt> hunts = {};
  std::vector<Finding> findings = {};
  std::vector<RuleOutcomes> rules = {};
  std::vector<NotRun> not_run = {};

  friend bool operator==(const RunRecord&, const RunRecord&) = default;
};

/// The exit status of the run as a whole. A run without any check is 2.
int ExitStatus(const RunRecord& record);

}  // namespace quiesce
