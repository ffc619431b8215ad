// Who violates what: every named variant and every policy against every invariant, over the same
// hand-overs. Generated, never typed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/driver/policy.h"
#include "model/driver/variant.h"
#include "model/world/hand_over_run.h"
#include "model/world/invariants.h"

namespace quiesce {

/// Hand-overs behind a cell, and those of them that violate.
struct MatrixCount {
  unsigned judged = 0;
  unsigned violated = 0;

  friend bool operator==(const MatrixCount&, const MatrixCount&) = default;
};

struct MatrixCell {
  MatrixCount clean;      ///< of crashes that IsWellFormed() and nothing disturbs
  MatrixCount corrupted;  ///< all others: damage, faults, other agents
  /// The first that violates, of either kind; meaningful if any does.
  unsigned first_index = 0;  ///< in the order in which all are judged, from 0
  std::string first_where;   ///< "bug-14" or "crash 12"
  std::string first;         ///< "QZ-05 at call 2 step 7, device 0: ..."

  unsigned judged() const { return clean.judged + corrupted.judged; }
  unsigned violated() const { return clean.violated + corrupted.violated; }

  friend bool operator==(const MatrixCell&, const MatrixCell&) = default;
};

/// Of one variant or policy. `adopts` is false if it adopted in no hand-over: what an invariant
/// says of an adopted table is then not applicable.
struct MatrixRow {
  std::string_view name;
  bool adopts = false;
  std::array<MatrixCell, kInvariantCount> cells = {};

  const MatrixCell& operator[](Invariant i) const { return cells[static_cast<std::size_t>(i)]; }
  bool Applies(Invariant invariant) const;
  friend bool operator==(const MatrixRow&, const MatrixRow&) = default;
};

struct Matrix {
  std::vector<MatrixRow> variants;  ///< adopting, in the order of kNamedVariants
  std::vector<MatrixRow> policies;  ///< of the newest variant, in the order of kPolicies
  unsigned followed = 0;            ///< runs that were held against the protocol: all
  /// "v3, bug-14: call 1 step 7: ...", for each that the protocol does not explain.
  std::vector<std::string> mismatches;

  friend bool operator==(const Matrix&, const Matrix&) = default;
};

struct MatrixBudget {
  std::uint64_t crashes = 100;  ///< generated clean crashes, beside the recipes of the catalogue
  std::uint64_t first_seed = 0;
};

/// Deterministic. A variant stands in for the one that a hand-over names; its policy, calls and
/// schedule stay. A policy takes the place of the hand-over's, with the newest variant.
/// `tick` is told after each hand-over how many of how many were judged, for every row.
using MatrixTick = std::function<void(std::uint64_t done, std::uint64_t all)>;
Matrix MakeMatrix(
    const MatrixBudget& budget, const MatrixTick& tick = [](std::uint64_t, std::uint64_t) {});

/// A line a row, a column an invariant: how many hand-overs violate it, clean ones + corrupted
/// ones,
/// "." for none, "-" where it does not apply. Then the first violation behind each number.
std::string ToText(const Matrix& matrix);

}  // namespace quiesce
