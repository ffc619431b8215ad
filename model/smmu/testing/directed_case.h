// One transaction against one image, and what the architecture says has to come of it: written by
// hand. The unit tests run these cases, and the mutants of the model have to fail one of them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/smmu/observer.h"
#include "model/smmu/testing/rig.h"

namespace quiesce::testing {

struct DirectedCase {
  const char* what;
  void (*prepare)(Rig&);
  Transaction transaction;
  const char* expected;  ///< as Report() writes it
};

/// All that an outcome says, in one line; a field is written where it is not 0, with these words:
///   "complete 0x45678000 ff ish P X"      MAIR byte, shareability, PRIV and INST at the output
///   "success rw- 0x45678000", "UR", "abort", "stall", "raz/wi"
///   "abort F_PERMISSION ssid=7 r P X S2 TT ttrnw va=0x1000 ipa=0x2000"
///   "; 1^0x400"                           an update of a stage 1 descriptor, the bits that change
std::string Report(const Outcome& outcome, std::span<const DescriptorUpdate> updates);

/// Registers, stream tables and CD tables; faults and how they end.
std::vector<DirectedCase> ConfigurationCases();
std::vector<DirectedCase> FaultCases();
/// Translation tables of both stages, permissions and hardware updates.
std::vector<DirectedCase> TableCases();
/// Overrides and memory attributes.
std::vector<DirectedCase> AttributeCases();
std::vector<DirectedCase> AtsCases();

std::vector<DirectedCase> DirectedCases();

// Variations of a transaction.
inline Transaction At(std::uint64_t address, Transaction t = Read()) {
  t.address = address;
  return t;
}
inline Transaction WithSsid(std::uint32_t ssid, Transaction t = Read()) {
  t.ssv = true;
  t.substream_id = ssid;
  return t;
}
inline Transaction Privileged(Transaction t = Read()) {
  t.privileged = true;
  return t;
}
inline Transaction Instruction(Transaction t = Read()) {
  t.instruction = true;
  return t;
}
inline Transaction Atomic(Transaction t = Read()) {
  t.access = AccessKind::kAtomic;
  return t;
}
inline Transaction Speculative(Transaction t = Read()) {
  t.speculative = true;
  return t;
}
inline Transaction UnsupportedType(Transaction t = Read()) {
  t.unsupported = true;
  return t;
}
inline Transaction WriteRequest() {
  Transaction t = Request();
  t.access = AccessKind::kWrite;
  return t;
}
inline Transaction Carrying(MemoryAttributes attributes, Transaction t = Read()) {
  t.attributes = attributes;
  return t;
}

}  // namespace quiesce::testing
