#include "reports/case/lemma_readings.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "reports/case/lemma_case.h"
#include "reports/case/lemma_words.h"
#include "reports/inspect/fields_text.h"

namespace quiesce {
namespace {

using C = Concrete;
using Lines = std::vector<std::string>;

std::string_view YesNo(const Bool<C>& b) { return b.raw() ? "yes" : "no"; }

std::string Range(const TableBounds<C>& b) {
  return absl::StrFormat("[0x%x, 0x%x)", b.first.raw(), b.end.raw());
}

// --- tables ---

void ReadInside(const RuleInputs<C>& in, Lines& lines) {
  const StrtabConfig<C> t = in.strtab();
  if (!t.two_level.raw()) {
    lines.push_back(absl::StrFormat("SMMU: linear table %s, STE fetched at 0x%x",
                                    Range(LinearBounds(t)), LinearSteAddress(t, in.sid).raw()));
    return;
  }
  lines.push_back(absl::StrFormat("SMMU: L1 table %s, L1STD fetched at 0x%x", Range(L1Bounds(t)),
                                  L1StdAddress(t, in.sid).raw()));
  if (!L1StdUsable(t, in.l1std, in.sid).raw()) return;
  lines.push_back(absl::StrFormat("SMMU: L2 table %s, STE fetched at 0x%x",
                                  Range(L2Bounds(t, in.l1std, in.caps)),
                                  L2SteAddress(t, in.l1std, in.sid, in.caps).raw()));
}

void ReadSizes(const RuleInputs<C>& in, Lines& lines) {
  if (Stage2Translates(in.ste).raw()) {
    lines.push_back(absl::StrFormat(
        "SMMU: stage 2 input of %d bits, of which a start table resolves those from bit %d up",
        S2InputBits(Get<"S2T0SZ">(in.ste), Is<"S2AA64">(in.ste)).raw(),
        S2BitsBelowStart(in.ste).raw()));
  }
  if (Stage1Translates(in.ste).raw()) {
    const CdHalf<C> lower = LowerHalf(in.cd, in.world(), in.caps);
    lines.push_back(absl::StrFormat("SMMU: T0SZ acts as %d",
                                    EffectiveTxsz(lower, Is<"AA64">(in.cd), in.caps).raw()));
  }
}

std::string DriverTableText(const RuleInputs<C>& in) {
  const DriverTable<C> t = MakeDriverTable(in.strtab_base, in.strtab_cfg);
  return absl::StrFormat("driver: %s table at 0x%x, %d entries, 0x%x bytes",
                         t.two_level.raw() ? "2-level" : "linear", t.base.raw(), t.entries.raw(),
                         t.MappedBytes().raw());
}

std::string SmmuTableText(const RuleInputs<C>& in) {
  const StrtabConfig<C> t = in.strtab();
  return absl::StrFormat("SMMU: %s table at 0x%x, StreamIDs of %d bits",
                         t.two_level.raw() ? "2-level" : "linear", t.base.raw(), t.sid_bits.raw());
}

void ReadRefusals(const Variant& v, const RuleInputs<C>& in, Lines& lines) {
  AllRules<C, AdoptRule> refuses;
  AcceptanceRules(v, in, refuses);
  for (const auto& [rule, broken] : refuses.entries()) {
    if (!broken.raw()) continue;
    lines.push_back(
        absl::StrFormat("driver: refused by %s, %s", SpecOf(rule).id, SpecOf(rule).text));
  }
}

void ReadL1Std(const Variant& v, const RuleInputs<C>& in, Lines& lines) {
  const StrtabConfig<C> t = in.strtab();
  const Bool<C> finds = !t.two_level || L1StdUsable(t, in.l1std, in.sid);
  lines.push_back(SmmuTableText(in) + absl::StrFormat("; finds an STE: %s", YesNo(finds)));
  lines.push_back(DriverTableText(in) +
                  absl::StrFormat("; L1STD is empty: %s", YesNo(L1Empty(v, in.l1std))));
}

// --- entries ---

void ReadKinds(const std::vector<Bool<C>>& kinds, std::span<const std::string_view> names,
               Lines& lines) {
  std::string text;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i].raw()) text.append(text.empty() ? "" : ", ").append(names[i]);
  }
  lines.push_back("SMMU: of the kinds " + (text.empty() ? "none" : text));
}

constexpr std::string_view kSteKinds[] = {"invalid", "ILLEGAL", "abort", "bypass",
                                          "stage 1", "stage 2", "nested"};
constexpr std::string_view kCdKinds[] = {"invalid",    "ILLEGAL",     "TTB0 alone",
                                         "TTB1 alone", "both halves", "no half"};

