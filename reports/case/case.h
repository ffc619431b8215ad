// One case: an image, the driver variant that takes it over, what then happens, and what is
// expected of it. The text form is reports/case/case_text.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/driver/adopt.h"
#include "model/driver/entry_words.h"
#include "model/image/image.h"
#include "model/smmu/fixed_choices.h"
#include "model/world/hand_over.h"
#include "model/world/invariants.h"
#include "spec/choices.h"

namespace quiesce {

/// Words that are present at an address, in one of three forms, one or several times in a row.
/// Later items overwrite earlier ones.
struct MemoryItem {
  const FormatSpec* format = nullptr;  ///< a structure of this format; nullptr: raw words or zeros
  std::uint64_t address = 0;
  std::vector<std::uint64_t> words = {};  ///< as many as the format has; empty for zeros
  std::uint64_t zero_bytes = 0;           ///< zeros only: makes a range present
  std::uint64_t count = 1;  ///< of equal structures or runs of words, one after the other

  friend bool operator==(const MemoryItem&, const MemoryItem&) = default;
};

enum class DmaAccess : std::uint8_t { kRead, kWrite };

/// What happens after the adoption, in order. Steps count from 1.
struct CaseStep {
  enum class Kind : std::uint8_t {
    kInsert,  ///< the driver probes a master with this StreamID
    kDma,     ///< a transaction of this StreamID reaches the SMMU
  };
  Kind kind = Kind::kInsert;
  std::uint32_t sid = 0;
  std::optional<std::uint32_t> ssid = std::nullopt;  ///< DMA only
  std::uint64_t iova = 0;                            ///< DMA only
  DmaAccess access = DmaAccess::kRead;               ///< DMA only

  friend bool operator==(const CaseStep&, const CaseStep&) = default;
};

/// The outcome that makes a replay pass.
struct Expectation {
  std::string violates;             ///< id of an invariant; empty: all hold
  std::optional<unsigned> at_step;  ///< of the first violation; nothing: any step

  /// How adoption ends, and the rule if one refuses. Nothing: not stated.
  std::optional<AdoptKind> adoption;
  std::optional<AdoptRule> rule;

  friend bool operator==(const Expectation&, const Expectation&) = default;
};

/// A field of the variant that differs from the named one, as text.
struct VariantChange {
  std::string field;
  std::string value;
  friend bool operator==(const VariantChange&, const VariantChange&) = default;
};

struct CaseChoice {
  ChoicePoint point;
  unsigned alternative;
  friend bool operator==(const CaseChoice&, const CaseChoice&) = default;
};

/// One answer of the SMMU: to the `nth` question, from 0, that it has at the point.
struct CasePick {
  ChoicePoint point;
  unsigned nth;
  unsigned alternative;
  friend bool operator==(const CasePick&, const CasePick&) = default;
};

/// An invariant that is violated, for the first time at this step, from 1.
struct CaseViolation {
  Invariant invariant;
  unsigned step;
  friend bool operator==(const CaseViolation&, const CaseViolation&) = default;
};

/// What makes a case one of a whole hand-over. The steps are the calls of the driver.
struct CaseHandOver {
  /// All but what the rest of the case says: the image, the variant and the platform.
  HandOver plan;
  std::vector<CasePick> picks;      ///< other answers than those of Case::choices
  std::vector<CaseViolation> also;  ///< expected beside Expectation::violates; none but these
  friend bool operator==(const CaseHandOver&, const CaseHandOver&) = default;
};

/// What makes a case one of a lemma (model/lemmas): the values that it is asked of, beside the
/// case's registers, choices and Platform::vhe. What a lemma does not look at is 0.
struct CaseLemma {
  std::string id;                      ///< "READS-ALIKE"
  bool twin = false;                   ///< the broken statement, of a lemma that has one
  std::vector<std::string> without;    ///< names of premises that are left out
  std::vector<CaseChoice> cd_choices;  ///< where a CD is answered otherwise than an STE

  EntryWords ste{};
  EntryWords cd{};
  std::uint64_t l1std = 0;
  std::uint64_t l1cd = 0;
  std::uint32_t sid = 0;
  std::uint32_t ssid = 0;
  std::uint16_t new_id = 0;  ///< of the new domain: an ASID, or a VMID
  bool new_id_is_vmid = false;
  bool global_leaf = false;  ///< of the live translation

  unsigned stage = 1;    ///< of an update, from 1
  EntryWords live{};     ///< of an update, or one STE of two
  EntryWords target{};   ///< of an update, or the other STE
  EntryWords fetched{};  ///< while the update goes on

  friend bool operator==(const CaseLemma&, const CaseLemma&) = default;
};

struct Case {
  std::string title;
  std::vector<std::string> notes;
  /// Which bits of what is damaged make the case fail, one line a field; for who reads it.
  std::vector<std::string> matters;
  std::string variant{kNewestVariant.name};
  std::vector<VariantChange> changes;
  Expectation expect;
  Platform platform;
  std::vector<CaseChoice> choices;  ///< a point that is not listed takes alternative 0
  RegisterImage registers;
  BusStatus unmapped = BusStatus::kAbort;
  std::vector<MemoryItem> memory;
  std::vector<CaseStep> steps;            ///< of an adoption
  std::optional<CaseHandOver> hand_over;  ///< of a whole hand-over
  std::optional<CaseLemma> lemma;         ///< of a lemma: one step, the question

  std::size_t StepCount() const {
    if (lemma) return 1;
    return hand_over ? hand_over->plan.calls.size() : steps.size();
  }
  friend bool operator==(const Case&, const Case&) = default;
};

/// The structures that a case can hold by their fields.
inline constexpr std::array kCaseFormats = {&kL1StdFormat, &kSteFormat, &kL1CdFormat, &kCdFormat};

template <class R>
MemoryItem StructureAt(std::uint64_t address, const R& record) {
  const auto raw = RawWords(record);
  return {&R::kFormat, address, {raw.begin(), raw.end()}};
}
inline MemoryItem ZerosAt(std::uint64_t address, std::uint64_t bytes) {
  return {nullptr, address, {}, bytes};
}

/// Its case has `kind: hand-over`: everything that runs from the probe to the last call of the
/// driver. Without it a case is one of an adoption: steps are single inserts and DMA.
HandOver HandOverOf(const Case& c);

/// The bytes that the case describes.
Image ImageOf(const Case& c);

/// The named variant with the case's changes. The names must be known, as the parser ensures.
Variant VariantOf(const Case& c);

/// Makes this the case's driver: by its name, or as the named one that it is nearest to and what
/// differs.
void NameVariant(const Variant& variant, Case& c);

/// What the case says of each choice.
FixedChoices ChoicesOf(const Case& c);

}  // namespace quiesce
