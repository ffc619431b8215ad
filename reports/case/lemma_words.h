// The names of what a case of a lemma holds: entries, and their places in an update.
#pragma once

#include <span>
#include <string_view>

#include "model/lemmas/update_lemma.h"
#include "reports/case/case.h"

namespace quiesce {

/// An entry of a lemma about tables and entries.
struct MemberEntry {
  const FormatSpec* format;
  std::span<std::uint64_t> (*words)(CaseLemma& l);
};
inline constexpr MemberEntry kMemberEntries[] = {
    {&kL1StdFormat, [](CaseLemma& l) { return std::span(&l.l1std, 1); }},
    {&kSteFormat, [](CaseLemma& l) { return std::span<std::uint64_t>(l.ste); }},
    {&kL1CdFormat, [](CaseLemma& l) { return std::span(&l.l1cd, 1); }},
    {&kCdFormat, [](CaseLemma& l) { return std::span<std::uint64_t>(l.cd); }},
};

/// An entry of a lemma about updates, by the key before it.
struct LemmaRole {
  std::string_view name;
  EntryWords CaseLemma::*member;
  bool of_pair;  ///< of two STEs that are compared; else of an update
};
inline constexpr LemmaRole kLemmaRoles[] = {
    {"live", &CaseLemma::live, false},       {"target", &CaseLemma::target, false},
    {"fetched", &CaseLemma::fetched, false}, {"one", &CaseLemma::live, true},
    {"other", &CaseLemma::target, true},
};
constexpr bool IsRoleOf(const LemmaRole& role, UpdateLemma lemma) {
  return role.of_pair == (lemma == UpdateLemma::kUsedBitsDecide);
}

inline const FormatSpec& FormatOf(UpdateLemma lemma) {
  return SpecOf(lemma).kind == EntryKind::kSte ? kSteFormat : kCdFormat;
}

}  // namespace quiesce
