#include "properties/proved/protocol_replay.h"

#include <algorithm>
#include <array>

#include "model/protocol/simulation.h"
#include "model/smmu/fixed_choices.h"
#include "properties/handover/example.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kAbortSteWord = 0x1;   ///< V = 1, Config = abort
constexpr std::uint64_t kBypassSteWord = 0x9;  ///< V = 1, Config = bypass

bool Takes(const ProtocolTrace& trace, std::string_view action) {
  return std::ranges::find(trace.steps, action, &ProtocolStep::action) != trace.steps.end();
}

/// Actions without a cause that this file knows; and the world maps nothing early.
bool Unknown(const ProtocolTrace& trace) {
  constexpr std::array kUnknown = {
      std::string_view("another entry over the STE"), std::string_view("fresh level 2 table"),
      std::string_view("RMR bypass"), std::string_view("CR0 rewritten by somebody")};
  const bool mapped_early = std::ranges::any_of(
      trace.crash.streams, [](const ProtocolStream<Concrete>& s) { return s.mapped_early.raw(); });
  return mapped_early ||
         std::ranges::any_of(kUnknown, [&](std::string_view a) { return Takes(trace, a); });
}

/// The StreamID whose STE is also that of kSidA once their level 1 descriptors are alike.
constexpr std::uint32_t kSharedSid = kSidA + 0x100;

/// DMA of a new domain stalls: the devices here ask for nothing that is not mapped.
bool StallsAnew(const ProtocolTrace& trace) {
  return std::ranges::any_of(trace.steps, [](const ProtocolStep& s) {
    if (s.action != "stalls") return false;
    const ProtocolStream<Concrete>& t = s.after.streams[static_cast<std::size_t>(s.stream)];
    return (t.quiesced || !Has(t, SteClass::kOld)).raw();
  });
}

/// No crash is so: every live STE defers the attach with this deferral (ProtocolFacts).
bool Impossible(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  if (question.variant.deferral != kNewestVariant.deferral) return false;
  return std::ranges::any_of(trace.crash.streams, [](const ProtocolStream<Concrete>& s) {
    return (s.succeeds && !s.defers).raw();
  });
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

/// A device whose stream aborts at the crash, and whose default domain is identity.
void MakeIdentity(int stream, HandOver& h) {
  h.words.push_back({PlacesOf(h, stream == 0 ? kSidA : kSidB).ste, kAbortSteWord});
  for (DriverCall& c : h.calls) {
    const bool its = c.kind == CallKind::kProbeDevice && static_cast<int>(c.device) == stream;
    if (its) c.domain = DomainKind::kIdentity;
  }
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

void MakeStalling(Scenario& s) {
  constexpr unsigned kCdS = 44;
  constexpr unsigned kStallMax16 = 20;
  s.smmu.stall_model = 0;
  s.corruptions.push_back(FlipCdBit{kSidA, 0, kCdS});
  s.corruptions.push_back(FlipRegisterBit{Reg::IDR5, kStallMax16});
}

Scenario ScenarioFor(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  const Protocol<Concrete>& crash = trace.crash;
  Scenario s = ExampleScenario();
  if (crash.same_ste) MakeSharedL2(s);
  if (Stalls(trace)) MakeStalling(s);
  if (MissesIds(question, trace)) MakeFormatOfOneCd(s);
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
  const std::uint64_t ste = PlacesOf(h, step.stream == 0 ? kSidA : kSidB).ste;
  h.schedule.actions.push_back(
      {.when = {}, .kind = ActionKind::kCorrupt, .word = {ste, bypass ? kBypassSteWord : 0}});
}

}  // namespace

std::optional<HandOver> HandOverFor(const ProtocolQuestion& question, const ProtocolTrace& trace) {
  if (Unknown(trace) || !trace.crash.enabled || Impossible(question, trace)) return std::nullopt;
  if (!question.without_action.empty() || StallsAnew(trace)) return std::nullopt;
  if (MissesIds(question, trace) && question.variant.s1fmt_needs_substreams) return std::nullopt;
  HandOver h = Example(ScenarioFor(question, trace));
  if (trace.crash.same_ste) {
    h.devices.push_back(BusyDevice(kSharedSid));
    h.calls = FullPlan(h);
  }
  if (Stalls(trace)) MakeStalled(h);
  // Who is taken first gets the first ID, which is that of the other.
  if (question.invariant == Invariant::kFreshIds) h.calls = PlanStartingWith(h, 1);
  h.config.variant = question.variant;
  h.config.policy = question.policy;
  h.config.platform.coherent = trace.crash.coherent.raw();
  for (std::size_t i = 0; i < 2; ++i) {
    if (trace.crash.streams[i].was_translated) MakeTranslated(i, h);
  }
  if (Takes(trace, "toss")) MakeToss(h);
  if (Takes(trace, "give up: CR0 := 0")) h.schedule.faults = {FaultOf(trace)};
  for (const ProtocolStep& step : trace.steps) {
    if (step.action == "rewritten by somebody") Rewrite(question, step, h);
    if (step.action == "STE := bypass") MakeIdentity(step.stream, h);
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

std::string Replay(const ProtocolQuestion& question, const ProtocolTrace& trace,
                   const HandOver& hand_over) {
  Simulation simulation;
  FixedChoices choices;
  const HandOverResult result = Run(hand_over, choices, &simulation);
  if (const auto& m = simulation.mismatch()) return "the world does something else: " + m->text;
  const std::string id(SpecOf(question.invariant).id);
  if (!result.Violates(question.invariant)) return id + " is not violated in the world";
  if (!simulation.Broke(question.invariant)) return id + " is not broken in the protocol";
  for (const ProtocolStep& step : trace.steps) {
    if (step.stream < 0 && !simulation.taken().contains(step.action)) {
      return "the world never takes: " + std::string(step.action);
    }
  }
  return "";
}

}  // namespace quiesce
