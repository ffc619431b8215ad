#include "reports/case/transaction_text.h"

#include <set>

#include "absl/strings/str_format.h"
#include "reports/case/hand_over_words.h"
#include "spec/word/word.h"

namespace quiesce {
namespace {

constexpr WordTable<AccessKind, 3> kAccessWords = {
    {{AccessKind::kRead, "R"}, {AccessKind::kWrite, "W"}, {AccessKind::kAtomic, "A"}}};
constexpr WordTable<AtsKind, 2> kAtsWords = {
    {{AtsKind::kTranslationRequest, "translation-request"}, {AtsKind::kTranslated, "translated"}}};
struct Flag {
  std::string_view word;
  bool Transaction::*member;
};
constexpr Flag kFlags[] = {{"priv", &Transaction::privileged},
                           {"inst", &Transaction::instruction},
                           {"speculative", &Transaction::speculative},
                           {"unsupported", &Transaction::unsupported}};

/// MAIR byte, then shareability.
std::uint64_t Packed(const MemoryAttributes& a) {
  return std::uint64_t{a.mair()} | static_cast<std::uint64_t>(a.shareability()) << 8;
}

std::optional<MemoryAttributes> Unpacked(std::uint64_t packed) {
  const MemoryAttributes a = DecodeMair(packed & 0xFF, DecodeShareability(packed >> 8 & 3));
  if (Packed(a) != packed) return std::nullopt;
  return a;
}

bool TakeNumber(const CaseAssignment& given, Transaction& t) {
  if (!given.value) return false;
  if (given.name == "sid" && *given.value <= MaxValue(32)) {
    t.stream_id = static_cast<std::uint32_t>(*given.value);
  } else if (given.name == "ssid" && *given.value <= MaxValue(20)) {
    t.ssv = true;
    t.substream_id = static_cast<std::uint32_t>(*given.value);
  } else if (given.name == "address") {
    t.address = *given.value;
  } else if (given.name == "attributes" && Unpacked(*given.value)) {
    t.attributes = *Unpacked(*given.value);
  } else {
    return false;
  }
  return true;
}

bool TakeWord(std::string_view word, Transaction& t) {
  if (const auto ats = MeantBy(kAtsWords, word)) {
    t.ats = *ats;
    return true;
  }
  for (const Flag& flag : kFlags) {
    if (flag.word != word) continue;
    t.*flag.member = true;
    return true;
  }
  return TakeNumber(ParseCaseAssignment(word), t);
}

}  // namespace

std::string TransactionText(const Transaction& t) {
  std::string text = absl::StrFormat("sid=0x%x", t.stream_id);
  if (t.ssv) absl::StrAppendFormat(&text, " ssid=0x%x", t.substream_id);
  absl::StrAppendFormat(&text, " address=0x%x %s", t.address, WordFor(kAccessWords, t.access));
  for (const Flag& flag : kFlags) {
    if (t.*flag.member) absl::StrAppendFormat(&text, " %s", flag.word);
  }
  if (t.ats != AtsKind::kUntranslated)
    absl::StrAppendFormat(&text, " %s", WordFor(kAtsWords, t.ats));
  if (t.attributes != MemoryAttributes()) {
    absl::StrAppendFormat(&text, " attributes=0x%x", Packed(t.attributes));
  }
  return text;
}

absl::StatusOr<Transaction> ParseTransaction(const CaseWords& words) {
  Transaction t;
  std::set<std::string_view> given;
  for (const std::string_view word : words) {
    const auto access = MeantBy(kAccessWords, word);
    const std::string_view what = access ? "R, W or A" : ParseCaseAssignment(word).name;
    if (!given.insert(what).second) return CaseError(absl::StrFormat("%s is given twice", what));
    if (access) {
      t.access = *access;
    } else if (!TakeWord(word, t)) {
      return CaseError(absl::StrFormat("cannot read '%s' in a transaction", word));
    }
  }
  for (const char* what : {"sid", "address", "R, W or A"}) {
    if (!given.contains(what)) return CaseError(absl::StrFormat("the transaction lacks %s", what));
  }
  return t;
}

}  // namespace quiesce
