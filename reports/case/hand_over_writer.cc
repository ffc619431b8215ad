#include "absl/strings/str_format.h"
#include "reports/case/case_names.h"
#include "reports/case/hand_over_lines.h"
#include "reports/case/hand_over_words.h"
#include "reports/case/transaction_text.h"

namespace quiesce {
namespace {

void AppendKernel(const DriverConfig& config, std::string& out) {
  const DriverConfig usual;
  absl::StrAppendFormat(&out, "policy: %s\n", config.policy.name);
  if (config.kdump != usual.kdump) out += "kernel: kdump = no\n";
  if (config.poll_intervals != usual.poll_intervals) {
    absl::StrAppendFormat(&out, "kernel: poll_intervals = %d\n", config.poll_intervals);
  }
  if (config.max_queue_log2 != usual.max_queue_log2) {
    absl::StrAppendFormat(&out, "kernel: max_queue_log2 = %d\n", config.max_queue_log2);
  }
}

void AppendPlaces(const HandOver& plan, std::string& out) {
  if (plan.sound_image) out += "sound-image: yes\n";
  for (const AddressMap::Entry& e : plan.map.entries()) {
    absl::StrAppendFormat(&out, "map: %s 0x%x 0x%x\n", WordFor(kOwnerWords, e.owner), e.range.first,
                          e.range.bytes);
  }
  if (plan.pool.bytes != 0) {
    absl::StrAppendFormat(&out, "pool: 0x%x 0x%x\n", plan.pool.first, plan.pool.bytes);
  }
  if (plan.on_abort != AbortConsequence::kNone) {
    absl::StrAppendFormat(&out, "on-abort: %s\n", WordFor(kConsequenceWords, plan.on_abort));
  }
}

void AppendDevices(const HandOver& plan, std::string& out) {
  for (std::size_t i = 0; i < plan.devices.size(); ++i) {
    const HandOverDevice& device = plan.devices[i];
    out += "device:";
    for (const std::uint32_t sid : device.sids) absl::StrAppendFormat(&out, " 0x%x", sid);
    out += device.marked_quiesced ? " quiesced\n" : "\n";
    for (const Transaction& t : device.in_flight) {
      absl::StrAppendFormat(&out, "in-flight: %d %s\n", i, TransactionText(t));
    }
  }
  for (const WarmEntry& entry : plan.caches) {
    absl::StrAppendFormat(&out, "cached: %s", TransactionText(entry.transaction));
    if (!entry.then.empty()) out += " then";
    for (const MemoryWord& w : entry.then) absl::StrAppendFormat(&out, " 0x%x=0x%x", w.pa, w.value);
    out += '\n';
  }
}

void AppendAction(const Action& a, std::string& out) {
  absl::StrAppendFormat(&out, "action: %d.%d %s", a.when.call + 1, a.when.step,
                        WordFor(kActionWords, a.kind));
  if (a.kind == ActionKind::kDma) absl::StrAppendFormat(&out, " %d.%d", a.device, a.n);
  if (a.kind == ActionKind::kCorrupt || a.kind == ActionKind::kWriteRegister) {
    absl::StrAppendFormat(&out, " 0x%x=0x%x", a.word.pa, a.word.value);
  }
  out += '\n';
}

void AppendSchedule(const Schedule& schedule, std::string& out) {
  if (!schedule.dma_at_changes) out += "dma-at-changes: no\n";
  if (schedule.commands_at_steps) out += "commands-at-steps: yes\n";
  for (const Action& a : schedule.actions) AppendAction(a, out);
  for (const InjectedFault& f : schedule.faults) {
    absl::StrAppendFormat(&out, "fault: %s %d\n", NameOf(f.point), f.nth);
  }
  if (schedule.failing_step) {
    absl::StrAppendFormat(&out, "failing-step: %d\n", *schedule.failing_step);
  }
}

}  // namespace

void AppendHandOver(const CaseHandOver& h, std::string& out) {
  AppendKernel(h.plan.config, out);
  AppendPlaces(h.plan, out);
  AppendDevices(h.plan, out);
  AppendSchedule(h.plan.schedule, out);
  for (const CasePick& p : h.picks) {
    absl::StrAppendFormat(&out, "pick: %s %d = %d\n", NameOf(p.point), p.nth, p.alternative);
  }
}

}  // namespace quiesce
