#include "model/smmu/fault.h"

namespace quiesce {

Fault ConfigurationError(EventType type, DecidedBy by, const RuleSpec* rule) {
  Fault f;
  f.type = type;
  f.decision = {by, rule};
  return f;
}

Fault FetchAborted(EventType type, DecidedBy by, std::uint64_t pa) {
  Fault f = ConfigurationError(type, by);
  f.fetch_address = pa;
  return f;
}

}  // namespace quiesce
