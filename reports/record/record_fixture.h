// A run record with every field set, for tests of its readers and writers.
#pragma once

#include "reports/record/run_record.h"

namespace quiesce {

inline RunRecord FullRecord() {
  RunRecord r;
  r.tool_version = "0.1.0";
  r.seed = ~std::uint64_t{0};
  r.image = {"linux-6.1-idle", "T4", "adopted", {{"streams that translate", 3}}};
  r.properties = {{"adoption-preserves-translation",
                   "An adopted table translates as before.",
                   "T4",
                   Result::kPassed,
                   Result::kPassed,
                   "",
                   5000,
                   {{"adopted", 2000, 1000}},
                   "quiesce check"},
                  {"same, driver v7",
                   "An adopted table translates as before.",
                   "v7",
                   Result::kViolated,
                   Result::kViolated,
                   "StreamID 0x100 <b>&",
                   77,
                   {},
                   "quiesce check --seed 1"}};
  r.proofs = {{"l1-fetch-inside",
               "Every L1STD fetch is inside the table.",
               Result::kProved,
               Result::kUnknown,
               "timeout",
               "64-bit",
               {"no wrap", "SPLIT = 8"},
               "Z3 4.8.12"}};
  r.findings = {{"same, driver v7", "abort instead of 0x1000", "out/a.case", "quiesce run a.case"}};
  r.environment = {"2026-01-01T00:00:00Z", "host \"x\"", {{"check", 1.5}}};
  return r;
}

}  // namespace quiesce
