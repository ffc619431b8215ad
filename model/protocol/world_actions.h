// What happens around the driver: register updates take effect, errors come, devices fall silent,
// and somebody may rewrite what is live.
#pragma once

#include "model/protocol/action.h"

namespace quiesce {

/// IHI 0070 G.b 6.3.9, 6.3.14: a field is in effect some time before it is acknowledged.
template <class D>
void AddUpdates(const Protocol<D>& p, const ActionInputs<D>& in, ActionSink<D>& to) {
  Protocol<D> next = p;
  next.enabled = Cr0Has(p.cr0, kSmmuenBit);
  to.Add("SMMUEN takes effect", Party::kWorld, {{"it changes", p.enabled != next.enabled}}, next);

  next = p;
  next.ack = (p.ack & ~in.bits) | (p.cr0 & in.bits);
  // 6.3.9.6: SMMUEN = 0 is acknowledged once nothing is stalled any more.
  const Bool<D> turned_off = Cr0Has(p.ack, kSmmuenBit) && !Cr0Has(next.ack, kSmmuenBit);
  for (ProtocolStream<D>& t : next.streams) t.stalled = t.stalled && !turned_off;
  to.Add("CR0ACK follows", Party::kWorld,
         {{"something is not acknowledged", p.ack != p.cr0},
          {"SMMUEN is in effect first",
           !Cr0Has(in.bits, kSmmuenBit) || p.enabled == Cr0Has(p.cr0, kSmmuenBit)}},
         next);

  next = p;
  next.gbpa_abort = p.gbpa_next;
  to.Add("GBPA takes effect", Party::kWorld, {{"an Update is under way", p.gbpa_update}}, next);
  next = p;
  next.gbpa_update = Bool<D>(false);
  to.Add(
      "GBPA.Update := 0", Party::kWorld,
      {{"an Update is under way", p.gbpa_update}, {"it is in effect", p.gbpa_abort == p.gbpa_next}},
      next);
}

template <class D>
void AddErrors(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
               ActionSink<D>& to) {
  const Bits<D, kErrorBits> inactive =
      ~(p.gerror ^ p.gerrorn) & p.errors_present & Bits<D, kErrorBits>(0xFD);
  Protocol<D> next = p;
  next.gerror = p.gerror ^ (in.bits & inactive);
  to.Add("an error becomes active", Party::kWorld, {{"errors are possible", Bool<D>(s.may.errors)}},
         next);

  next = p;
  next.sfm = Bool<D>(true);
  next.gerror = Ite(SfmActive(p), p.gerror, p.gerror ^ Bits<D, kErrorBits>(0x100));
  to.Add("service failure", Party::kWorld,
         {{"it is possible", Bool<D>(s.may.service_failure)}, {"not yet", !p.sfm}}, next);
}

template <class D>
void AddStreamEvents(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in, int i,
                     ActionSink<D>& to) {
  Protocol<D> next = p;
  ProtocolStream<D>& changed = next.streams[static_cast<std::size_t>(i)];
  changed.quiesced = Bool<D>(true);
  to.Add("quiesced", Party::kWorld,
         {{"it was not", !p.streams[static_cast<std::size_t>(i)].quiesced}}, next, i);
  const ProtocolStream<D>& now = p.streams[static_cast<std::size_t>(i)];
  next = p;
  changed.stalled = Bool<D>(true);
  to.Add("stalls", Party::kWorld,
         {{"the SMMU is on", p.enabled},
          {"so it is configured", now.may_stall},
          {"by the crashed kernel, in flight",
           Bool<D>(s.may.own_stalls) || (Has(now, SteClass::kOld) && !now.quiesced)}},
         next, i);
  next = p;
  changed.stalled = Bool<D>(false);
  to.Add("a stall ends by itself", Party::kWorld, {{"it is stalled", now.stalled}}, next, i);
  next = p;
  changed.tags_live = Bool<D>(true);
  changed.id_found = now.id_found && Extract<3, 3>(in.bits) == 1;
  changed.ste = Extract<2, 0>(in.bits);
  changed.l1_empty = in.a;
  changed.defers = in.b;
  to.Add("rewritten by somebody", Party::kWorld, {{"that is possible", Bool<D>(s.may.corruption)}},
         next, i);
}

template <class D>
void WorldActions(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                  ActionSink<D>& to) {
  AddUpdates(p, in, to);
  AddErrors(s, p, in, to);
  Protocol<D> next = p;
  next.cr0 = in.bits & p.present;
  to.Add("CR0 rewritten by somebody", Party::kWorld,
         {{"that is possible", Bool<D>(s.may.corruption)}}, next);
  for (int i = 0; i < 2; ++i) AddStreamEvents(s, p, in, i, to);
}

}  // namespace quiesce
