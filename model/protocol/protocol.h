// The state of a hand-over, as small as the invariants allow, over the word domain: what matters of
// the SMMU's registers, how far the driver is, and two streams of two devices with one transaction
// each. The actions that change it are in model/protocol/actions.h.
//
// Why two streams are enough: every action of the driver reads and writes the registers and the
// entries of one stream, and what it may do to another stream does not depend on which one that is.
// The actions treat both alike, so either is the device under the driver's hands or the bystander,
// and whatever a third device does to one of them is an action too. A violation in a hand-over of
// any number of devices concerns one transaction and at most one device that acts: the pair.
#pragma once

#include <array>
#include <cstdint>

#include "spec/record.h"
#include "spec/registers.h"

namespace quiesce {

/// How far the driver is. A step of a reset is over once CR0ACK shows what CR0 holds.
enum class Phase : std::uint8_t {
  kCrashed,     ///< not probed, or given up: may be probed
  kLooked,      ///< the gate has read what it asks for, and opens
  kGated,       ///< the gate has decided
  kDecided,     ///< the table is adopted, or a fresh one is made
  kGbpaAsked,   ///< GBPA was written by the reset
  kDropped,     ///< CR0 written without SMMUEN, to be restored
  kOff,         ///< the first CR0 write is made
  kTableNamed,  ///< STRTAB_BASE of a fresh table is written, STRTAB_BASE_CFG not yet
  kTableSet,    ///< the fresh table is in use
  kErrorsSeen,  ///< GERROR is acknowledged, if the variant does
  kQueue,       ///< CMDQEN written
  kEventQueue,  ///< EVENTQEN written
  kPriQueue,    ///< PRIQEN written
  kAts,         ///< ATSCHK written
  kFinal,       ///< the last CR0 write of the reset is made
  kLive,        ///< probed
  kGbpaGivingUp,
  kGivingUp,      ///< CR0 := 0 after a failure
  kGbpaStopping,  ///< GBPA was written by a shutdown, a removal or the error handler
  kStopped,       ///< CR0 := 0 by one of these
  kGone,          ///< given up for good
};
inline constexpr unsigned kPhaseCount = static_cast<unsigned>(Phase::kGone) + 1;

/// What the SMMU finds for a stream in the table that is in use.
enum class SteClass : std::uint8_t {
  kOther,     ///< nothing that is said here
  kOld,       ///< what the crashed kernel left, in the bits that count, or nothing as then
  kRefuses,   ///< nothing, V = 0, or abort
  kBypasses,  ///< a bypass STE that the driver wrote
  kOwn,       ///< leads to tables of the next kernel's driver
};

/// One stream, and a transaction of it that goes on until the device is quiesced.
template <class D>
struct ProtocolStream {
  // Of the crash; nothing changes them but somebody who rewrites live structures.
  Bool<D> succeeds;      ///< every permitted end of the transaction at the crash does what it asks
  Bool<D> untranslated;  ///< some permitted end passes to the address that it carries
  Bool<D> was_translated;   ///< it is an ATS translated transaction
  Bool<D> l1_empty;         ///< the driver takes its L1STD for empty
  Bool<D> tosses;           ///< its L1STD or STE makes the driver toss the adoption
  Bool<D> defers;           ///< its device's attach is deferred
  Bool<D> overlapped;       ///< another entry that the driver may write lies on its STE
  Bool<D> reserved_memory;  ///< the firmware lists it with an RMR
  Bool<D> mapped_early;     ///< its address is mapped for the next kernel before it is quiesced
  Bool<D> id_found;         ///< the scan finds each ASID or VMID that tags what it caches
  Bool<D> may_stall;        ///< a fault of its stalls, as the crashed kernel has configured it

  Bits<D, 3> ste;     ///< SteClass
  Bool<D> quiesced;   ///< nothing of what was in flight comes any more
  Bool<D> stalled;    ///< a transaction of its waits in the SMMU
  Bool<D> tags_live;  ///< a TLB may hold, or get, what its STE of the crash leads to
};

/// What a reset writes once, as bits of Protocol::written.
enum class OnceWrite : std::uint8_t { kCr1 = 1, kCr2 = 2, kStrtab = 4, kErrors = 8 };

inline constexpr unsigned kCr0Bits =
    9;  ///< CR0[8:0]: VMW, ATSCHK, CMDQEN, EVENTQEN, PRIQEN, SMMUEN
inline constexpr unsigned kErrorBits = 9;  ///< GERROR[8:0]; SFM_ERR is bit 8

template <class D>
struct Protocol {
  // Of the crash; nothing changes them.
  Bool<D> coherent;                    ///< the firmware says so
  Bool<D> control_fits;                ///< CR1 and CR2 are what a variant that asks wants
  Bool<D> accepts;                     ///< STRTAB_BASE and STRTAB_BASE_CFG pass
  Bits<D, kCr0Bits> present;           ///< implemented bits of CR0
  Bits<D, kErrorBits> errors_present;  ///< implemented bits of GERROR
  Bool<D> same_ste;                    ///< both streams have one STE: their L1STDs share a table
  Bool<D> same_sid;                    ///< or they are one stream
  Bool<D> same_l1;                     ///< the driver finds both streams by one L1STD
  Bool<D> crashed_atschk;              ///< CR0.ATSCHK in effect at the crash
  Bool<D> crashed_on;                  ///< SMMUEN in effect at the crash

