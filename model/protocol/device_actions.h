// What the driver does to the entries of one stream, and what that does to the other one. Mirrors
// model/driver/insert.cc, master.cc, attach.cc, probe.cc and rmr.cc.
#pragma once

#include "model/protocol/ends.h"

namespace quiesce {

/// With the verdict on a step that is done, or may be done, for another device than that of stream
/// `victim`.
template <class D>
Protocol<D> Judged(const Protocol<D>& p, Protocol<D> next, int victim) {
  const auto v = static_cast<std::size_t>(victim);
  next.others_changed =
      p.others_changed || (EndsWell(p, p.streams[v]) && !EndsWell(next, next.streams[v]));
  return next;
}

template <class D>
Protocol<D> NotStalled(Protocol<D> p, int i) {
  p.streams[static_cast<std::size_t>(i)].stalled = Bool<D>(false);
  return p;
}

/// Stores to the STE of stream `i` in the table in use: `i`'s own, by its device's attach.
template <class D>
void AddAttach(const Setting& s, const Protocol<D>& p, int i, ActionSink<D>& to) {
  const ProtocolStream<D>& t = p.streams[static_cast<std::size_t>(i)];
  const Clause<D> running{"probed", In(p, Phase::kLive) || In(p, Phase::kStopped)};
  const Clause<D> in_hand{"its driver has it, or its attach is not deferred",
                          t.quiesced || !(p.option && t.defers)};
  if (!to.Opens(running.holds)) return;
  const auto with = [&](SteClass c) {
    Protocol<D> next = p;
    SetSte(next.streams[static_cast<std::size_t>(i)], c);
    const Bool<D> both = p.same_ste && p.old_table;
    SetSte(next.streams[static_cast<std::size_t>(1 - i)], c, both);
    return Judged(p, next, 1 - i);
  };
  to.Add("STE := V = 0 or abort", Party::kDriver, {running, in_hand}, with(SteClass::kRefuses), i);
  Protocol<D> own = with(SteClass::kOwn);
  for (const ProtocolStream<D>& k : p.streams) {
    own.ids_met = own.ids_met || (k.tags_live && !(p.ids_held && k.id_found));
  }
  to.Add("STE := the new domain", Party::kDriver, {running, in_hand}, own, i);
  to.Add("STE := bypass", Party::kDriver,
         {running,
          in_hand,
          {"identity is a default domain", Bool<D>(s.may.identity)},
          {"and does not wait for the driver", t.quiesced || Bool<D>(!s.variant.identity_defers)}},
         with(SteClass::kBypasses), i);
  to.Add("CMD_STALL_TERM", Party::kDriver,
         {running,
          {"something is stalled", t.stalled},
          {"the variant does", Bool<D>(s.variant.terminates_stalls)}},
         NotStalled(p, i), i);
  to.Add("CMD_RESUME", Party::kDriver,
         {running,
          {"something is stalled", t.stalled},
          {"somebody reads events", Bool<D>(s.uses_output_queues())}},
         NotStalled(p, i), i);
}

template <class D>
void AddInsert(const Setting& s, const Protocol<D>& p, int i, ActionSink<D>& to) {
  const ProtocolStream<D>& t = p.streams[static_cast<std::size_t>(i)];
  const bool signals = s.policy.take_over == TakeOver::kBySignal;
  const Clause<D> running{"probed", In(p, Phase::kLive) || In(p, Phase::kStopped) ||
                                        (Bool<D>(signals) && In(p, Phase::kFinal)) ||
                                        (In(p, Phase::kDecided) && t.reserved_memory)};
  if (!to.Opens(running.holds)) return;
  const auto with = [&](SteClass c) {
    Protocol<D> next = p;
    SetSte(next.streams[static_cast<std::size_t>(i)], c);
    const ProtocolStream<D>& other = p.streams[static_cast<std::size_t>(1 - i)];
    SetSte(next.streams[static_cast<std::size_t>(1 - i)], c,
           p.same_l1 && other.l1_empty && Has(other, SteClass::kOld));
    return Judged(p, Judged(p, next, 0), 1);
  };
  to.Add("fresh level 2 table", Party::kDriver,
         {running,
          {"the table is adopted", p.option},
          {"its L1STD looks empty", t.l1_empty},
          {"nobody was there before", Has(t, SteClass::kOld)}},
         with(SteClass::kRefuses), i);
  to.Add("fresh level 2 table of bypass", Party::kDriver,
         {running,
          {"the table is fresh", !p.old_table},
          {"the policy bypasses", Bool<D>(s.bypasses())}},
         with(SteClass::kBypasses), i);
}

/// A third device whose StreamID is refused, outside of the table or another's: nobody's step
/// fails for it. A driver that lets all others pay for it writes CR0, and waits until that is in
/// effect.
template <class D>
void AddRefusedDevice(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                      ActionSink<D>& to) {
  const Variant& v = s.variant;
  Protocol<D> next = WithCr0(in, p, Bits<D, kCr0Bits>(0));
  Protocol<D> off = next;
  off.enabled = Bool<D>(false);
  next.others_changed = Judged(p, Judged(p, off, 0), 1).others_changed;
  to.Add("a device is refused: CR0 := 0", Party::kDriver,
         {{"probed", In(p, Phase::kLive)},
          {"the variant does", Bool<D>(v.on_insert_failure == OnInsertFailure::kDisablesSmmu)},
          {"GBPA comes not first", Bool<D>(!v.aborts_before_disable)}},
         next);
}

/// What the driver writes for one device lies on what the SMMU reads for another, and may be
/// anything there.
template <class D>
void AddOverlap(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                ActionSink<D>& to) {
  Protocol<D> next = p;
  next.streams[0].ste = Extract<2, 0>(in.bits);
  next.streams[1].ste = Extract<5, 3>(in.bits);
  Bool<D> lies_there(true);
  Bool<D> running = In(p, Phase::kDecided) || In(p, Phase::kFinal) || In(p, Phase::kLive) ||
                    In(p, Phase::kStopped);
  for (std::size_t i = 0; i < 2; ++i) {
    lies_there = lies_there && (p.streams[i].overlapped || next.streams[i].ste == p.streams[i].ste);
  }
  if (!to.Opens(lies_there)) return;
  to.Add("another entry over the STE", Party::kDriver,
         {{"inserting", running},
          {"it lies there", lies_there},
          {"structures overlap", Bool<D>(s.may.overlaps)}},
         Judged(p, Judged(p, next, 0), 1), 0);
}

template <class D>
void AddProbeStores(const Setting& s, const Protocol<D>& p, int i, ActionSink<D>& to) {
  const ProtocolStream<D>& t = p.streams[static_cast<std::size_t>(i)];
  Protocol<D> next = p;
  ProtocolStream<D>& changed = next.streams[static_cast<std::size_t>(i)];
  SetSte(changed, SteClass::kBypasses);
  const bool always = s.variant.rmr_bypass == RmrBypass::kAlways;
  to.Add("RMR bypass", Party::kDriver,
         {{"the table is decided", In(p, Phase::kDecided)},
          {"the firmware lists it", t.reserved_memory},
          {"the variant does", Bool<D>(always) && p.option}},
         next, i);
  SetSte(changed, SteClass::kRefuses);
  to.Add("abort the unmarked", Party::kDriver,
         {{"the reset is over", In(p, Phase::kFinal)},
          {"by signal", Bool<D>(s.policy.take_over == TakeOver::kBySignal)},
          {"not marked", !t.quiesced}},
         next, i);
}

template <class D>
void DeviceActions(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                   ActionSink<D>& to) {
  if (!to.Opens(In(p, Phase::kDecided) || Within(p, Phase::kFinal, Phase::kStopped))) return;
  for (int i = 0; i < 2; ++i) {
    AddProbeStores(s, p, i, to);
    AddInsert(s, p, i, to);
    AddAttach(s, p, i, to);
  }
  AddRefusedDevice(s, p, in, to);
  AddOverlap(s, p, in, to);
}

}  // namespace quiesce
