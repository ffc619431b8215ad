#include "properties/sampled/cache_rig.h"

#include "model/smmu/cache/cached_translate.h"
#include "model/smmu/fixed_choices.h"
#include "properties/sampled/ask.h"

namespace quiesce {
namespace {

bool SameAnswer(const Outcome& a, const Outcome& b) {
  return a.verdict == b.verdict && a.address == b.address && a.attributes == b.attributes &&
         a.privileged == b.privileged && a.instruction == b.instruction &&
         a.permissions == b.permissions && a.event == b.event;
}

/// The n-th of distinct IDs, with bits above the eighth where there are any.
unsigned Id(unsigned n, bool wide) { return wide ? n << 8 | n : n; }

/// EL2 without E2H has no tags at all, so one address space of it is all there may be.
void SetDistinctTags(Scenario& s) {
  unsigned n = 1;
  bool el2 = s.smmu.hyp;
  for (Stream& stream : s.streams) {
    stream.el2 = el2 && stream.kind == SteKind::kStage1;
    if (stream.el2 && stream.substreams.size() > 1) stream.substreams.resize(1);
    el2 = el2 && !stream.el2;
    stream.vmid = HasStage2(stream.kind) ? Id(++n, s.smmu.vmid16) : 1;
    for (Substream& sub : stream.substreams) sub.asid = Id(++n, s.smmu.asid16);
  }
}

}  // namespace

std::string Difference(const Transaction& t, const Outcome& expected, const Outcome& got) {
  if (SameAnswer(expected, got)) return "";
  return Describe(t) + ": " + Describe(got) + " instead of " + Describe(expected);
}

/// What the SMMU without caches says.
Outcome Expected(const SmmuView& smmu, const Transaction& t) {
  FixedChoices first;
  NoObserver none;
  return Translate(smmu, t, first, none);
}

Outcome Cached(Caches& caches, const SmmuView& smmu, const Transaction& t, Choices& choices) {
  ChoicePolicy policy(choices);
  NoObserver none;
  return TranslateCached(caches, policy, smmu, t, choices, none);
}

void SetTags(Scenario& s, Tags tags) {
  if (tags == Tags::kDistinct) return SetDistinctTags(s);
  for (Stream& stream : s.streams) {
    stream.el2 = false;
    stream.vmid = 1;
    for (Substream& sub : stream.substreams) sub.asid = 1;
  }
}

}  // namespace quiesce
