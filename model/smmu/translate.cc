#include "model/smmu/translate.h"

namespace quiesce {

template Outcome Translate(const SmmuView&, const Transaction&, Choices&, NoObserver&);
template Outcome Translate(const SmmuView&, const Transaction&, Choices&, TraceObserver&);

}  // namespace quiesce
