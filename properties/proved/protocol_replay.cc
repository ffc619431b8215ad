#include "properties/proved/protocol_replay.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/protocol/simulation.h"
#include "model/smmu/fixed_choices.h"
#include "properties/handover/example.h"
#include "properties/proved/termination.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kAbortSteWord = 0x1;   ///< V = 1, Config = abort
constexpr std::uint64_t kBypassSteWord = 0x9;  ///< V = 1, Config = bypass

bool Takes(const ProtocolTrace& trace, std::string_view action) {
  return std::ranges::find(trace.steps, action, &ProtocolStep::action) != trace.steps.end();
}

/// Actions without a cause that this file knows.
bool Unknown(const ProtocolTrace& trace) {
  const bool rewritten = Takes(trace, "rewritten by somebody");
  return Takes(trace, "RMR bypass") || (Takes(trace, "fresh level 2 table") && !rewritten);
}

/// The StreamID whose STE is also that of kSidA once their level 1 descriptors are alike.
constexpr std::uint32_t kSharedSid = kSidA + 0x100;

/// No STE is there for it: the table of the example ends before.
constexpr std::uint32_t kSidOutside = 0x1000;

/// DMA of a new domain stalls: the devices here ask for nothing that is not mapped.
bool StallsAnew(const ProtocolTrace& trace) {
  return std::ranges::any_of(trace.steps, [](const ProtocolStep& s) {
    if (s.action != "stalls") return false;
    const ProtocolStream<Concrete>& t = s.after.streams[static_cast<std::size_t>(s.stream)];
    return (t.quiesced || !Has(t, SteClass::kOld)).raw();
  });
}

/// The lemma (stream_lemmas.h) that no crash is so for this driver; empty if there is none.
std::string_view ExcludedBy(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  const Variant& v = question.variant;
  std::string_view lemma;
  for (const ProtocolStream<Concrete>& s : trace.crash.streams) {
    const bool live = (s.succeeds && trace.crash.enabled).raw();
    if (live && s.l1_empty && v.empty_l1 == kNewestVariant.empty_l1) lemma = "LIVE-FOUND";
    if (live && !s.defers && v.deferral == kNewestVariant.deferral) lemma = "DEFERS-IFF-LIVE";
    if (!s.id_found && v.reserves_ids && v.s1fmt_needs_substreams) lemma = "IDS-FOUND";
  }
  return lemma;
}

/// Why the driver gives up: a write of CR0 that it does not see acknowledged, or something later.
InjectedFault FaultOf(const ProtocolTrace& trace) {
  bool acknowledged = true;
  unsigned writes = 0;
  for (const ProtocolStep& step : trace.steps) {
    if (step.action == "give up: CR0 := 0") break;
    writes += step.action.starts_with("CR0 :=") || step.action.starts_with("CR0.") ? 1 : 0;
    acknowledged = (step.after.cr0 == step.after.ack).raw();
  }
  if (acknowledged || writes == 0) return {FaultPoint::kRegisterSysfs, 0};
  return {FaultPoint::kPollCr0, writes - 1};
}

/// The faults that make the driver give up; where GBPA is not seen to follow either, that is one,
/// too: the second poll of its write.
std::vector<InjectedFault> FaultsOf(const ProtocolTrace& trace) {
  std::vector<InjectedFault> faults = {FaultOf(trace)};
  unsigned writes = 0;
  bool pending = false;
  for (const ProtocolStep& step : trace.steps) {
    if (step.action == "give up: CR0 := 0" && pending) {
      faults.push_back({FaultPoint::kPollGbpa, 2 * writes - 1});
    }
    writes += step.action.find("GBPA.ABORT :=") != std::string_view::npos ? 1 : 0;
    pending = step.after.gbpa_update.raw();
  }
  return faults;
}

std::uint64_t SteOf(int stream, const HandOver& h) {
  return PlacesOf(h, stream == 0 ? kSidA : kSidB).ste;
}
DriverCall* ProbeOf(int stream, HandOver& h) {
  const auto its = std::ranges::find_if(h.calls, [&](const DriverCall& c) {
    return c.kind == CallKind::kProbeDevice && static_cast<int>(c.device) == stream;
  });
  return its == h.calls.end() ? nullptr : &*its;
}

