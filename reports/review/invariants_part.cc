// Each invariant with its statement, sources, status, evidence, assumptions, last counterexample.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/export/escape_markdown.h"
#include "reports/record/matrix_view.h"
#include "reports/review/packet.h"

namespace quiesce {
namespace {

struct Evidenced {
  std::vector<const KnownCase*> findings;  ///< of the newest driver
  std::vector<const KnownCase*> others;    ///< of older versions, bugs and mutants
  const MatrixCellRecord* newest = nullptr;
  std::vector<const ProofRecord*> proofs;
  std::vector<const PropertyRecord*> properties;
  std::vector<const Hunt*> hunts;
};

Evidenced EvidenceOf(std::string_view id, std::span<const KnownCase> cases,
                     const std::optional<RunRecord>& record) {
  Evidenced e;
  for (const KnownCase& k : cases) {
    if (k.Violates(id)) (k.IsFinding() ? e.findings : e.others).push_back(&k);
  }
  if (!record) return e;
  for (const MatrixRowRecord& row : record->matrix) {
    if (row.kind == "variant" && row.name == kNewestVariant.name) e.newest = FindCell(row, id);
  }
  for (const ProofRecord& p : record->proofs) {
    if (p.invariant == id) e.proofs.push_back(&p);
  }
  for (const PropertyRecord& p : record->properties) {
    if (p.invariant == id) e.properties.push_back(&p);
  }
  for (const Hunt& h : record->hunts) {
    if (h.invariant == id) e.hunts.push_back(&h);
  }
  return e;
}

bool IsProvedOfNewest(const ProofRecord* p) {
  return p->result == Result::kProved && p->variant == kNewestVariant.name;
}

std::uint64_t JudgedOf(const MatrixCellRecord& cell) {
  return cell.clean.judged + cell.corrupted.judged;
}

std::string StatusOf(const Evidenced& e) {
  const bool in_matrix =
      e.newest != nullptr && (StateOf(*e.newest) == CellState::kViolatedClean ||
                              StateOf(*e.newest) == CellState::kViolatedCorrupted);
  if (!e.findings.empty() || in_matrix) return "**violated by the newest driver**";
  if (std::ranges::any_of(e.proofs, IsProvedOfNewest)) return "proved of the newest driver";
  if (e.newest != nullptr && JudgedOf(*e.newest) > 0) return "held in every hand-over that was run";
  return "no case violates it with the newest driver; this record has nothing else";
}

std::string NamesOf(const std::vector<const KnownCase*>& cases) {
  std::string text;
  for (const KnownCase* k : cases) absl::StrAppend(&text, text.empty() ? "" : ", ", k->name);
  return text;
}

void AppendItem(std::string& text, std::string_view name, std::string_view value) {
  if (!value.empty())
    absl::StrAppendFormat(&text, "- %s:%s%s\n", name, value.starts_with('\n') ? "" : " ", value);
}

/// A list below an item.
std::string Listed(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) absl::StrAppend(&text, "\n  - ", line);
  return text;
}

std::string ProofsOf(const Evidenced& e) {
  std::vector<std::string> lines;
  for (const ProofRecord* p : e.proofs) {
    lines.push_back(absl::StrFormat("%s, %s: %s", NameOf(p->result), EscapeMarkdown(p->id),
                                    EscapeMarkdown(p->bounds)));
  }
  return Listed(lines);
}

std::string AssumptionsOf(const Evidenced& e) {
  std::vector<std::string> used;
  for (const ProofRecord* p : e.proofs) {
    for (const Assumption& a : p->assumptions) {
      if (a.used && std::ranges::find(used, a.statement) == used.end()) used.push_back(a.statement);
    }
  }
  std::string text;
  for (const std::string& a : used) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", EscapeMarkdown(a));
  }
  return text;
}

std::string SampledOf(const Evidenced& e) {
  std::vector<std::string> lines;
  if (e.newest != nullptr) lines.push_back(EscapeMarkdown(LongText(*e.newest)));
  for (const PropertyRecord* p : e.properties) {
    lines.push_back(absl::StrFormat("%s in %u cases, %s of %s", NameOf(p->result), p->cases,
                                    EscapeMarkdown(p->id), EscapeMarkdown(p->variant)));
  }
  return Listed(lines);
}

/// Who violates it, and how soon that is found with nothing but drawn hand-overs.
std::string HuntedOf(const Evidenced& e) {
  std::set<std::string> targets;
  std::uint64_t found = 0;
  std::uint64_t cases = 0;
  for (const Hunt* h : e.hunts) {
    targets.insert(h->target);
    found += h->found ? 1 : 0;
    if (h->found) cases = std::max(cases, h->cases);
  }
  if (targets.empty()) return "";
  return absl::StrFormat(
      "versions, bugs and mutants that violate it: %u; hunts that found theirs: %u of %u, within "
      "%u "
      "drawn hand-overs",
      targets.size(), found, e.hunts.size(), cases);
}

/// The finding that comes first, else what the record saw, else another driver's case.
std::string CounterexampleOf(const Evidenced& e) {
  const auto of = [](const KnownCase& k) {
    return absl::StrFormat("`%s`: %s (%s)", k.name, EscapeMarkdown(k.Title()),
                           EscapeMarkdown(k.Expectation()));
  };
  if (!e.findings.empty()) return of(*e.findings.back());
  if (e.newest != nullptr && !e.newest->first.empty()) return EscapeMarkdown(e.newest->first);
  return e.others.empty() ? "none" : "of another driver, " + of(*e.others.back());
}

std::string EntryOf(const RuleSpec& spec, const Evidenced& e, bool with_record) {
  std::string text = absl::StrFormat("### %s\n\n%s\n\n", spec.id, EscapeMarkdown(spec.text));
  AppendItem(text, "source", EscapeMarkdown(spec.source));
  AppendItem(text, "status", StatusOf(e));
  AppendItem(text, "cases that violate it",
             absl::StrFormat("%u of the newest driver, %u of older versions, bugs and mutants",
                             e.findings.size(), e.others.size()));
  AppendItem(text, "findings", EscapeMarkdown(NamesOf(e.findings)));
  if (with_record) {
    const std::string sampled = SampledOf(e), proofs = ProofsOf(e);
    AppendItem(text, "sampled", sampled.empty() ? "not by this record" : sampled);
    AppendItem(text, "hunted from scratch", HuntedOf(e));
    AppendItem(text, "proofs", proofs.empty() ? "none in this record" : proofs);
    AppendItem(text, "assumptions in the cores", AssumptionsOf(e));
  }
  AppendItem(text, "last counterexample", CounterexampleOf(e));
  return text + "\n";
}

}  // namespace

std::string InvariantsPart(std::span<const KnownCase> cases,
                           const std::optional<RunRecord>& record) {
  std::string text = "## Invariants\n\n";
  for (const RuleSpec& spec : kInvariants) {
    text += EntryOf(spec, EvidenceOf(spec.id, cases, record), record.has_value());
  }
  return text;
}

}  // namespace quiesce
