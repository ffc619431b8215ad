#include "model/world/render_registers.h"

#include "model/world/render_word.h"

namespace quiesce {
namespace {

template <Reg R>
using Value = RegisterRecord<Concrete, R>;

constexpr unsigned kQueueLog2Max = 19;  // IDR1.CMDQS, EVENTQS, PRIQS
constexpr unsigned kLinuxCr1 = 0xD75;   // tables and queues inner shareable, write-back

Value<Reg::IDR0> Idr0(const SmmuOptions& o) {
  Value<Reg::IDR0> r;
  r = With<"S2P">(r, Word<1>(o.stage2));
  r = With<"S1P">(r, Word<1>(o.stage1));
  r = With<"TTF">(r, 2);
  r = With<"COHACC">(r, Word<1>(o.coherent));
  r = With<"Hyp">(r, Word<1>(o.hyp));
  r = With<"ATS">(r, Word<1>(o.ats));
  r = With<"ASID16">(r, Word<1>(o.asid16));
  r = With<"VMID16">(r, Word<1>(o.vmid16));
  r = With<"CD2L">(r, Word<1>(o.two_level_cdtab));
  r = With<"TTENDIAN">(r, 2);
  r = With<"STALL_MODEL">(r, Word<2>(o.stall_model));
  return With<"ST_LEVEL">(r, Word<2>(o.two_level_strtab));
}

Value<Reg::IDR1> Idr1(const SmmuOptions& o) {
  Value<Reg::IDR1> r;
  r = With<"SIDSIZE">(r, Word<6>(o.sid_bits));
  r = With<"SSIDSIZE">(r, Word<5>(o.ssid_bits));
  r = With<"PRIQS">(r, kQueueLog2Max);
  r = With<"EVENTQS">(r, kQueueLog2Max);
  r = With<"CMDQS">(r, kQueueLog2Max);
  return With<"ATTR_TYPES_OVR">(r, 1);
}

Value<Reg::IDR5> Idr5(const SmmuOptions& o) {
  Value<Reg::IDR5> r;
  constexpr unsigned kNeverStalls = 1;
  r = With<"OAS">(r, Word<3>(o.oas));
  if (o.stall_model != kNeverStalls) r = With<"STALL_MAX">(r, 16);
  r = With<"GRAN4K">(r, 1);
  r = With<"GRAN16K">(r, Word<1>(o.granule16));
  return With<"GRAN64K">(r, 1);
}

Value<Reg::CR0> Cr0(const Control& c) {
  Value<Reg::CR0> r;
  r = With<"SMMUEN">(r, Word<1>(c.smmuen));
  r = With<"PRIQEN">(r, Word<1>(c.priqen));
  r = With<"EVENTQEN">(r, Word<1>(c.eventqen));
  r = With<"CMDQEN">(r, Word<1>(c.cmdqen));
  r = With<"ATSCHK">(r, Word<1>(c.atschk));
  return With<"VMW">(r, Word<3>(c.vmw));
}

Value<Reg::CR2> Cr2(const Scenario& s) {
  Value<Reg::CR2> r;
  r = With<"E2H">(r, Word<1>(s.control.e2h && s.smmu.hyp));
  r = With<"RECINVSID">(r, Word<1>(s.control.recinvsid));
  return With<"PTM">(r, 1);
}

Value<Reg::STRTAB_BASE_CFG> StrtabBaseCfg(const StreamTable& t) {
  Value<Reg::STRTAB_BASE_CFG> r;
  r = With<"LOG2SIZE">(r, Word<6>(t.log2size));
  if (t.format == TableFormat::kLinear) return r;
  return With<"SPLIT">(With<"FMT">(r, 1), Word<5>(t.split));
}

void PutIdRegisters(const SmmuOptions& o, RegisterImage& r) {
  r.Put<Reg::IDR0>(Idr0(o));
  r.Put<Reg::IDR1>(Idr1(o));
  r.Put<Reg::IDR5>(Idr5(o));
  r.Put<Reg::AIDR>(With<"ArchMinorRev">(Value<Reg::AIDR>(), Word<4>(o.arch_minor)));
}

void PutControl(const Scenario& s, RegisterImage& r) {
  r.Put<Reg::CR0>(Cr0(s.control));
  r.Write(Reg::CR0ACK, r.Read(Reg::CR0));
  r.Write(Reg::CR1, kLinuxCr1);
  r.Put<Reg::CR2>(Cr2(s));
  r.Put<Reg::GBPA>(With<"ABORT">(Value<Reg::GBPA>(), Word<1>(s.control.gbpa_abort)));
  r.Write(Reg::GERROR, s.control.gerror);
  r.Write(Reg::GERRORN, s.control.gerrorn);
}

void PutTables(const Scenario& s, const TableBases& bases, RegisterImage& r) {
  const auto strtab = With<"RA">(Value<Reg::STRTAB_BASE>(), 1);
  r.Put<Reg::STRTAB_BASE>(WithAddr<"ADDR">(strtab, Word<64>(bases.stream_table)));
  r.Put<Reg::STRTAB_BASE_CFG>(StrtabBaseCfg(s.stream_table));
  const auto cmdq =
      With<"LOG2SIZE">(With<"RA">(Value<Reg::CMDQ_BASE>(), 1), Word<5>(kCommandQueueLog2));
  r.Put<Reg::CMDQ_BASE>(WithAddr<"ADDR">(cmdq, Word<64>(bases.command_queue)));
  const auto eventq =
      With<"LOG2SIZE">(With<"WA">(Value<Reg::EVENTQ_BASE>(), 1), Word<5>(kEventQueueLog2));
  r.Put<Reg::EVENTQ_BASE>(WithAddr<"ADDR">(eventq, Word<64>(bases.event_queue)));
}

}  // namespace

RegisterImage RenderRegisters(const Scenario& scenario, const TableBases& bases) {
  RegisterImage r;
  PutIdRegisters(scenario.smmu, r);
  PutControl(scenario, r);
  PutTables(scenario, bases, r);
  return r;
}

}  // namespace quiesce
