// The property "an adopted stream table translates exactly as before adoption".
//
// Before: the crashed kernel's image. After: the same image once the driver has adopted it and has
// inserted a master for each StreamID of the probes; no first attach has happened. For every
// transaction of the probes, with the same choice wherever the architecture leaves one, the outcome
// must be equal: verdict, address, attributes, permissions and event.
//
// One difference is permitted. Behind an L1STD with Span 0 the SMMU refuses with C_BAD_STREAMID,
// recorded only if CR2.RECINVSID is 1 (IHI 0070 G.b 5.1, 7.3.3); the driver puts a table of STEs
// with Config 0b000 there, and such an STE refuses without an event (5.2). The access is aborted
// either way. A translation request is answered CA before and UR after (3.9.1.2).
//
// Assumed, and what breaks it is left out and counted:
//   * The crashed kernel's structures do not lie in the memory from which the kdump kernel takes
//     its own tables.
//   * Its structures do not overlap (AdoptionOptions::disjoint). The driver writes one word of the
//     crashed kernel's memory, the L1STD that it replaces; a corrupt pointer can make the SMMU read
//     that word as part of an STE, a CD or a descriptor as well.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/driver/adopt_run.h"
#include "properties/sampled/probes.h"
#include "spec/choices.h"

namespace quiesce {

inline constexpr std::string_view kAdoptionPropertyId = "adoption-preserves-translation";
inline constexpr std::string_view kAdoptionStatement =
    "an adopted stream table translates every transaction exactly as before adoption";

enum class AdoptionVerdict : std::uint8_t {
  kHeld,
  kViolated,
  kNotAdopted,  ///< nothing to compare; the decision says why
};

/// What was compared, by the outcome before adoption.
struct AdoptionCounts {
  std::uint64_t compared = 0;
  std::uint64_t completed = 0;
  std::uint64_t refused = 0;          ///< aborted, RAZ/WI or stalled
  std::uint64_t behind_empty_l1 = 0;  ///< among them: L1STD with Span 0, replaced by the driver
  std::uint64_t no_answer = 0;        ///< left out: not captured, or not modelled
  std::uint64_t in_kdump_memory = 0;  ///< left out: see above
  std::uint64_t overlaps = 0;         ///< left out: see above
};

/// The worse, the later.
enum class ChangeKind : std::uint8_t {
  kRefusal,  ///< refused before and after, but in another way or with another event
  kAccess,   ///< an access that goes through, before or after
};

/// The first transaction of the worst kind.
struct TranslationChange {
  ChangeKind kind;
  Transaction transaction;
  std::string reason;  ///< one line
};

struct AdoptionCheck {
  AdoptionVerdict verdict = AdoptionVerdict::kNotAdopted;
  AdoptDecision decision;
  AdoptionCounts counts;
  std::uint64_t deferred = 0;               ///< masters whose first attach is deferred
  std::uint64_t fresh_tables = 0;           ///< L2 tables that the driver installed
  std::optional<TranslationChange> change;  ///< exactly when violated
};

struct AdoptionOptions {
  bool disjoint = true;  ///< leave out what breaks the second assumption
  Platform platform = {};
};

/// Leaves in `image` what the driver makes of it. `choices` must always pick the same alternative
/// at the same point.
AdoptionCheck CheckAdoptionInPlace(Image& image, const Variant& variant,
                                   const AdoptionOptions& options, const Probes& probes,
                                   Choices& choices);

/// The same on a copy.
AdoptionCheck CheckAdoptionPreservesTranslation(const Image& image, const Variant& variant,
                                                const AdoptionOptions& options,
                                                const Probes& probes, Choices& choices);

}  // namespace quiesce
