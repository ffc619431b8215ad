// What the model says while it works. Every part of the translation is a template over its
// observer, so the callbacks of NoObserver compile away. An observer derives from NoObserver and
// hides the callbacks it wants.
#pragma once

#include <cstdint>

#include "model/smmu/decisions.h"
#include "model/smmu/event.h"
#include "spec/rules/rule.h"
#include "spec/stream_formats.h"

namespace quiesce {

enum class Stage : std::uint8_t { k1 = 1, k2 = 2 };

/// What a translation table descriptor is at its level. DDI 0487 D8.3.
enum class DescriptorKind : std::uint8_t { kInvalid, kTable, kLeaf };

/// One descriptor read by a walk.
struct WalkStep {
  Stage stage;
  std::uint8_t level;        ///< 0 to 3
  std::uint64_t address;     ///< PA of the descriptor
  std::uint64_t descriptor;  ///< after the byte order of the table was applied
  DescriptorKind kind;
};

/// Hardware update of the Access flag or the dirty state; memory is the caller's to change.
struct DescriptorUpdate {
  Stage stage;
  std::uint64_t address;  ///< PA of the descriptor
  std::uint64_t before;   ///< as WalkStep::descriptor
  std::uint64_t after;
  bool big_endian;  ///< byte order of the table: memory holds both values swapped
};

struct NoObserver {
  void FetchL1Std(std::uint64_t /*pa*/, const L1Std<Concrete>&) {}
  void FetchSte(std::uint64_t /*pa*/, const Ste<Concrete>&) {}
  /// The legal STE that applies, from memory or from a cache.
  void UsedSte(const Ste<Concrete>&) {}
  void FetchL1Cd(std::uint64_t /*pa*/, const L1Cd<Concrete>&) {}
  void FetchCd(std::uint64_t /*pa*/, const Cd<Concrete>&) {}
  void Walked(const WalkStep&) {}
  void Updated(const DescriptorUpdate&) {}
  /// A stage gave `output` for `input`. With both stages it is also called for the address of each
  /// structure and descriptor that stage 2 translates.
  void Translated(Stage, std::uint64_t /*input*/, std::uint64_t /*output*/) {}
  void RuleBroken(const RuleSpec&) {}
  void EventRecorded(const Event&) {}

  /// Asked at each decision and for each number of model/smmu/decisions.h: what the model found,
  /// and returns what it goes on with. Written Decides<"..."> and Measures<"...">.
  constexpr bool Decide(DecisionId, bool value) const { return value; }
  constexpr unsigned Measure(QuantityId, unsigned value) const { return value; }
};

/// For a helper that is called outside a translation.
inline constexpr NoObserver kNoObserver{};

}  // namespace quiesce
