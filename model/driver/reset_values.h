// What the adopt-mode reset writes and when it acknowledges errors, over the word domain: what the
// driver runs (reset.cc) and what the protocol's actions do (model/protocol).
#pragma once

#include "model/driver/variant.h"
#include "spec/record.h"
#include "spec/registers.h"

namespace quiesce {

/// CR0 of the first write in adopt mode, from the value found.
template <class D>
RegisterRecord<D, Reg::CR0> RetainedCr0Of(const Variant& v,
                                          const RegisterRecord<D, Reg::CR0>& found) {
  using Cr0 = RegisterRecord<D, Reg::CR0>;
  switch (v.retained_cr0) {
    case RetainedCr0::kSmmuen:
      return With<"SMMUEN">(Cr0(), 1);
    case RetainedCr0::kSmmuenAtschk:
      return With<"ATSCHK">(With<"SMMUEN">(Cr0(), Get<"SMMUEN">(found)), Get<"ATSCHK">(found));
    case RetainedCr0::kAllButQueueEnables:
      break;
  }
  return With<"CMDQEN">(With<"EVENTQEN">(With<"PRIQEN">(found, 0), 0), 0);
}

/// Whether the reset acknowledges GERROR between turning the queues off and the command queue on.
/// Errors that the crashed kernel left active would halt the new command queue.
constexpr bool AcknowledgesInTail(const Variant& v, bool kdump, bool adopted) {
  switch (v.gerror_ack) {
    case GerrorAck::kNever:
    case GerrorAck::kBeforeQueuesOff:
      return false;
    case GerrorAck::kOnlyAdopted:
      return adopted;
    case GerrorAck::kInKdump:
    case GerrorAck::kActiveBits:
    case GerrorAck::kWithoutSfm:
      break;
  }
  return kdump;
}

/// GERRORN as the acknowledgement writes it.
template <class D, unsigned W>
Bits<D, W> AcknowledgementOf(const Variant& v, const Bits<D, W>& gerror, const Bits<D, W>& active) {
  return v.gerror_ack == GerrorAck::kActiveBits ? active : gerror;
}

}  // namespace quiesce
