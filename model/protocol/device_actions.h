// What the driver does to the entries of one stream, and what that does to the other one. Mirrors
// model/driver/insert.cc, master.cc, attach.cc, probe.cc and rmr.cc.
#pragma once

#include "model/protocol/action.h"

namespace quiesce {

/// Stores to the STE of stream `i` in the table in use: `i`'s own, by its device's attach.
template <class D>
void AddAttach(const Setting& s, const Protocol<D>& p, int i, ActionSink<D>& to) {
  const ProtocolStream<D>& t = p.streams[static_cast<std::size_t>(i)];
  const Clause<D> running{"probed", In(p, Phase::kLive) || In(p, Phase::kStopped)};
  const Clause<D> in_hand{"its driver has it, or its attach is not deferred",
                          t.quiesced || !(p.option && t.defers)};
  const auto with = [&](SteClass c) {
    Protocol<D> next = p;
    SetSte(next.streams[static_cast<std::size_t>(i)], c);
    const Bool<D> both = p.same_ste && p.old_table && Bool<D>(s.may.overlaps);
    SetSte(next.streams[static_cast<std::size_t>(1 - i)], c, both);
    return next;
  };
  to.Add("STE := V = 0 or abort", Party::kDriver, {running, in_hand}, with(SteClass::kRefuses), i);
  to.Add("STE := the new domain", Party::kDriver, {running, in_hand}, with(SteClass::kOwn), i);
  to.Add("STE := bypass", Party::kDriver,
         {running, in_hand, {"identity is a default domain", Bool<D>(s.may.identity)}},
         with(SteClass::kBypasses), i);
}

template <class D>
void AddInsert(const Setting& s, const Protocol<D>& p, int i, ActionSink<D>& to) {
  const ProtocolStream<D>& t = p.streams[static_cast<std::size_t>(i)];
  const bool signals = s.policy.take_over == TakeOver::kBySignal;
  const Clause<D> running{"probed", In(p, Phase::kLive) || In(p, Phase::kStopped) ||
                                        (Bool<D>(signals) && In(p, Phase::kFinal)) ||
                                        (In(p, Phase::kDecided) && t.reserved_memory)};
  const auto with = [&](SteClass c) {
    Protocol<D> next = p;
    SetSte(next.streams[static_cast<std::size_t>(i)], c);
    const ProtocolStream<D>& other = p.streams[static_cast<std::size_t>(1 - i)];
    SetSte(next.streams[static_cast<std::size_t>(1 - i)], c,
           p.same_l1 && other.l1_empty && Has(other, SteClass::kOld));
    return next;
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
  to.Add("another entry over the STE", Party::kDriver,
         {{"inserting", running},
          {"it lies there", lies_there},
          {"structures overlap", Bool<D>(s.may.overlaps)}},
         next);
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
  for (int i = 0; i < 2; ++i) {
    AddProbeStores(s, p, i, to);
    AddInsert(s, p, i, to);
    AddAttach(s, p, i, to);
  }
  AddOverlap(s, p, in, to);
}

}  // namespace quiesce
