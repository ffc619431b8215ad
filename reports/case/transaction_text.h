// One transaction as the words of a line.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "model/smmu/transaction.h"
#include "reports/case/case_lines.h"

namespace quiesce {

/// "sid=0x110 ssid=3 address=0x1000 W priv translated": what is not said is as by default.
std::string TransactionText(const Transaction& t);

/// The same words, in any order; sid, address and one of R, W and A (atomic) must be there.
absl::StatusOr<Transaction> ParseTransaction(const CaseWords& words);

}  // namespace quiesce
