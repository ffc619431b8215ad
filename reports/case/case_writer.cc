#include "absl/strings/str_format.h"
#include "reports/case/case_names.h"
#include "reports/case/case_text.h"
#include "reports/case/field_text.h"
#include "reports/case/hand_over_lines.h"
#include "reports/case/lemma_lines.h"

namespace quiesce {
namespace {

std::string YesNo(bool value) { return value ? "yes" : "no"; }

std::string ExpectationText(const Expectation& e) {
  if (e.violates.empty()) return "holds";
  std::string text = "violates " + e.violates;
  if (e.at_step) absl::StrAppendFormat(&text, " at step %d", *e.at_step);
  return text;
}

void AppendHeader(const Case& c, std::string& out) {
  absl::StrAppendFormat(&out, "quiesce-case 1\ntitle: %s\n", c.title);
  for (const std::string& note : c.notes) absl::StrAppendFormat(&out, "note: %s\n", note);
  for (const std::string& m : c.matters) absl::StrAppendFormat(&out, "matters: %s\n", m);
  if (c.hand_over) out += "kind: hand-over\n";
  if (c.lemma) AppendLemmaName(*c.lemma, out);
  absl::StrAppendFormat(&out, "variant: %s\n", c.variant);
  for (const VariantChange& change : c.changes) {
    absl::StrAppendFormat(&out, "change: %s = %s\n", change.field, change.value);
  }
  absl::StrAppendFormat(&out, "expect: %s\n", ExpectationText(c.expect));
  if (c.hand_over) {
    for (const CaseViolation& v : c.hand_over->also) {
      absl::StrAppendFormat(&out, "also: %s at step %d\n", SpecOf(v.invariant).id, v.step);
    }
  }
  if (c.expect.adoption) {
    absl::StrAppendFormat(&out, "adoption: %s", NameOf(*c.expect.adoption));
    if (c.expect.rule) absl::StrAppendFormat(&out, " %s", SpecOf(*c.expect.rule).id);
    out += '\n';
  }
}

void AppendRange(std::string_view name, const PhysicalRange& r, std::string& out) {
  absl::StrAppendFormat(&out, "platform: %s = 0x%x 0x%x\n", name, r.first, r.bytes);
}

/// What differs from the default platform.
void AppendPlatform(const Platform& p, std::string& out) {
  const Platform usual;
  for (const PlatformFlagName& f : kPlatformFlags) {
    if (p.*f.member == usual.*f.member) continue;
    absl::StrAppendFormat(&out, "platform: %s = %s\n", f.name, YesNo(p.*f.member));
  }
  if (p.dma_offset != usual.dma_offset) {
    absl::StrAppendFormat(&out, "platform: dma_offset = 0x%x\n", p.dma_offset);
  }
  if (p.l2_pool != usual.l2_pool) AppendRange("l2_pool", p.l2_pool, out);
  for (const PhysicalRange& r : p.system_ram) AppendRange("system_ram", r, out);
  for (const PhysicalRange& r : p.mmio) AppendRange("mmio", r, out);
  for (const std::uint16_t asid : p.asids_elsewhere) {
    absl::StrAppendFormat(&out, "platform: asid_elsewhere = %d\n", asid);
  }
  for (const std::uint32_t sid : p.rmr_sids) {
    absl::StrAppendFormat(&out, "platform: rmr_sid = 0x%x\n", sid);
  }
  for (const std::uint32_t sid : p.devices) {
    absl::StrAppendFormat(&out, "platform: device = 0x%x\n", sid);
  }
}

void AppendRegisters(const RegisterImage& registers, std::string& out) {
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const Reg reg = static_cast<Reg>(i);
    const std::uint64_t value = registers.Read(reg);
    const FormatSpec& format = *SpecOf(reg).format;
    for (const FieldText& f : NonZeroFields(format, std::span(&value, 1))) {
      absl::StrAppendFormat(&out, "%s.%s = %s", format.name, f.name, NumberText(f.value));
      if (!f.meaning.empty()) absl::StrAppendFormat(&out, "  # %s", f.meaning);
      out += '\n';
    }
  }
}

std::string TimesText(const MemoryItem& item) {
  return item.count == 1 ? "" : absl::StrFormat(" x%d", item.count);
}

void AppendItem(const MemoryItem& item, std::string& out) {
  if (item.format != nullptr) {
    absl::StrAppendFormat(&out, "%s @0x%x%s", item.format->name, item.address, TimesText(item));
    for (const FieldText& f : NonZeroFields(*item.format, item.words)) {
      absl::StrAppendFormat(&out, " %s=%s", f.name, NumberText(f.value));
    }
  } else if (!item.words.empty()) {
    absl::StrAppendFormat(&out, "words @0x%x%s", item.address, TimesText(item));
    for (const std::uint64_t word : item.words) absl::StrAppendFormat(&out, " 0x%x", word);
  } else {
    absl::StrAppendFormat(&out, "zeros @0x%x 0x%x", item.address, item.zero_bytes);
  }
  out += '\n';
}

void AppendStep(const CaseStep& step, std::string& out) {
  if (step.kind == CaseStep::Kind::kInsert) {
    absl::StrAppendFormat(&out, "step: insert sid=0x%x\n", step.sid);
    return;
  }
  absl::StrAppendFormat(&out, "step: dma sid=0x%x", step.sid);
  if (step.ssid) absl::StrAppendFormat(&out, " ssid=0x%x", *step.ssid);
  absl::StrAppendFormat(&out, " iova=0x%x %s\n", step.iova,
                        step.access == DmaAccess::kRead ? "R" : "W");
}

}  // namespace

std::string FormatCase(const Case& c) {
  std::string out;
  AppendHeader(c, out);
  AppendPlatform(c.platform, out);
  if (c.hand_over) AppendHandOver(*c.hand_over, out);
  for (const CaseChoice& choice : c.choices) {
    absl::StrAppendFormat(&out, "choice: %s = %d\n", NameOf(choice.point), choice.alternative);
  }
  out += '\n';
  AppendRegisters(c.registers, out);
  if (c.lemma) {
    if (!out.ends_with("\n\n")) out += '\n';
    AppendLemmaValues(*c.lemma, out);
    return out;
  }
  absl::StrAppendFormat(&out, "\nunmapped: %s\n",
                        c.unmapped == BusStatus::kAbort ? "abort" : "not-captured");
  for (const MemoryItem& item : c.memory) AppendItem(item, out);
  out += '\n';
  for (const CaseStep& step : c.steps) AppendStep(step, out);
  if (c.hand_over) {
    for (const DriverCall& call : c.hand_over->plan.calls) {
      absl::StrAppendFormat(&out, "step: %s\n", DriverCallText(call));
    }
  }
  return out;
}

}  // namespace quiesce
