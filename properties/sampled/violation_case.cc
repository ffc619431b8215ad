#include "properties/sampled/violation_case.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_format.h"
#include "model/driver/ste_agreement.h"
#include "model/smmu/trace.h"
#include "model/smmu/translate.h"
#include "model/world/render.h"
#include "reports/case/replay.h"

namespace quiesce {
namespace {

bool CanSay(const Variant& variant, const Transaction& t) {
  return FindVariant(variant.name).has_value() && t.ats == AtsKind::kUntranslated &&
         t.access != AccessKind::kAtomic;
}

/// The fewest masters with which the transaction still changes in the same way.
std::vector<std::uint32_t> NeededMasters(const Image& image, const AdoptionCase& c,
                                         const Variant& variant, const AdoptionOptions& options,
                                         const TranslationChange& change) {
  Probes probes{ProbesOf(c.scenario).sids, {change.transaction}};
  for (std::size_t i = probes.sids.size(); i-- > 0;) {
    Probes fewer = probes;
    fewer.sids.erase(fewer.sids.begin() + static_cast<std::ptrdiff_t>(i));
    FixedChoices choices = ChoicesOf(c);
    const AdoptionCheck check =
        CheckAdoptionPreservesTranslation(image, variant, options, fewer, choices);
    if (check.change && check.change->kind == change.kind) probes = std::move(fewer);
  }
  return std::move(probes.sids);
}

/// The structures that one transaction reads, by address.
class Structures {
 public:
  void Read(const Image& image, const Transaction& t, Choices& choices) {
    TraceObserver trace;
    Translate(View(image), t, choices, trace);
    for (const TraceStep& step : trace.steps()) {
      std::visit([&](const auto& s) { Keep(s); }, step);
    }
  }

  const std::map<std::uint64_t, MemoryItem>& items() const { return items_; }

 private:
  template <class R>
  void Keep(const Fetched<R>& f) {
    items_.emplace(f.address, StructureAt(f.address, f.record));
  }
  template <class Other>
  void Keep(const Other&) {}

  std::map<std::uint64_t, MemoryItem> items_;
};

bool AllZero(const std::uint64_t* words) {
  return std::all_of(words, words + 8, [](std::uint64_t w) { return w == 0; });
}

/// Present memory as ranges of zeros, then the lines that are not zero, then the structures.
std::vector<MemoryItem> MemoryOf(const SparseMemory& memory, const Structures& structures) {
  std::vector<MemoryItem> zeros, words;
  memory.ForEachLine([&](std::uint64_t pa, const std::uint64_t* line) {
    if (zeros.empty() || zeros.back().address + zeros.back().zero_bytes != pa) {
      zeros.push_back(ZerosAt(pa, 0));
    }
    zeros.back().zero_bytes += SparseMemory::kLineBytes;
    if (!AllZero(line)) words.push_back({nullptr, pa, {line, line + 8}, 0});
  });
  std::vector<MemoryItem> items = std::move(zeros);
  items.insert(items.end(), words.begin(), words.end());
  for (const auto& [pa, item] : structures.items()) items.push_back(item);
  return items;
}

std::vector<CaseChoice> ChoiceList(const AdoptionCase& c) {
  std::vector<CaseChoice> list;
  for (std::size_t i = 0; i < c.picks.size(); ++i) {
    if (c.picks[i] != 0) list.push_back({static_cast<ChoicePoint>(i), c.picks[i]});
  }
  return list;
}

std::vector<CaseStep> StepsOf(const std::vector<std::uint32_t>& masters, const Transaction& t) {
  std::vector<CaseStep> steps;
  for (const std::uint32_t sid : masters) steps.push_back({.sid = sid});
  CaseStep dma{.kind = CaseStep::Kind::kDma, .sid = t.stream_id};
  if (t.ssv) dma.ssid = t.substream_id;
  dma.iova = t.address;
  dma.access = t.access == AccessKind::kWrite ? DmaAccess::kWrite : DmaAccess::kRead;
  steps.push_back(dma);
  return steps;
}

void Expect(Case& c) {
  const ReplayReport report = ReplayCase(c);
  c.expect.adoption = AdoptKind::kAdopted;
  if (!report.violated_step) {
    c.notes.push_back(absl::StrFormat("%s holds: each STE is where it was, but says something else",
                                      kSteAgreementId));
    return;
  }
  c.expect.violates = kSteAgreementId;
  c.expect.at_step = report.violated_step;
}

}  // namespace

std::optional<Case> CaseOf(const AdoptionCase& c, const Variant& variant,
                           const AdoptionOptions& options, const TranslationChange& change) {
  if (!CanSay(variant, change.transaction)) return std::nullopt;
  const Image image = Render(c.scenario);
  FixedChoices choices = ChoicesOf(c);
  Structures structures;
  structures.Read(image, change.transaction, choices);

  Case out;
  out.title = absl::StrFormat("%s does not translate as before adoption", variant.name);
  out.notes = {absl::StrFormat("%s: %s", kAdoptionPropertyId, change.reason)};
  for (const Corruption& k : c.scenario.corruptions) {
    out.notes.push_back("corruption: " + Describe(k));
  }
  out.variant = variant.name;
  out.platform = options.platform;
  out.choices = ChoiceList(c);
  out.registers = image.registers;
  out.memory = MemoryOf(image.memory, structures);
  out.steps = StepsOf(NeededMasters(image, c, variant, options, change), change.transaction);
  Expect(out);
  return out;
}

}  // namespace quiesce
