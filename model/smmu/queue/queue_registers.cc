#include "model/smmu/queue/queue_registers.h"

namespace quiesce {
namespace {

Bits<Concrete, 5> LargestLog2Size(QueueId id, const RegisterImage& registers) {
  const auto idr1 = registers.Get<Reg::IDR1>();
  switch (id) {
    case QueueId::kCommand:
      return Get<"CMDQS">(idr1);
    case QueueId::kEvent:
      return Get<"EVENTQS">(idr1);
    case QueueId::kPri:
      break;
  }
  return Get<"PRIQS">(idr1);
}

}  // namespace

Bits<Concrete, 5> EffectiveLog2Size(QueueId id, const RegisterImage& registers) {
  const Bits<Concrete, 5> log2size(registers.Read(SpecOf(id).base));
  return EffectiveLog2Size(log2size, LargestLog2Size(id, registers));
}

QueueState StateOf(QueueId id, const RegisterImage& registers) {
  const QueueSpec spec = SpecOf(id);
  const Bits<Concrete, 5> qs = EffectiveLog2Size(id, registers);
  // The three *_BASE registers hold ADDR at the same place.
  const RegisterRecord<Concrete, Reg::CMDQ_BASE> base(
      Bits<Concrete, 64>(registers.Read(spec.base)));
  const Bits<Concrete, 64> addr = Addr<"ADDR">(base) & LowMask<64>(CapsOf(registers).oas);
  return {EffectiveBase(addr, qs, spec.entry_log2).raw(), qs,
          QueueIndex<Concrete>(registers.Read(spec.prod)),
          QueueIndex<Concrete>(registers.Read(spec.cons)), spec.entry_log2};
}

}  // namespace quiesce