  Bits<D, kCr0Bits> cr0;    ///< as written
  Bits<D, kCr0Bits> ack;    ///< CR0ACK
  Bits<D, kCr0Bits> asked;  ///< as the driver wrote it; read once it may be otherwise
  Bool<D> enabled;          ///< SMMUEN in effect
  Bool<D> gbpa_abort;       ///< GBPA.ABORT in effect
  Bool<D> gbpa_next;        ///< GBPA.ABORT as written
  Bool<D> gbpa_update;      ///< GBPA.Update
  Bool<D> old_table;        ///< STRTAB_BASE is as at the crash
  Bool<D> cr1_own;          ///< CR1 holds the driver's value
  Bool<D> cr2_own;
  Bool<D> control_kept;  ///< CR1 and CR2 were not written while SMMUEN could be 1
  Bits<D, kErrorBits> gerror;
  Bits<D, kErrorBits> gerrorn;
  Bool<D> sfm;  ///< service failure mode

  Bits<D, 5> phase;        ///< Phase
  Bool<D> option;          ///< the driver means to keep the table
  Bool<D> tossed;          ///< it meant to, and does not any more
  Bool<D> guard_broken;    ///< a register was written while its guard was closed
  Bool<D> update_broken;   ///< an Update protocol was not followed
  Bits<D, 4> written;      ///< OnceWrite: what this reset has written already
  Bool<D> ids_held;        ///< the driver hands out no ID that its scan has found
  Bool<D> ids_met;         ///< a new domain got an ID that may tag what a TLB holds or gets
  Bool<D> others_changed;  ///< what was done for one device gave another one's DMA a new end

  std::array<ProtocolStream<D>, 2> streams;
};

/// f(name, field, observable) for each field, in a fixed order. What is not observable is known to
/// the protocol alone.
template <class S, class F>
void VisitStream(S& s, F&& f) {
  f("succeeds", s.succeeds, true);
  f("untranslated", s.untranslated, true);
  f("was_translated", s.was_translated, true);
  f("l1_empty", s.l1_empty, false);
  f("tosses", s.tosses, false);
  f("defers", s.defers, false);
  f("overlapped", s.overlapped, true);
  f("reserved_memory", s.reserved_memory, true);
  f("mapped_early", s.mapped_early, true);
  f("id_found", s.id_found, false);
  f("may_stall", s.may_stall, true);
  f("ste", s.ste, true);
  f("quiesced", s.quiesced, true);
  f("stalled", s.stalled, true);
  f("tags_live", s.tags_live, false);
}
template <class P, class F>
void VisitProtocol(P& p, F&& f) {
  f("coherent", p.coherent, true);
  f("control_fits", p.control_fits, true);
  f("accepts", p.accepts, true);
  f("present", p.present, true);
  f("errors_present", p.errors_present, true);
  f("same_ste", p.same_ste, true);
  f("same_sid", p.same_sid, true);
  f("same_l1", p.same_l1, true);
  f("crashed_atschk", p.crashed_atschk, true);
  f("crashed_on", p.crashed_on, true);
  f("cr0", p.cr0, true);
  f("ack", p.ack, true);
  f("asked", p.asked, false);
  f("enabled", p.enabled, true);
  f("gbpa_abort", p.gbpa_abort, true);
  f("gbpa_next", p.gbpa_next, true);
  f("gbpa_update", p.gbpa_update, true);
  f("old_table", p.old_table, true);
  f("cr1_own", p.cr1_own, true);
  f("cr2_own", p.cr2_own, true);
  f("control_kept", p.control_kept, false);
  f("gerror", p.gerror, true);
  f("gerrorn", p.gerrorn, true);
  f("sfm", p.sfm, true);
  f("phase", p.phase, false);
  f("option", p.option, true);
  f("tossed", p.tossed, false);
  f("guard_broken", p.guard_broken, false);
  f("update_broken", p.update_broken, false);
  f("written", p.written, false);
  f("ids_held", p.ids_held, false);
  f("ids_met", p.ids_met, false);
  f("others_changed", p.others_changed, false);
  for (auto& s : p.streams) VisitStream(s, f);
}

template <class D>
Bool<D> In(const Protocol<D>& p, Phase phase) {
  return p.phase == Bits<D, 5>(static_cast<std::uint64_t>(phase));
}
template <class D>
Bool<D> Within(const Protocol<D>& p, Phase first, Phase last) {
  return p.phase >= Bits<D, 5>(static_cast<std::uint64_t>(first)) &&
         p.phase <= Bits<D, 5>(static_cast<std::uint64_t>(last));
}
template <class D>
Bool<D> Has(const ProtocolStream<D>& s, SteClass c) {
  return s.ste == Bits<D, 3>(static_cast<std::uint64_t>(c));
}

template <class D>
using Cr0Of = RegisterRecord<D, Reg::CR0>;
template <class D>
Cr0Of<D> AsCr0(const Bits<D, kCr0Bits>& bits) {
  return Cr0Of<D>(Zext<32>(bits));
}
template <class D>
Bits<D, kCr0Bits> Cr0Value(const Cr0Of<D>& cr0) {
  return Extract<kCr0Bits - 1, 0>(cr0.word(0));
}

template <class D>
Bits<D, kErrorBits> ActiveErrors(const Protocol<D>& p) {
  return (p.gerror ^ p.gerrorn) & Bits<D, kErrorBits>(0x1FD);
}
template <class D>
Bool<D> SfmActive(const Protocol<D>& p) {
  return Extract<8, 8>(p.gerror ^ p.gerrorn) == 1;
}

}  // namespace quiesce