void ReadDeferral(const Variant& v, const RuleInputs<C>& in, Lines& lines) {
  lines.push_back(
      absl::StrFormat("SMMU: the STE lets DMA through: %s", YesNo(!StreamAborts(in.ste))));
  lines.push_back(absl::StrFormat("driver: defers the attach: %s", YesNo(Defers(v, in.ste))));
}

std::string CdTableText(bool two_level, std::uint64_t leaf_bits, std::uint64_t index_bits) {
  const std::uint64_t cds = std::uint64_t{1} << index_bits;
  const std::string of = absl::StrFormat("of %d %s", cds, cds == 1 ? "CD" : "CDs");
  if (!two_level) return "linear, " + of;
  return absl::StrFormat("2-level, %s, leaves of %d", of, std::uint64_t{1} << leaf_bits);
}

void ReadCdTable(const Variant& v, const RuleInputs<C>& in, Lines& lines) {
  const CdTable<C> t = DecodeCdTable(in.ste, in.caps);
  lines.push_back("SMMU: CD table " +
                  CdTableText(t.two_level.raw(), t.leaf_bits.raw(), t.index_bits.raw()));
  lines.push_back("driver: CD table " + CdTableText(CdTableTwoLevel(v, in.ste).raw(), kCdLeafLog2,
                                                    Get<"S1CDMax">(in.ste).raw()));
}

std::string TagsText(const StreamTags<C>& tags) {
  const char* world = tags.world.IsNsEl1().raw()   ? "NS-EL1"
                      : tags.world.IsNsEl2().raw() ? "NS-EL2"
                                                   : "NS-EL2-E2H";
  return absl::StrFormat("%s, VMID %d, ASID %d, ASET %d", world, tags.vmid.raw(), tags.asid.raw(),
                         tags.aset.raw() ? 1 : 0);
}

void ReadTags(const Variant& v, const StreamInputs<C>& s, Lines& lines) {
  const RuleInputs<C>& in = s.words;
  ReadCdTable(v, in, lines);
  lines.push_back("SMMU: live translations tagged " +
                  TagsText(Stage1Tags(in.ste, in.cd, in.caps, in.e2h)) +
                  (s.global.raw() ? ", global" : ""));
  if (s.stage2.raw()) {
    lines.push_back(absl::StrFormat("driver: new domain of stage 2, VMID %d", s.id.raw()));
  } else {
    lines.push_back("driver: new domain tagged " + TagsText(TagsOfNewDomain(s)));
  }
  const FetchedCdPlace<C> at = PlaceOfCd(in);
  const ScannedCdPlace<C> scanned = ScannedPlace(v, in.ste, in.l1cd, in.ssid);
  lines.push_back(absl::StrFormat("SMMU: fetches the CD at 0x%x", at.cd.raw()));
  lines.push_back(!v.reserves_ids ? std::string("driver: scans nothing")
                  : scanned.reads.raw()
                      ? absl::StrFormat("driver: its scan reads a CD at 0x%x", scanned.cd.raw())
                      : std::string("driver: its scan does not come to this CD"));
  lines.push_back(
      absl::StrFormat("driver: the live ID is reserved: %s", YesNo(Reserved(v, in, s.stage2))));
}

// --- updates ---

std::string WordsText(const EntryWords& fetched, const Entry<C>& a, const Entry<C>& b) {
  std::string text;
  for (std::size_t i = 0; i < fetched.size(); ++i) {
    if (a[i].raw() == b[i].raw()) continue;
    const bool late = fetched[i] == b[i].raw();
    const bool early = fetched[i] == a[i].raw();
    absl::StrAppendFormat(&text, "%sword %d %s", text.empty() ? "" : ", ", i,
                          late    ? "after"
                          : early ? "before"
                                  : "of neither");
  }
  return text.empty() ? "nothing is stored" : text;
}

void ReadUpdate(const Case& c, UpdateLemma lemma, Lines& lines) {
  const CaseLemma& l = *c.lemma;
  const UpdateInputs<C> in = UpdateInputsOf(c);
  const UpdateStyle style = StyleOf(lemma, VariantOf(c), l.twin);
  const UpdateStages<C> stages = StagesOf(style, in.live, in.target);
  lines.push_back(absl::StrFormat("driver: updates %s", style.in_order         ? "word by word"
                                                        : stages.hitless.raw() ? "hitless"
                                                                               : "through V = 0"));
  const bool staged = HasStages(lemma);
  const Entry<C>& before = staged ? stages.entries[l.stage - 1] : in.live;
  const Entry<C>& after = staged ? stages.entries[l.stage] : in.target;
  lines.push_back(absl::StrFormat("SMMU: fetches %s%s", WordsText(l.fetched, before, after),
                                  staged ? absl::StrFormat(" stage %d", l.stage) : ""));
  lines.push_back(absl::StrFormat("SMMU: uses a mixture of both: %s", YesNo(IsMixed(style, in))));
}

