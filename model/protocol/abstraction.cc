#include "model/protocol/abstraction.h"

#include <algorithm>

#include "model/driver/reset.h"
#include "model/driver/used_bits.h"
#include "model/protocol/facts.h"
#include "model/smmu/fixed_choices.h"
#include "model/smmu/mmio/register_bits.h"

namespace quiesce {
namespace {

using B = Bool<Concrete>;

template <Reg R>
auto Of(const RegisterImage& r) {
  return r.Get<R>();
}
Bits<Concrete, kCr0Bits> Low(std::uint64_t word) { return Bits<Concrete, kCr0Bits>(word); }

TableWords<Concrete> TableOf(const RegisterImage& r) {
  return {Of<Reg::IDR0>(r), Of<Reg::IDR1>(r), Of<Reg::STRTAB_BASE>(r), Of<Reg::STRTAB_BASE_CFG>(r)};
}

bool Same(const EntryWords& a, const EntryWords& b) {
  const EntryWords used = ArchitectureUsedSteBits(a);
  const EntryWords safe = DriverSafeSteBits(a, b);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (((a[i] ^ b[i]) & used[i] & ~safe[i]) != 0) return false;
  }
  return true;
}

}  // namespace

Abstraction::Abstraction(Bench& bench, const Setting& setting, const FollowedDma& followed)
    : bench_(bench), setting_(setting) {
  HwFeatures features;
  features.e2h = bench.hand_over.config.platform.vhe &&
                 bool(Is<"Hyp">(Of<Reg::IDR0>(bench.crashed_registers)));
  own_cr1_ = kDriverCr1 & ImplementedBits(Reg::CR1, bench.crashed_registers);
  own_cr2_ = DriverCr2(features) & ImplementedBits(Reg::CR2, bench.crashed_registers);
  const std::array<std::optional<DmaId>, 2> ids = {followed.first, followed.second};
  for (std::size_t i = 0; i < 2; ++i) {
    if (!ids[i]) continue;
    Stream s{*ids[i], bench.in_flight(*ids[i]).stream_id, std::nullopt, std::nullopt};
    s.ste_address = SteOf(s.sid);
    s.ste = EntryNow(bench, s.ste_address);
    s.l1_address = L1AddressOf(s);
    streams_[i] = s;
  }
  ReadFacts(initial_);
  initial_.control_kept = B(true);
  for (ProtocolStream<Concrete>& s : initial_.streams) s.tags_live = B(true);
  initial_.phase = Bits<Concrete, 5>(static_cast<std::uint64_t>(Phase::kCrashed));
  initial_ = Now(initial_);
  initial_.crashed_on = initial_.enabled;
}

std::optional<std::uint64_t> Abstraction::SteOf(std::uint32_t sid) const {
  FixedChoices choices;
  return SteAddressNow(bench_, sid, choices);
}

void Abstraction::ReadRegisters(Protocol<Concrete>& p) const {
  const RegisterImage& visible = bench_.machine.smmu().registers().visible();
  const RegisterImage& used = bench_.machine.smmu().registers().effective();
  const RegisterImage& crashed = bench_.crashed_registers;
  const std::uint64_t fields = ImplementedBits(Reg::CR0, crashed);
  p.cr0 = Low(visible.Read(Reg::CR0) & fields);
  p.ack = Low(visible.Read(Reg::CR0ACK) & fields);
  p.enabled = B(bench_.machine.smmu().registers().EffectiveSmmuen());
  p.gbpa_abort = Is<"ABORT">(Of<Reg::GBPA>(used));
  p.gbpa_next = Is<"ABORT">(Of<Reg::GBPA>(visible));
  p.gbpa_update = Is<"Update">(Of<Reg::GBPA>(visible));
  p.old_table = B(!fresh_table_) && Addr<"ADDR">(Of<Reg::STRTAB_BASE>(used)) ==
                                        Addr<"ADDR">(Of<Reg::STRTAB_BASE>(crashed));
  p.cr1_own = B((visible.Read(Reg::CR1) & ImplementedBits(Reg::CR1, crashed)) == own_cr1_);
  p.cr2_own = B((visible.Read(Reg::CR2) & ImplementedBits(Reg::CR2, crashed)) == own_cr2_);
  p.gerror = Low(visible.Read(Reg::GERROR));
  p.gerrorn = Low(visible.Read(Reg::GERRORN));
  p.sfm = B(bench_.machine.smmu().registers().InServiceFailureMode());
  p.option = B(bench_.driver.state().adopt_option);
}