/// A device whose stream aborts at the crash, and whose default domain is identity.
void MakeIdentity(int stream, HandOver& h) {
  h.words.push_back({SteOf(stream, h), kAbortSteWord});
  if (DriverCall* probe = ProbeOf(stream, h)) probe->domain = DomainKind::kIdentity;
}

/// One whose stream aborts at the crash, and for which its address is mapped before its driver has
/// reset it.
void MakeMappedEarly(int stream, HandOver& h) {
  h.words.push_back({SteOf(stream, h), kAbortSteWord});
  const DriverCall* const probe = ProbeOf(stream, h);
  if (probe == nullptr) return;
  const DriverCall map{.kind = CallKind::kMap,
                       .device = probe->device,
                       .iova = kIova,
                       .pa = h.pool.first + h.pool.bytes};
  h.calls.insert(h.calls.begin() + (probe - h.calls.data()) + 1, map);
}

/// The CD of the first stream takes the ASID that the next domain is about to get.
void MakeAsidChange(HandOver& h) {
  const std::uint64_t cd = PlacesOf(h, kSidA).cd_table;
  const std::uint64_t word = LowBits(WordAt(h, cd), 48) | std::uint64_t{3} << 48;
  h.schedule.actions.push_back({.when = {1, 0}, .kind = ActionKind::kCorrupt, .word = {cd, word}});
}

