// The reset, in adopt mode and whole. Mirrors model/driver/reset.cc.
#pragma once

#include <array>

#include "model/driver/reset_values.h"
#include "model/protocol/action.h"

namespace quiesce {

/// Whether the reset keeps the table; asked while CR0 is as found, and until SMMUEN is written as
/// the last: a full reset has cleared it by then, and an adopting one has kept it.
template <class D>
Bool<D> KeepsTable(const Setting& s, const Protocol<D>& p) {
  const bool asks = s.variant.adopt_test_at == AdoptTestAt::kIfSmmuen;
  return p.option && (Bool<D>(!asks) || Cr0Has(p.cr0, kSmmuenBit));
}

template <class D>
void AddFirstWrites(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                    ActionSink<D>& to) {
  if (!to.Opens(Within(p, Phase::kDecided, Phase::kDropped))) return;
  const Variant& v = s.variant;
  const Clause<D> decided{"the table is decided", In(p, Phase::kDecided)};
  const Bool<D> keeps = KeepsTable(s, p);
  const Bool<D> on = Cr0Has(p.cr0, kSmmuenBit);
  const Bool<D> fails(s.may.failures);

  for (const bool abort : {false, true}) {
    const Bool<D> this_value = Ite(keeps, Bool<D>(abort), Bool<D>(abort != s.bypasses()));
    to.Add(abort ? "GBPA.ABORT := 1" : "GBPA.ABORT := 0", Party::kDriver,
           {decided,
            {"the reset writes GBPA", Ite(keeps, Bool<D>(v.adopt_writes_gbpa), on)},
            {"with this value", this_value},
            {"GBPA.Update is 0", !p.gbpa_update}},
           At(WithGbpaAbort(p, abort), Phase::kGbpaAsked));
  }

  const Bool<D> gbpa_over = In(p, Phase::kGbpaAsked) && (!p.gbpa_update || fails);
  to.Add("CR0 := 0", Party::kDriver,
         {{"a full reset", !keeps},
          {"GBPA is done", gbpa_over || (In(p, Phase::kDecided) && (!on || fails))}},
         At(WithCr0(in, p, Bits<D, kCr0Bits>(0)), Phase::kOff));

  const Cr0Of<D> found = v.adopt_test_at == AdoptTestAt::kBeforeReadCr0 ? Cr0Of<D>() : AsCr0(p.cr0);
  Cr0Of<D> retained = RetainedCr0Of(v, found);
  if (v.adopt_drops_smmuen) retained = With<"SMMUEN">(retained, 0);
  const Bool<D> may_begin =
      v.adopt_writes_gbpa ? gbpa_over || (In(p, Phase::kDecided) && fails) : In(p, Phase::kDecided);
  to.Add(
      "CR0 := what is retained", Party::kDriver,
      {{"adopted", keeps}, {"the reset begins", may_begin}},
      At(WithCr0(in, p, Cr0Value(retained)), v.adopt_drops_smmuen ? Phase::kDropped : Phase::kOff));
  to.Add("CR0.SMMUEN := 1 again", Party::kDriver,
         {{"it was dropped", In(p, Phase::kDropped)}, Acknowledged(s, p)},
         At(WithCr0(in, p, Cr0Value(With<"SMMUEN">(AsCr0(Shadow(s, p)), 1))), Phase::kOff));
}

/// By the driver; another agent may have written over it since.
template <class D>
Bool<D> ControlWritten(const Protocol<D>& p) {
  return (p.cr1_own || HasWritten(p, OnceWrite::kCr1)) &&
         (p.cr2_own || HasWritten(p, OnceWrite::kCr2));
}

/// CR1, CR2 and STRTAB_BASE, each where it is due.
template <class D>
void AddTableWrites(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                    ActionSink<D>& to) {
  if (!to.Opens(Within(p, Phase::kOff, Phase::kTableNamed))) return;
  const Variant& v = s.variant;
  const Clause<D> off{"queues are off", In(p, Phase::kOff)};
  const Bool<D> keeps = KeepsTable(s, p);

  Protocol<D> next = Once(Guarded(p, kSmmuenBit), OnceWrite::kCr1);
  next.control_kept = p.control_kept && !Cr0Has(p.cr0 | p.ack, kSmmuenBit);
  next.cr1_own = Bool<D>(true);
  to.Add("write CR1", Party::kDriver,
         {off,
          Acknowledged(s, p),
          {"due", !keeps || Bool<D>(v.adopt_writes_cr1)},
          NotYet(p, OnceWrite::kCr1)},
         next);
  next.cr1_own = p.cr1_own;
  next.written = Once(p, OnceWrite::kCr2).written;
  next.cr2_own = Bool<D>(true);
  to.Add("write CR2", Party::kDriver,
         {off,
          Acknowledged(s, p),
          {"due", !keeps || Bool<D>(v.adopt_writes_cr2)},
          NotYet(p, OnceWrite::kCr2)},
         next);

  // Read by the old STRTAB_BASE_CFG, the fresh table may be anything.
  next = At(Once(Guarded(p, kSmmuenBit), OnceWrite::kStrtab), Phase::kTableNamed);
  next.old_table = Bool<D>(false);
  next.streams[0].ste = Extract<2, 0>(in.bits);
  next.streams[1].ste = Extract<5, 3>(in.bits);
  to.Add("write STRTAB_BASE", Party::kDriver,
         {off,
          Acknowledged(s, p),
          {"due", !p.option},
          {"CR1 and CR2 are written", ControlWritten(p)},
          NotYet(p, OnceWrite::kStrtab)},
         next);

  // And what a write does whose guard is closed is open.
  next = At(Guarded(p, kSmmuenBit), Phase::kTableSet);
  const Bool<D> closed = Cr0Has(p.cr0 | p.ack, kSmmuenBit);
  const std::array<Bool<D>, 2> reached = {in.a, in.b};
  const std::array<Bits<D, 3>, 2> any = {Extract<2, 0>(in.bits), Extract<5, 3>(in.bits)};
  for (std::size_t i = 0; i < 2; ++i) {
    ProtocolStream<D>& t = next.streams[i];
    const Bool<D> bypasses = Bool<D>(s.bypasses()) || t.reserved_memory;
    SetSte(t, SteClass::kRefuses);
    SetSte(t, SteClass::kBypasses, bypasses && reached[i]);
    t.ste = Ite(closed, any[i], t.ste);
  }
  to.Add("write STRTAB_BASE_CFG", Party::kDriver,
         {{"STRTAB_BASE is written", In(p, Phase::kTableNamed)}}, next);
  to.Add("write STRTAB_BASE as it is", Party::kDriver,
         {off,
          Acknowledged(s, p),
          {"due", keeps && Bool<D>(v.adopt_writes_strtab)},
          NotYet(p, OnceWrite::kStrtab)},
         Once(Guarded(p, kSmmuenBit), OnceWrite::kStrtab));
  to.Add("write what was adopted to STRTAB_BASE", Party::kDriver,
         {off,
          Acknowledged(s, p),
          {"a full reset runs on the adopted table", p.option && !keeps},
          {"CR1 and CR2 are written", ControlWritten(p)}},
         At(Once(Guarded(p, kSmmuenBit), OnceWrite::kStrtab), Phase::kTableSet));
}

/// GERROR acknowledged, by the reset or the handler.
template <class D>
Protocol<D> WithErrorsAcknowledged(const Setting& s, Protocol<D> p) {
  const Bits<D, kErrorBits> active = ActiveErrors(p);
  Bool<D> writes = active != 0;
  if (s.variant.gerror_ack == GerrorAck::kWithoutSfm) {
    writes = (active & Bits<D, kErrorBits>(0xFF)) != 0;
  }
  const Bits<D, kErrorBits> value =
      Ite(writes, AcknowledgementOf(s.variant, p.gerror, active) & p.errors_present, p.gerrorn);
  p.update_broken = p.update_broken || ((p.gerrorn ^ value) & ~(p.gerror ^ p.gerrorn)) != 0;
  p.gerrorn = value;
  return p;
}

template <class D>
void AddQueueWrites(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                    ActionSink<D>& to) {
  if (!to.Opens(Within(p, Phase::kDecided, Phase::kEventQueue))) return;
  const Variant& v = s.variant;
  const Bits<D, kCr0Bits> shadow = Shadow(s, p);
  const bool early = s.kdump && v.gerror_ack == GerrorAck::kBeforeQueuesOff;
  to.Add("acknowledge errors first", Party::kDriver,
         {{"the variant does", Bool<D>(early)},
          {"the table is decided", In(p, Phase::kDecided)},
          NotYet(p, OnceWrite::kErrors)},
         Once(WithErrorsAcknowledged(s, p), OnceWrite::kErrors));

  const Bool<D> keeps = KeepsTable(s, p);
  const Bool<D> tables_written = (In(p, Phase::kOff) && keeps) || In(p, Phase::kTableSet);
  const Clause<D> reset_done{"queues are off and registers written", tables_written};
  const Bool<D> acks = Ite(keeps, Bool<D>(AcknowledgesInTail(v, s.kdump, true)),
                           Bool<D>(AcknowledgesInTail(v, s.kdump, false)));
  to.Add("acknowledge errors", Party::kDriver,
         {reset_done, Acknowledged(s, p), {"the variant does", acks}},
         At(WithErrorsAcknowledged(s, p), Phase::kErrorsSeen));
  to.Add("acknowledge no error", Party::kDriver,
         {reset_done, Acknowledged(s, p), {"the variant does not", !acks}},
         At(p, Phase::kErrorsSeen));

  to.Add("CR0.CMDQEN := 1", Party::kDriver, {{"errors were seen to", In(p, Phase::kErrorsSeen)}},
         At(WithCr0(in, Guarded(p, kCmdqenBit), shadow | Bits<D, kCr0Bits>(kCmdqenBit)),
            Phase::kQueue));
  to.Add("CR0.EVENTQEN := 1", Party::kDriver,
         {{"the command queue is on", In(p, Phase::kQueue)},
          {"the variant does", Bool<D>(s.uses_output_queues())},
          Acknowledged(s, p)},
         At(WithCr0(in, Guarded(p, kEventqenBit), shadow | Bits<D, kCr0Bits>(kEventqenBit)),
            Phase::kEventQueue));
  to.Add("CR0.PRIQEN := 1", Party::kDriver,
         {{"the event queue is on", In(p, Phase::kEventQueue)},
          {"there is one", Cr0Has(p.present, kPriqenBit)},
          Acknowledged(s, p)},
         At(WithCr0(in, Guarded(p, kPriqenBit), shadow | Bits<D, kCr0Bits>(kPriqenBit)),
            Phase::kPriQueue));
}

/// CMD_TLBI_* of the reset, complete before SMMUEN is written: what no STE leads to any more is
/// gone.
template <class D>
Protocol<D> WithTlbsInvalidated(const Setting& s, Protocol<D> p) {
  const Bool<D> invalidates = !KeepsTable(s, p) || Bool<D>(s.variant.invalidates_tlbs);
  for (ProtocolStream<D>& t : p.streams) {
    t.tags_live = t.tags_live && (!invalidates || Has(t, SteClass::kOld));
  }
  return p;
}

template <class D>
void AddLastWrites(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                   ActionSink<D>& to) {
  if (!to.Opens(Within(p, Phase::kQueue, Phase::kFinal))) return;
  const bool outputs = s.uses_output_queues();
  const Bits<D, kCr0Bits> shadow = Shadow(s, p);
  const Bool<D> pri = Cr0Has(p.present, kPriqenBit);
  const Bool<D> queues_on = (In(p, Phase::kQueue) && Bool<D>(!outputs)) ||
                            (In(p, Phase::kEventQueue) && !pri) || In(p, Phase::kPriQueue);
  const Bool<D> ats =
      Cr0Has(p.present, kAtschkBit) && (!KeepsTable(s, p) || Bool<D>(s.variant.forces_atschk));
  to.Add("CR0.ATSCHK := 1", Party::kDriver,
         {{"queues are on", queues_on}, {"due", ats}, Acknowledged(s, p)},
         At(WithCr0(in, p, shadow | Bits<D, kCr0Bits>(kAtschkBit)), Phase::kAts));
  const std::uint64_t dropped = s.kdump ? kEventqenBit | kPriqenBit : 0;
  to.Add("CR0.SMMUEN := 1", Party::kDriver,
         {{"all else is on", In(p, Phase::kAts) || (queues_on && !ats)}, Acknowledged(s, p)},
         At(WithCr0(in, WithTlbsInvalidated(s, p),
                    (shadow & Bits<D, kCr0Bits>(~dropped)) | Bits<D, kCr0Bits>(kSmmuenBit)),
            Phase::kFinal));
  to.Add("probed", Party::kDriver,
         {{"the reset is over", In(p, Phase::kFinal)}, Acknowledged(s, p)}, At(p, Phase::kLive));
}

template <class D>
void ResetActions(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                  ActionSink<D>& to) {
  AddFirstWrites(s, p, in, to);
  AddTableWrites(s, p, in, to);
  AddQueueWrites(s, p, in, to);
  AddLastWrites(s, p, in, to);
}

}  // namespace quiesce