void Abstraction::ReadFacts(Protocol<Concrete>& p) const {
  const RegisterImage& r = bench_.crashed_registers;
  const DriverConfig& config = bench_.hand_over.config;
  const Variant& v = setting_.variant;
  p.coherent = v.coherency_source == CoherencySource::kFirmware ? B(config.platform.coherent)
                                                                : Is<"COHACC">(Of<Reg::IDR0>(r));
  const B e2h = B(config.platform.vhe) && Is<"Hyp">(Of<Reg::IDR0>(r));
  p.control_fits = (B(!v.checks_cr1) || B(r.Read(Reg::CR1) == kDriverCr1)) &&
                   (B(!v.checks_cr2) || Is<"E2H">(Of<Reg::CR2>(r)) == e2h);
  p.accepts = AcceptsTable(v, TableOf(r));
  p.errors_present = Low(ImplementedBits(Reg::GERROR, r));
  p.present = Low(ImplementedBits(Reg::CR0, r));
  p.same_sid = B(streams_[0] && streams_[1] && streams_[0]->sid == streams_[1]->sid);
  p.same_ste = B(streams_[0] && streams_[1] && streams_[0]->ste_address &&
                 streams_[0]->ste_address == streams_[1]->ste_address);
  p.same_l1 = B(streams_[0] && streams_[1] && L1AddressOf(*streams_[0]) &&
                L1AddressOf(*streams_[0]) == L1AddressOf(*streams_[1]));
  p.crashed_atschk = Is<"ATSCHK">(Of<Reg::CR0>(bench_.machine.smmu().registers().effective()));
  for (std::size_t i = 0; i < 2; ++i) {
    if (streams_[i]) ReadStreamFacts(*streams_[i], r, p.streams[i]);
  }
}

/// Where the driver reads the L1STD of the stream; nothing: there is none.
std::optional<std::uint64_t> Abstraction::L1AddressOf(const Stream& s) const {
  const DriverTable<Concrete> table = TableOf(bench_.crashed_registers).table();
  const Bits<Concrete, 32> id(s.sid);
  if (!table.two_level || !DriverSidInRange(table, id)) return std::nullopt;
  return DriverL1Address(table, id).raw();
}

void Abstraction::ReadStreamFacts(const Stream& s, const RegisterImage& r,
                                  ProtocolStream<Concrete>& to) const {
  const Transaction& t = bench_.in_flight(s.id);
  const Baseline& base = bench_.baseline(s.id);
  to.succeeds = B(base.complete && base.AllSucceed());
  to.untranslated = B(base.SomeUntranslated(t.address) || !base.complete);
  to.was_translated = B(t.ats == AtsKind::kTranslated);

  const TableWords<Concrete> w = TableOf(r);
  const DriverTable<Concrete> table = w.table();
  bool deferred = false;
  for (const std::uint32_t sid : bench_.hand_over.devices[s.id.device].sids) {
    const Bits<Concrete, 32> id(sid);
    if (!DriverSidInRange(table, id)) continue;
    StreamWords<Concrete> words;
    std::uint64_t ste = DriverLinearSteAddress(table, id).raw();
    if (table.two_level) {
      const std::uint64_t l1 = DriverL1Address(table, id).raw();
      words.l1std = L1Std<Concrete>(Bits<Concrete, 64>(bench_.machine.memory().Read64(l1).value));
      ste = DriverL2SteAddress(DriverL2Base(words.l1std), id).raw();
    }
    const EntryWords entry = EntryNow(bench_, ste);
    for (unsigned i = 0; i < 8; ++i) words.ste.word(i) = Bits<Concrete, 64>(entry[i]);
    ProtocolStream<Concrete> one;
    Decide(setting_.variant, w, words, one);
    deferred |= one.defers.raw();
    if (sid == s.sid) to.l1_empty = one.l1_empty;
    to.tosses = to.tosses || one.tosses;
  }
  to.defers = B(deferred);
  // The world may have anything; a proof says what it assumes.
  to.overlapped = to.mapped_early = to.may_stall = B(true);
  for (const std::uint32_t sid : bench_.hand_over.config.platform.rmr_sids) {
    to.reserved_memory = to.reserved_memory || B(sid == s.sid);
  }
}

