// A run record and an environment with every field set, for tests of their readers and writers.
#pragma once

#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

inline std::vector<PropertyRecord> FullProperties() {
  PropertyRecord held{.id = "adoption-preserves-translation",
                      .invariant = "QZ-02",
                      .variant = "T4",
                      .statement = "An adopted table translates as before.",
                      .expected = Result::kPassed,
                      .result = Result::kPassed,
                      .cases = 5000,
                      .discards = 12,
                      .coverage = {{"adopted", 2000, 1000}},
                      .reproduce = "quiesce check"};
  PropertyRecord violated = held;
  violated.id = "same, driver v7";
  violated.variant = "v7";
  violated.expected = violated.result = Result::kViolated;
  violated.reason = "StreamID 0x100 <b>&";
  violated.cases = 77;
  violated.first_case = 76;
  violated.coverage.clear();
  violated.reproduce = "quiesce check --seed 1";
  return {held, violated};
}

inline std::vector<MatrixRowRecord> FullMatrix() {
  const MatrixCellRecord quiet{"QZ-01", true, {100, 0}, {200, 0}, std::nullopt, "", ""};
  const MatrixCellRecord never{"QZ-09", false, {100, 0}, {200, 0}, std::nullopt, "", ""};
  const MatrixCellRecord broken{
      "QZ-09", true, {100, 1}, {200, 7}, 3, "crash 3: QZ-09 at call 0 step 4", "out/v7-qz-09.case"};
  MatrixCellRecord held = quiet;
  held.invariant = "QZ-09";
  return {{"variant", "v7", {quiet, broken}},
          {"variant", "T4", {quiet, held}},
          {"policy", "reset-abort", {quiet, never}}};
}

inline ProofRecord FullProof() {
  return {.id = "l1-fetch-inside",
          .invariant = "QZ-09",
          .variant = "T4",
          .statement = "Every L1STD fetch is inside the table.",
          .expected = Result::kProved,
          .result = Result::kUnknown,
          .reason = "timeout",
          .bounds = "64-bit",
          .assumptions = {{"no wrap", true, "out/wrap.case"}, {"SPLIT = 8", false, ""}},
          .twin = {"SPLIT taken as 6", Result::kViolated, Result::kViolated, "out/twin.case"},
          .solver = "Z3 4.8.12",
          .solver_seed = 7,
          .second_solver = {"cvc5 1.0", Result::kProved, Result::kProved, ""}};
}

inline RunRecord FullRecord() {
  RunRecord r;
  r.tool_version = "0.1.0";
  r.seed = ~std::uint64_t{0};
  r.budget = {{"generated images", 5000}};
  r.image = {"linux-6.1-idle", "T4", "adopted", {{"streams that translate", 3}}};
  r.properties = FullProperties();
  r.matrix = FullMatrix();
  r.proofs = {FullProof()};
  r.hunts = {{"bug-17", "QZ-09", 5, true, 1234, 99, 6, 4, "out/bug-17.case"},
             {"bug-18", "QZ-01", 5, false, 20000, 0, 0, 0, ""}};
  r.findings = {{.property = "same, driver v7",
                 .invariant = "QZ-09",
                 .variant = "v7",
                 .index = 76,
                 .step = "call 2 step 7",
                 .summary = "abort instead of 0x1000",
                 .file = "out/a.case",
                 .reproduce = "quiesce replay out/a.case",
                 .clauses = {"IHI 0070 G.b 5.2"},
                 .matters = {"L1STD @0x40000008: Span = 9, mask 0x1f"},
                 .steps = {{"step 1: probe", "driver", "SMMU", "writes CR0: SMMUEN = 1", ""},
                           {"step 2: device-probe 0", "driver", "memory", "stores 0x80000009", ""},
                           {"step 2: device-probe 0", "device 0x100", "SMMU", "aborts", "QZ-09"}},
                 .changes = {{"L1STD @0x40000008", "Span = 9", "Span = 9, L2Ptr = 0x90000000"}}}};
  r.rules = {{"STE-05", {{"completes", 9}, {"aborts", 0}}}, {"CD-02", {{"aborts", 40}}}};
  r.not_run = {{"QZ-16", "no hand-over violates it yet"}};
  return r;
}

inline Environment FullEnvironment() {
  return {"2026-01-01T00:00:00Z", "host \"x\"", {{"g++", "12.2.0"}}, {{"check", 1.5}}};
}

}  // namespace quiesce
