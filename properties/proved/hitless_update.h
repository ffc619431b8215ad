// The driver's update of a live STE or CD, for all pairs of entries: whatever words the SMMU
// fetches while the driver stores, in whatever order, it gets the old entry, the new one, or one
// with V = 0, in all bits that the architecture looks at. IHI 0070 G.b 3.21.3; QZ-08.
//
// A store is one word and atomic. After each stage the entry is invalidated and a SYNC waited for:
// what the SMMU uses from then on was fetched after the stage. Within a stage each fetched word is
// what it was before or after, whatever the others are: more than any order of stores permits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/driver/entry_words.h"
#include "properties/proved/solver.h"

namespace quiesce {

enum class EntryKind : std::uint8_t { kSte, kCd };

/// Who says which bits are used when the update is planned. The architecture judges all of them.
enum class UpdatePlanner : std::uint8_t {
  kArchitecture,  ///< this project's reading of the field texts
  kLinuxOwn,      ///< kLinux, of entries that it could have written for one master: see the .cc
  kLinux,         ///< the driver's used bits; what it changes knowingly (safe bits) is not judged
  kForgetsOne,    ///< a broken twin: the architecture's but for S1ContextPtr, or TTB0
  kInOrder,       ///< a broken twin: no plan, the target word by word
};
std::string_view NameOf(UpdatePlanner planner);

/// An update, and what the SMMU may fetch in one of its stages.
struct MixedFetch {
  EntryWords live{};
  EntryWords target{};
  EntryWords fetched{};
  unsigned stage = 0;  ///< from 1
};

struct HitlessAnswer {
  std::optional<bool> holds;              ///< nothing: undecided, which is no proof
  std::string reason = {};                ///< if undecided
  std::optional<MixedFetch> mixed = {};   ///< what refutes ProveHitless
  std::vector<SolverQuery> queries = {};  ///< if it holds: for another solver; none has a model
};

/// In every stage the fetched entry is the live one in the bits that the live one uses, the target
/// in those that the target uses, or has V = 0.
HitlessAnswer ProveHitless(EntryKind kind, UpdatePlanner planner, const ProofBudget& budget = {});

/// Which words of a mixture are stored already: a broken twin claims the same of all of them.
enum class Stored : std::uint8_t { kSome, kPerhapsAll };
/// Where the plan goes through V = 0 it has to: at least two words have bits that both entries use
/// and that differ, and with one of them stored and another not, the entry is neither of the two.
HitlessAnswer ProveInvalidIsNeeded(EntryKind kind, const ProofBudget& budget = {},
                                   Stored stored = Stored::kSome);

/// STEs that are the same in the used bits of one use the same bits, and both are legal or neither.
/// That takes an SMMU with IDR0.Hyp: without, STRW is IGNORED, and S2VMID counts whatever it says.
HitlessAnswer ProveUsedBitsDecide(bool with_hyp, const ProofBudget& budget = {});

/// Runs the concrete planner on a mixed fetch. Empty if memory holds each of its words at the start
/// or the end of the stage, and the entry is neither of the two; else what is not so.
std::string ReplayMixed(EntryKind kind, UpdatePlanner planner, const MixedFetch& mixed);

}  // namespace quiesce
