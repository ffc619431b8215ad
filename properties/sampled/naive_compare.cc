#include "properties/sampled/naive_compare.h"

#include <algorithm>
#include <sstream>

namespace quiesce {
namespace {

EventType TypeOf(naive::FaultKind kind) {
  switch (kind) {
    case naive::FaultKind::kTranslation:
      return EventType::F_TRANSLATION;
    case naive::FaultKind::kAddressSize:
      return EventType::F_ADDR_SIZE;
    case naive::FaultKind::kAccessFlag:
      return EventType::F_ACCESS;
    case naive::FaultKind::kPermission:
      return EventType::F_PERMISSION;
    case naive::FaultKind::kExternalAbort:
      break;
  }
  return EventType::F_WALK_EABT;
}

AccessKind KindOf(naive::Direction d) {
  if (d == naive::Direction::kRead) return AccessKind::kRead;
  return d == naive::Direction::kWrite ? AccessKind::kWrite : AccessKind::kAtomic;
}

// The event that an outcome of the oracle has to be recorded as (IHI 0070 G.b 7.3.12 to 7.3.16).
Event EventOf(const naive::Outcome& o, const naive::Access& a) {
  Event e;
  e.type = TypeOf(o.kind);
  e.s2 = o.stage == 2;
  e.event_class = static_cast<EventClass>(o.fault_class);
  e.input_address = a.address;
  e.rnw = o.rnw;
  e.pnu = a.privileged;
  e.ind = a.direction == naive::Direction::kRead && a.instruction;
  if (o.kind == naive::FaultKind::kExternalAbort) {
    e.fetch_address = o.fetch_address;
  } else if (o.stage == 2) {
    e.ipa = o.ipa >> 12 << 12;
  }
  e.ttrnw = o.kind == naive::FaultKind::kPermission && e.event_class == EventClass::kTt &&
            !o.descriptor_write;
  return e;
}

UpdateSum UpdatesOf(const naive::Outcome& o) {
  UpdateSum all;
  for (const naive::Update& u : o.updates) all.Add(u.stage, u.pa, u.before, u.after);
  return all;
}

bool Agrees(const Outcome& model, const naive::Outcome& o, const naive::Access& a, bool v3_0) {
  if (o.ok) return model.verdict == Verdict::kComplete && model.address == o.pa && !model.event;
  if (model.verdict != Verdict::kAbort || !model.event) return false;
  Event expected = EventOf(o, a);
  // In SMMUv3.0 the RnW of an atomic access without read permission is IMPLEMENTATION DEFINED.
  if (v3_0 && a.direction == naive::Direction::kAtomic) expected.rnw = model.event->rnw;
  return *model.event == expected;
}

std::string Describe(const Event& e) {
  std::ostringstream s;
  s << std::hex << "event 0x" << static_cast<int>(e.type) << " S2=" << e.s2
    << " CLASS=" << static_cast<int>(e.event_class) << " RnW=" << e.rnw << " PnU=" << e.pnu
    << " InD=" << e.ind << " TTRnW=" << e.ttrnw << " IPA=0x" << e.ipa << " FetchAddr=0x"
    << e.fetch_address << " InputAddr=0x" << e.input_address;
  return s.str();
}

naive::Outcomes AfterCdFetch(naive::Outcomes all, const naive::Outcome& cd) {
  for (naive::Outcome& o : all) {
    if (o.ok) o.updates.insert(o.updates.end(), cd.updates.begin(), cd.updates.end());
  }
  return all;
}

}  // namespace

Transaction TransactionOf(const naive::Access& a) {
  Transaction t;
  t.address = a.address;
  t.access = KindOf(a.direction);
  t.privileged = a.privileged;
  t.instruction = a.instruction;
  return t;
}

std::string UpdateSum::ToText() const {
  std::ostringstream s;
  for (const auto& [where, change] : changes_) {
    s << " stage " << where.first << std::hex << " PA 0x" << where.second << " +0x" << change.set
      << " -0x" << change.cleared << std::dec;
  }
  return s.str();
}

naive::Outcomes Permitted(const naive::RandomTables& t, const naive::Access& a) {
  const naive::Config& c = t.drawn.config;
  const naive::ReadMemory memory = naive::Reader(t.memory);
  if (c.stage1 && c.stage2) {
    const naive::Outcome cd = naive::TranslateCdAddress(c, t.cd_address, a, memory);
    if (!cd.ok) return {cd};
    return AfterCdFetch(naive::Translate(c, a, memory), cd);
  }
  return naive::Translate(c, a, memory);
}

bool AgreesWithOne(const Outcome& model, const UpdateSum& updates, const naive::Outcomes& permitted,
                   const naive::Access& a, bool v3_0) {
  return std::any_of(permitted.begin(), permitted.end(), [&](const naive::Outcome& o) {
    return Agrees(model, o, a, v3_0) && (!o.ok || updates == UpdatesOf(o));
  });
}

std::string DescribeWithEvent(const Outcome& model) {
  if (model.event) return Describe(*model.event);
  std::ostringstream s;
  s << "verdict " << static_cast<int>(model.verdict) << std::hex << " address 0x" << model.address;
  return s.str();
}

std::string Describe(const naive::Outcomes& all, const naive::Access& a) {
  std::ostringstream s;
  for (const naive::Outcome& o : all) {
    if (o.ok) {
      s << "PA 0x" << std::hex << o.pa << UpdatesOf(o).ToText() << "\n";
    } else {
      s << Describe(EventOf(o, a)) << " level " << std::dec << o.level << "\n";
    }
  }
  return s.str();
}

}  // namespace quiesce
