// The model's Translate() and the naive oracle agree on every drawn walk: outcome, output address,
// and every architected field of the event. Where the architecture permits several orders of
// faults, the model gives one of the permitted outcomes. For a completed access they also agree on
// the descriptors that hardware has to update; for a faulting one that is mostly up to the
// implementation, and not compared.
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <utility>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/translate.h"
#include "properties/sampled/naive_encoding.h"

namespace quiesce {
namespace {

constexpr unsigned kShards = 4;
constexpr unsigned kWalksPerShard = 250'000;
constexpr unsigned kWalksPerTables = 64;

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

Transaction TransactionOf(const naive::Access& a) {
  Transaction t;
  t.address = a.address;
  t.access = KindOf(a.direction);
  t.privileged = a.privileged;
  t.instruction = a.instruction;
  return t;
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

// What all updates of one access do to each descriptor, by stage and PA. The order and the number
// of the updates are up to the implementation.
class Updates : public NoObserver {
 public:
  void Updated(const DescriptorUpdate& u) {
    Add(static_cast<int>(u.stage), u.address, u.before, u.after);
  }
  void Add(int stage, std::uint64_t pa, std::uint64_t before, std::uint64_t after) {
    Change& change = changes_[{stage, pa}];
    change.set |= after & ~before;
    change.cleared |= before & ~after;
  }
  void Clear() { changes_.clear(); }
  friend bool operator==(const Updates& a, const Updates& b) { return a.changes_ == b.changes_; }

  std::string ToText() const {
    std::ostringstream s;
    for (const auto& [where, change] : changes_) {
      s << " stage " << where.first << std::hex << " PA 0x" << where.second << " +0x" << change.set
        << " -0x" << change.cleared << std::dec;
    }
    return s.str();
  }

 private:
  struct Change {
    std::uint64_t set = 0;
    std::uint64_t cleared = 0;
    friend bool operator==(const Change&, const Change&) = default;
  };
  std::map<std::pair<int, std::uint64_t>, Change> changes_;
};

Updates UpdatesOf(const naive::Outcome& o) {
  Updates all;
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

std::string Describe(const Outcome& model) {
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

naive::Outcomes AfterCdFetch(naive::Outcomes all, const naive::Outcome& cd) {
  for (naive::Outcome& o : all) {
    if (o.ok) o.updates.insert(o.updates.end(), cd.updates.begin(), cd.updates.end());
  }
  return all;
}

// What the oracle permits for one transaction, the fetch of its CD included.
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

class NaiveAgreement : public testing::TestWithParam<unsigned> {
 protected:
  // Draws until the structures fit in beside the tables.
  RegisterImage Draw() {
    for (;;) {
      naive::DrawTables(++seed_, tables_);
      naive::SplitMix random(~seed_);
      if (const std::optional<RegisterImage> r = PlaceStructures(tables_, random)) return *r;
    }
  }

  void CompareWalks(const RegisterImage& registers) {
    const SmmuView smmu = View(registers, tables_.memory);
    FixedChoices choices{{ChoicePoint::kRes64kDescriptorHigh,
                          tables_.drawn.config.smmu.res0_15_12_faults ? 1u : 0u}};
    naive::SplitMix random(seed_ ^ 0x5555'5555'5555'5555);
    for (unsigned i = 0; i < kWalksPerTables && !HasFailure(); ++i) {
      const naive::Access access = DrawAccess(tables_, random);
      updates_.Clear();
      const Outcome model = Translate(smmu, TransactionOf(access), choices, updates_);
      Compare(model, Permitted(tables_, access), access);
    }
  }

  void Compare(const Outcome& model, const naive::Outcomes& permitted,
               const naive::Access& access) {
    completed_ += permitted.front().ok;
    for (const naive::Outcome& o : permitted) {
      if (!Agrees(model, o, access, tables_.drawn.v3_0)) continue;
      if (o.ok && !(updates_ == UpdatesOf(o))) break;
      return;
    }
    ADD_FAILURE() << "seed " << seed_ << "\nmodel  " << Describe(model) << updates_.ToText()
                  << "\noracle " << Describe(permitted, access);
  }

  naive::RandomTables tables_;
  Updates updates_;
  std::uint64_t seed_ = 0;
  unsigned completed_ = 0;
};

TEST_P(NaiveAgreement, OnDrawnWalks) {
  seed_ = std::uint64_t{GetParam()} << 32;
  for (unsigned walks = 0; walks < kWalksPerShard && !HasFailure(); walks += kWalksPerTables) {
    CompareWalks(Draw());
  }
  EXPECT_GT(completed_, kWalksPerShard / 5) << "the tables are not worth comparing";
}

INSTANTIATE_TEST_SUITE_P(Shards, NaiveAgreement, testing::Range(0u, kShards));

}  // namespace
}  // namespace quiesce