/// The first device's DMA faults, and its CD says that it stalls.
void MakeStalled(HandOver& h) {
  h.devices[0].in_flight = {{.stream_id = kSidA, .address = 0x2000'0000}};
}

/// A level 1 descriptor that nobody uses gets a Span that every version since v3 refuses.
void MakeToss(HandOver& h) {
  const std::uint64_t used[] = {PlacesOf(h, kSidA).l1std, PlacesOf(h, kSidB).l1std};
  std::uint64_t unused = used[0] & ~std::uint64_t{31};
  while (std::ranges::find(used, unused) != std::end(used)) unused += 8;
  h.words.push_back({unused, 0x4000'0000 | 5});
}

/// Both transactions of a device carry the address of its own data, already translated.
void MakeTranslated(std::size_t device, HandOver& h) {
  for (Transaction& t : h.devices[device].in_flight) {
    t.ats = AtsKind::kTranslated;
    t.address = 0x5000'0000 + device * 0x1'0000;
  }
}

bool Stalls(const ProtocolTrace& trace) {
  return Takes(trace, "stalls") ||
         (trace.crash.streams[0].stalled || trace.crash.streams[1].stalled).raw();
}

/// By a crash that the scan does not see through.
bool MissesIds(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  const auto& streams = trace.crash.streams;
  return question.invariant == Invariant::kFreshIds && question.variant.reserves_ids &&
         !(streams[0].id_found && streams[1].id_found).raw();
}

/// A single CD, and S1Fmt names the format of a table that is not there.
void MakeFormatOfOneCd(Scenario& s) { s.streams[0].cd_format = CdTableFormat::kTwoLevel64K; }

/// The second stream's level 1 descriptor names the level 2 table of the first.
void MakeSharedL2(Scenario& s) {
  s.streams[1] = Stage1Stream(kSharedSid, 2, 0x5001'0000);
  s.corruptions.push_back(AliasL1Std{kSharedSid, kSidA});
}

/// With the SMMU off each reads its own data.
void MakeUntranslated(HandOver& h) {
  for (std::size_t i = 0; i < h.devices.size(); ++i) {
    for (Transaction& t : h.devices[i].in_flight) t.address = 0x5000'0000 + i * 0x1'0000;
  }
}

void MakeStalling(Scenario& s) {
  constexpr unsigned kCdS = 44;
  s.smmu.stall_model = 0;
  s.corruptions.push_back(FlipCdBit{kSidA, 0, kCdS});
}

Scenario ScenarioFor(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  const Protocol<Concrete>& crash = trace.crash;
  Scenario s = ExampleScenario();
  if (crash.same_ste) MakeSharedL2(s);
  if (Stalls(trace)) MakeStalling(s);
  if (MissesIds(question, trace)) MakeFormatOfOneCd(s);
  // The one toss after which this driver keeps the option: the SMMU has no 2-level tables.
  const Variant& v = question.variant;
  const bool at_once = v.toss_clears_option && !v.missing_feature_clears_option;
  if (at_once && Takes(trace, "toss")) s.smmu.two_level_strtab = false;
  s.control.smmuen = crash.enabled.raw();
  // With VHE the driver sets CR2.E2H, and the example runs without.
  s.control.e2h = !crash.control_fits.raw();
  s.control.gbpa_abort = crash.gbpa_abort.raw();
  s.control.gerror = static_cast<std::uint32_t>(crash.gerror.raw());
  s.control.gerrorn = static_cast<std::uint32_t>(crash.gerrorn.raw());
  for (const ProtocolStream<Concrete>& stream : crash.streams) {
    s.smmu.ats = s.smmu.ats || stream.was_translated.raw();
  }
  return s;
}

void Rewrite(const ProtocolQuestion& question, const ProtocolStep& step, HandOver& h) {
  if (question.invariant == Invariant::kFreshIds) return MakeAsidChange(h);
  const auto i = static_cast<std::size_t>(step.stream);
  const NewEnds<Concrete> ends = EndsOf(step.after, step.after.streams[i]);
  const bool bypass = ends.untranslated.raw();
  h.schedule.actions.push_back({.when = {},
                                .kind = ActionKind::kCorrupt,
                                .word = {SteOf(step.stream, h), bypass ? kBypassSteWord : 0}});
}

/// When the driver had made each of its writes of CR0, and when it had seen it acknowledged.
class Cr0Moments final : public HandOverObserver {
 public:
  struct Write {
    std::uint64_t value;
    Moment written;
    std::optional<Moment> seen = {};
  };
  void Began(Bench& bench) override { bench_ = &bench; }
  void Took(Moment next, const Step& step) override {
    const auto* r = std::get_if<RegisterAccess>(&step);
    if (r == nullptr || bench_->another_agent) return;
    if (r->write && r->offset == SpecOf(Reg::CR0).offset) writes.push_back({r->value, next});
    const bool acknowledges = !r->write && r->offset == SpecOf(Reg::CR0ACK).offset;
    if (!acknowledges || writes.empty() || writes.back().seen) return;
    if (r->value == writes.back().value) writes.back().seen = next;
  }
  std::vector<Write> writes;

 private:
  const Bench* bench_ = nullptr;
};

std::vector<Cr0Moments::Write> Cr0WritesOf(const HandOver& h) {
  Cr0Moments moments;
  FixedChoices choices;
  Run(h, choices, &moments);
  return moments.writes;
}

/// Another agent writes CR0 once the driver has made `n` writes of it.
void RewriteCr0(unsigned n, std::uint64_t value, HandOver& h) {
  Moment when;
  if (n > 0) {
    const std::vector<Cr0Moments::Write> writes = Cr0WritesOf(h);
    if (writes.size() < n || !writes[n - 1].seen) return;
    when = *writes[n - 1].seen;
  }
  h.schedule.actions.push_back(
      {.when = when, .kind = ActionKind::kWriteRegister, .word = {SpecOf(Reg::CR0).offset, value}});
}

/// The update of GBPA that is under way is slower than that of CR0.
bool GbpaIsLate(const ProtocolTrace& trace) {
  const auto off = std::ranges::find(trace.steps, "give up: CR0 := 0", &ProtocolStep::action);
  return off != trace.steps.end() && off->after.gbpa_update.raw();
}
bool WritesCr0(const ProtocolStep& step) {
  return step.action.starts_with("CR0 :=") || step.action.starts_with("CR0.");
}
/// SMMUEN takes effect right after the write with which the probe gives up, whichever it is of the
/// updates that are under way.
void MakeGbpaLate(const ProtocolQuestion& question, const ProtocolTrace& trace,
                  ConcreteCause& cause) {
  constexpr unsigned kMostUpdates = 8;
  std::optional<Moment> gives_up;
  for (const Cr0Moments::Write& w : Cr0WritesOf(*cause.hand_over)) {
    if (w.value == 0 && w.written.call == 0) gives_up = w.written;
  }
  if (!gives_up) return;
  cause.hand_over->schedule.actions.push_back({.when = *gives_up, .kind = ActionKind::kStepUpdate});
  for (unsigned n = 1; n <= kMostUpdates; ++n) {
    cause.choices = {{ChoicePoint::kUpdateInstant, n}};
    if (Replay(question, trace, cause).empty()) return;
  }
}

/// A third device, whose StreamID lies outside of the table: it comes first, or once the others are
/// taken. Then one of these asks for its page again.
void MakeRefused(bool taken, HandOver& h) {
  h.devices.push_back({.sids = {kSidOutside}});
  const DriverCall refused{.kind = CallKind::kProbeDevice,
                           .device = static_cast<unsigned>(h.devices.size() - 1)};
  if (!taken) {
    h.calls.insert(h.calls.begin() + 1, refused);
    return;
  }
  const DriverCall last = h.calls.back();
  h.calls.push_back(refused);
  h.calls.push_back(last);
}

/// Everything that the steps of the run are caused by, one by one.
void AddCauses(const ProtocolQuestion& question, const ProtocolTrace& trace, HandOver& h) {
  unsigned writes = 0;
  for (const ProtocolStep& step : trace.steps) {
    writes += WritesCr0(step) ? 1 : 0;
    if (step.action == "rewritten by somebody") Rewrite(question, step, h);
    if (step.action == "CR0 rewritten by somebody") RewriteCr0(writes, step.after.cr0.raw(), h);
    if (step.action == "STE := bypass") MakeIdentity(step.stream, h);
    const bool maps = step.action == "STE := the new domain" && step.stream >= 0;
    const auto i = static_cast<std::size_t>(maps ? step.stream : 0);
    if (maps && trace.crash.streams[i].mapped_early) MakeMappedEarly(step.stream, h);
  }
}

HandOver Caused(const ProtocolQuestion& question, const ProtocolTrace& trace,
                const Scenario& scenario) {
  HandOver h = Example(scenario);
  if (trace.crash.same_ste) {
    h.devices.push_back(BusyDevice(kSharedSid));
    h.calls = FullPlan(h);
  }
  if (Stalls(trace)) MakeStalled(h);
  if (!trace.crash.enabled) MakeUntranslated(h);
  // Who is taken first gets the first ID, which is that of the other.
  if (question.invariant == Invariant::kFreshIds) h.calls = PlanStartingWith(h, 1);
  h.config.variant = question.variant;
  h.config.policy = question.policy;
  h.config.platform.coherent = trace.crash.coherent.raw();
  for (std::size_t i = 0; i < 2; ++i) {
    if (trace.crash.streams[i].was_translated) MakeTranslated(i, h);
  }
  if (Takes(trace, "toss") && !trace.crash.same_ste) MakeToss(h);
  if (Takes(trace, "give up: CR0 := 0")) h.schedule.faults = FaultsOf(trace);
  AddCauses(question, trace, h);
  if (Takes(trace, "a device is refused: CR0 := 0")) {
    MakeRefused(Takes(trace, "STE := the new domain"), h);
  }
  const bool failure = Takes(trace, "service failure");
  if (Takes(trace, "stop: CR0 := 0")) {
    h.calls = {{.kind = CallKind::kProbe},
               {.kind = failure ? CallKind::kIrq : CallKind::kShutdown}};
  }
  if (failure) {
    h.schedule.actions.push_back({.when = {1, 0}, .kind = ActionKind::kFailService});
  }
  return h;
}

/// The crashed kernel's tables lie in memory that the next kernel's driver takes for its own: the
/// first place from which the invariant is violated.
std::optional<HandOver> OverlappingHandOver(const ProtocolQuestion& question,
                                            const ProtocolTrace& trace, Scenario scenario) {
  constexpr std::uint64_t kStep = 0x4000;
  constexpr unsigned kPlaces = 16;
  const std::uint64_t pool = Example().pool.first;
  for (unsigned i = 0; i < kPlaces; ++i) {
    scenario.table_base = pool + i * kStep;
    const HandOver h = Caused(question, trace, scenario);
    if (Replay(question, trace, {h, ""}).empty()) return h;
  }
  return std::nullopt;
}

/// Or an L2 table is the L1 table, and a descriptor that the driver writes is an STE.
std::optional<HandOver> OverL1(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  HandOver h = L2IsL1();
  h.config.variant = question.variant;
  h.config.policy = question.policy;
  return Replay(question, trace, {h, ""}).empty() ? std::optional(h) : std::nullopt;
}

/// A device of the same bus comes. Its L1STD is empty when the driver reads it, and live again
/// before the driver writes: the first moment at which the invariant is violated.
std::optional<HandOver> EmptyForAMoment(const ProtocolQuestion& question,
                                        const ProtocolTrace& trace, HandOver h) {
  constexpr unsigned kMostReads = 8;
  const auto fresh = std::ranges::find(trace.steps, "fresh level 2 table", &ProtocolStep::action);
  const std::uint32_t sid = fresh->stream == 0 ? kSidA : kSidB;
  const std::uint64_t l1std = PlacesOf(h, sid).l1std;
  h.devices.push_back({.sids = {sid + 1}});
  const DriverCall comes{.kind = CallKind::kProbeDevice,
                         .device = static_cast<unsigned>(h.devices.size() - 1)};
  h.calls.insert(h.calls.begin() + 1, comes);
  const Action empties{.when = {0, 0}, .kind = ActionKind::kCorrupt, .word = {l1std, 0}};
  for (unsigned reads = 1; reads <= kMostReads; ++reads) {
    const Action restores{
        .when = {1, reads}, .kind = ActionKind::kCorrupt, .word = {l1std, WordAt(h, l1std)}};
    h.schedule.actions = {empties, restores};
    if (Replay(question, trace, {h, ""}).empty()) return h;
  }
  return std::nullopt;
}

}  // namespace

ConcreteCause HandOverFor(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  const ConcreteCause unknown = {std::nullopt, "no concrete cause of this run is known here"};
  const std::string_view lemma = ExcludedBy(question, trace);
  if (!lemma.empty()) return {std::nullopt, "no crash is so: " + std::string(lemma)};
  if (Unknown(trace) || StallsAnew(trace) || !question.without_action.empty()) return unknown;
  const bool rewritten = Takes(trace, "CR0 rewritten by somebody");
  if (rewritten && question.invariant == Invariant::kUpdateProtocol) {
    return {std::nullopt, "in the world another agent's write of CR0 is over at once"};
  }
  const Scenario scenario = ScenarioFor(question, trace);
  ConcreteCause cause = {Caused(question, trace, scenario), ""};
  if (Takes(trace, "another entry over the STE")) {
    cause.hand_over = OverlappingHandOver(question, trace, scenario);
    if (!cause.hand_over) cause.hand_over = OverL1(question, trace);
  }
  if (Takes(trace, "fresh level 2 table")) {
    cause.hand_over = EmptyForAMoment(question, trace, std::move(*cause.hand_over));
  }
  const Variant& v = question.variant;
  if (!cause.hand_over && v.l2_outside_l1 && v.l2_pointers_distinct) {
    return {std::nullopt,
            "tables that overlap are tossed; no lemma excludes what else may lie there"};
  }
  if (!cause.hand_over) return unknown;
  if (GbpaIsLate(trace)) MakeGbpaLate(question, trace, cause);
  return cause;
}

std::string Replay(const ProtocolQuestion& question, const ProtocolTrace& trace,
                   const ConcreteCause& cause) {
  Simulation simulation;
  FixedChoices choices;
  for (const auto& [point, alternative] : cause.choices) choices.Set(point, alternative);
  const HandOverResult result = Run(*cause.hand_over, choices, &simulation);
  if (const auto& m = simulation.mismatch())
    return "the world does something else: " + Describe(*m);
  const std::string id(SpecOf(question.invariant).id);
  if (!result.Violates(question.invariant)) return id + " is not violated in the world";
  if (!simulation.Broke(question.invariant)) return id + " is not broken in the protocol";
  bool by_somebody = false;  // whose write of CR0 is over at once
  for (const ProtocolStep& step : trace.steps) {
    by_somebody = step.action.ends_with("by somebody") || (by_somebody && IsUpdate(step.action));
    const bool follows = step.stream < 0 && !by_somebody;
    if (follows && !simulation.taken().contains(step.action)) {
      return "the world never takes: " + std::string(step.action);
    }
  }
  return "";
}

}  // namespace quiesce