SteClass Abstraction::ClassOf(const Stream& s, bool old_table) const {
  const std::optional<std::uint64_t> address = SteOf(s.sid);
  const SteClass old = rewritten_ ? SteClass::kOther : SteClass::kOld;
  if (!address) return old_table && !s.ste_address ? old : SteClass::kRefuses;
  const EntryWords now = EntryNow(bench_, address);
  if (old_table && address == s.ste_address && Same(s.ste, now)) return old;
  Ste<Concrete> ste;
  for (unsigned i = 0; i < 8; ++i) ste.word(i) = Bits<Concrete, 64>(now[i]);
  const std::uint64_t config = Get<"Config">(ste).raw();
  if (!Is<"V">(ste) || config == 0) return SteClass::kRefuses;
  if (config == 4) return SteClass::kBypasses;
  if (config != 5 && config != 6) return SteClass::kOther;
  const std::uint64_t leads_to =
      config == 5 ? Addr<"S1ContextPtr">(ste).raw() : Addr<"S2TTB">(ste).raw();
  const bool own = bench_.machine.map().OwnerOf(leads_to) == Owner::kNextKernel;
  return own ? SteClass::kOwn : SteClass::kOther;
}

/// An L1STD or STE of a stream: what it is now is read.
bool Abstraction::IsEntry(std::uint64_t pa) const {
  return std::ranges::any_of(streams_, [&](const std::optional<Stream>& s) {
    return s && (pa == s->l1_address || (s->ste_address && pa - *s->ste_address < 64));
  });
}

void Abstraction::Saw(const Step& step) {
  if (bench_.another_agent && !std::exchange(rewritten_, true)) classes_of_old_table_.reset();
  if (const auto* access = std::get_if<RegisterAccess>(&step)) {
    const bool names = access->write && access->offset == SpecOf(Reg::STRTAB_BASE).offset;
    fresh_table_ |= names && !bench_.another_agent && !bench_.driver.state().adopt_option;
  } else if (const auto* fault = std::get_if<FaultInjected>(&step)) {
    const bool meets = fault->kind == FaultKind::kMemoryCorrupted && MayMatter(fault->address);
    if (meets) classes_of_old_table_.reset();
    rewritten_ |= meets && !IsEntry(fault->address);
  }
}

void Abstraction::RefreshClasses(bool old_table) {
  const bool moved = watch_.Moved(bench_.machine, bench_.fetched);
  if (!moved && classes_of_old_table_ == old_table) return;
  classes_of_old_table_ = old_table;
  for (std::size_t i = 0; i < 2; ++i) {
    const SteClass absent = old_table ? SteClass::kOld : SteClass::kRefuses;
    classes_[i] = streams_[i] ? ClassOf(*streams_[i], old_table) : absent;
  }
}

Protocol<Concrete> Abstraction::WithDecisions(const Protocol<Concrete>& like) const {
  Protocol<Concrete> p = like;
  for (std::size_t i = 0; i < 2; ++i) {
    if (!streams_[i]) continue;
    ProtocolStream<Concrete> fresh;
    ReadStreamFacts(*streams_[i], bench_.machine.smmu().registers().visible(), fresh);
    p.streams[i].l1_empty = fresh.l1_empty;
    p.streams[i].tosses = fresh.tosses;
    p.streams[i].defers = fresh.defers;
  }
  return p;
}

bool Abstraction::IsStalled(const Stream& s) const {
  return std::ranges::any_of(bench_.machine.smmu().stalls().outstanding(),
                             [&](const Stall& stall) { return stall.stream_id == s.sid; });
}

Protocol<Concrete> Abstraction::Now(const Protocol<Concrete>& like) {
  Protocol<Concrete> p = like;
  ReadRegisters(p);
  RefreshClasses(p.old_table.raw());
  for (std::size_t i = 0; i < 2; ++i) {
    p.streams[i].quiesced = B(!streams_[i] || bench_.devices[streams_[i]->id.device].quiesced);
    p.streams[i].stalled = B(streams_[i] && IsStalled(*streams_[i]));
    p.streams[i].ste = Bits<Concrete, 3>(static_cast<std::uint64_t>(classes_[i]));
  }
  return p;
}

}  // namespace quiesce
