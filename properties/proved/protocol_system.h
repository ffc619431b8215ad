// The protocol as a transition system for Z3: its states as constants of one context, the states at
// a crash, and each action as a relation. One encoding, that of model/protocol/actions.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/protocol/actions.h"
#include "model/protocol/ends.h"
#include "properties/proved/solver.h"

namespace quiesce {

/// A named hypothesis of a proof about hand-overs: of the crash, or of what happens after it.
enum class ProtocolAssumption : std::uint8_t {
  kSmmuOn,            ///< the crashed kernel had the SMMU on, and CR0 acknowledged
  kCoherent,          ///< the firmware says that the SMMU is coherent
  kAccepted,          ///< nothing in the table makes this variant toss, and CR1, CR2 suit it
  kNoErrorState,      ///< no service failure at the crash
  kNoServiceFailure,  ///< nor later
  kNoFailure,         ///< no allocation, registration or poll fails
  kNoStop,            ///< the driver is not removed or shut down while DMA is in flight
  kNobodyElse,        ///< nobody but the driver writes the SMMU's registers and structures
  kDisjoint,          ///< no entry that the driver writes for one stream lies on another's STE
  kLiveFound,         ///< a stream whose DMA completes has an L1STD that is not empty
  kLiveDeferred,      ///< and an STE that is valid and does not abort
  kRefusedKept,       ///< no default domain is identity
  kNoRmr,             ///< the firmware lists no reserved memory for the streams
  kMapsLate,          ///< nothing is mapped for a device before its driver has quiesced it
  kAtsKept,           ///< no ATS translated transaction where CR0.ATSCHK was 0
  kOwnSte,            ///< no two level 1 descriptors share a level 2 table
  kIdsFound,          ///< the scan finds each ASID and VMID that tags a live translation
  kNothingStalls,     ///< no fault of DMA in flight stalls
  kOwnDmaSound,       ///< nor does any of DMA that a new domain translates
};
inline constexpr std::size_t kProtocolAssumptionCount = 19;
std::string_view NameOf(ProtocolAssumption a);

using AssumptionSet = std::vector<ProtocolAssumption>;
AssumptionSet AllAssumptions();
AssumptionSet Without(AssumptionSet set, ProtocolAssumption a);

struct ProtocolQuestion {
  Invariant invariant = Invariant::kNotAborted;
  Variant variant = kNewestVariant;
  Policy policy = policies::kAdopt;
  AssumptionSet assumptions = AllAssumptions();
  std::string_view without_action = {};  ///< a broken protocol: nobody takes this one
};

/// A state made of constants whose names end in `suffix`.
Protocol<Symbolic> StateConstants(z3::context& ctx, const std::string& suffix);
ActionInputs<Symbolic> InputConstants(z3::context& ctx, const std::string& suffix);
/// The terms of a state, in the order of VisitProtocol.
std::vector<z3::expr> TermsOf(z3::context& ctx, const Protocol<Symbolic>& p);
/// Field by field.
z3::expr Equal(z3::context& ctx, const Protocol<Symbolic>& a, const Protocol<Symbolic>& b);

class ProtocolSystem {
 public:
  explicit ProtocolSystem(const ProtocolQuestion& question);

  const Setting& setting() const { return setting_; }
  z3::expr Initial(z3::context& ctx, const Protocol<Symbolic>& p) const;
  z3::expr Bad(z3::context& ctx, const Protocol<Symbolic>& p, Invariant invariant) const;
  std::vector<GuardedAction<Symbolic>> ActionsAt(const Protocol<Symbolic>& p,
                                                 const ActionInputs<Symbolic>& in) const;
  bool Assumes(ProtocolAssumption a) const;

 private:
  Bool<Symbolic> CrashConditions(const Protocol<Symbolic>& p) const;
  Bool<Symbolic> StreamConditions(const ProtocolStream<Symbolic>& s) const;

  ProtocolQuestion question_;
  Setting setting_;
};

}  // namespace quiesce
