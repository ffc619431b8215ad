// What every outcome has to satisfy, whatever the image: judged from the transaction, the registers
// and the structures that were read, not from how the model got there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/smmu/observer.h"
#include "model/smmu/outcome.h"
#include "model/smmu/transaction.h"
#include "model/smmu/view.h"

namespace quiesce {

/// What a translation was seen to do.
class Seen : public NoObserver {
 public:
  std::optional<Ste<Concrete>> ste;
  std::optional<Cd<Concrete>> cd;
  unsigned structures = 0;   ///< L1STD, STE, L1CD and CD fetches
  unsigned descriptors = 0;  ///< steps of walks
  unsigned deepest_level = 0;
  std::vector<Event> events;
  std::vector<const RuleSpec*> broken;

  void FetchL1Std(std::uint64_t, const L1Std<Concrete>&) { ++structures; }
  void FetchSte(std::uint64_t, const Ste<Concrete>& r) { Keep(ste, r); }
  void FetchL1Cd(std::uint64_t, const L1Cd<Concrete>&) { ++structures; }
  void FetchCd(std::uint64_t, const Cd<Concrete>& r) { Keep(cd, r); }
  void Walked(const WalkStep& step) {
    ++descriptors;
    if (step.level > deepest_level) deepest_level = step.level;
  }
  void RuleBroken(const RuleSpec& rule) { broken.push_back(&rule); }
  void EventRecorded(const Event& event) { events.push_back(event); }

 private:
  template <class R>
  void Keep(std::optional<R>& to, const R& r) {
    ++structures;
    to = r;
  }
};

/// Each returns an empty text, or in one line what is wrong.

/// A verdict of the enumeration, with the members that belong to it and no others; addresses in
/// range; no more reads than a nested translation of a substream in a 2-level CD table needs.
std::string WhyNotClosed(const SmmuView& smmu, const Transaction& t, const Seen& seen,
                         const Outcome& o);

/// At most one event; it is the one in the outcome, names the transaction's stream, and is of a
/// type that the deciding part of the translation records. IHI 0070 G.b 7.3.
std::string WhyEventIsWrong(const Transaction& t, const Seen& seen, const Outcome& o);

/// An outcome without event that is not a success is one that the architecture leaves unrecorded.
/// IHI 0070 G.b 3.9.1.2, 3.9.1.3, 3.14, 5.2 (Config), 5.5, 6.3.14, 7.3.3, 12.3.
std::string WhySilenceIsWrong(const SmmuView& smmu, const Transaction& t, const Seen& seen,
                              const Outcome& o);

}  // namespace quiesce