void ReadPair(const Case& c, Lines& lines) {
  const UpdateInputs<C> in = UpdateInputsOf(c);
  const EntryWords used = WordsOf(ArchitectureUsedSte(SteFrom(in.live)));
  const EntryWords used_other = WordsOf(ArchitectureUsedSte(SteFrom(in.target)));
  SteRuleChoices<C> choices = in.words.ste_choices;
  choices.reserved_bits_are_illegal = Bool<C>(false);
  const auto text = [&](const char* name, const EntryWords& words, const Entry<C>& e) {
    const auto broken = FirstSteViolation(SteFrom(e), in.words.caps, choices);
    const std::string legal =
        broken ? absl::StrFormat("ILLEGAL (%s)", SpecOf(*broken).id) : "legal";
    lines.push_back(absl::StrFormat(
        "SMMU: %s is %s, and uses %s", name, legal,
        used == used_other ? "what the other does" : FieldsText(kSteFormat, words)));
  };
  text("one", used, in.live);
  text("other", used_other, in.target);
}

/// Where `other` differs: "Config=5, not 0".
std::string DifferencesText(const FormatSpec& format, const EntryWords& words,
                            const EntryWords& other) {
  std::string text;
  for (const FieldSpec& f : format.fields) {
    const std::uint64_t a = FieldDisplay(f, words);
    const std::uint64_t b = FieldDisplay(f, other);
    if (a != b) {
      absl::StrAppendFormat(&text, "%s%s=0x%x, not 0x%x", text.empty() ? "" : "; ", f.name, a, b);
    }
  }
  return text.empty() ? "the same" : text;
}

Lines ReadingsOfUpdate(const Case& c, UpdateLemma lemma) {
  const FormatSpec& format = FormatOf(lemma);
  Lines lines;
  for (const LemmaRole& role : kLemmaRoles) {
    if (!IsRoleOf(role, lemma)) continue;
    const EntryWords& words = (*c.lemma).*role.member;
    const bool first = &words == &c.lemma->live;
    lines.push_back(absl::StrFormat(
        "%s %s: %s", role.name, format.name,
        first ? FieldsText(format, words) : DifferencesText(format, words, c.lemma->live)));
  }
  if (lemma == UpdateLemma::kUsedBitsDecide) {
    ReadPair(c, lines);
  } else {
    ReadUpdate(c, lemma, lines);
  }
  return lines;
}

void ReadStream(StreamLemma lemma, const Case& c, Lines& lines) {
  const StreamInputs<C> s = StreamInputsOf(c);
  const RuleInputs<C>& in = s.words;
  const Variant v = VariantOf(c);
  switch (lemma) {
    case StreamLemma::kSteKinds:
      return ReadKinds(SteKinds(in, c.lemma->twin), kSteKinds, lines);
    case StreamLemma::kCdKinds:
      return ReadKinds(CdKinds(in, c.lemma->twin), kCdKinds, lines);
    case StreamLemma::kReadsInside:
      return ReadInside(in, lines);
    case StreamLemma::kLegalSizes:
      return ReadSizes(in, lines);
    case StreamLemma::kDriverSizes:
      lines.push_back(SmmuTableText(in));
      lines.push_back(DriverTableText(in));
      return;
    case StreamLemma::kWellFormed:
    case StreamLemma::kWellFormedButOne:
      return ReadRefusals(v, in, lines);
    case StreamLemma::kLiveFound:
      return ReadL1Std(v, in, lines);
    case StreamLemma::kDefersLive:
      return ReadDeferral(v, in, lines);
    case StreamLemma::kReadsAlike:
      return ReadCdTable(v, in, lines);
    case StreamLemma::kIdsFound:
    case StreamLemma::kIdsFoundButOne:
      return ReadTags(v, s, lines);
  }
}

}  // namespace

std::vector<std::string> ReadingsOf(const Case& c) {
  if (const auto lemma = UpdateLemmaNamed(c.lemma->id)) return ReadingsOfUpdate(c, *lemma);
  Lines lines;
  CaseLemma values = *c.lemma;
  for (const MemberEntry& entry : kMemberEntries) {
    const std::span<const std::uint64_t> words = entry.words(values);
    const bool given = std::ranges::any_of(words, [](std::uint64_t w) { return w != 0; });
    if (given) {
      lines.push_back(
          absl::StrFormat("%s: %s", entry.format->name, FieldsText(*entry.format, words)));
    }
  }
  if (const auto lemma = StreamLemmaNamed(c.lemma->id)) ReadStream(*lemma, c, lines);
  return lines;
}

}  // namespace quiesce
