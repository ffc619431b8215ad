#include "reports/review/known_cases.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "absl/strings/str_format.h"
#include "reports/case/case_text.h"

namespace quiesce {
namespace {

namespace fs = std::filesystem;

/// Numbers in names compare as numbers: each is written with its number of digits before it.
std::string SortKey(const std::string& name) {
  std::string key;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t end = i;
    while (end < name.size() && std::isdigit(static_cast<unsigned char>(name[end])) != 0) ++end;
    if (end > i) absl::StrAppendFormat(&key, "%03d", end - i);
    if (end == i) ++end;
    key += name.substr(i, end - i);
    i = end;
  }
  return key;
}

bool IsNewest(std::string_view variant) {
  const auto named = FindVariant(variant);
  return named && named->name == kNewestVariant.name;
}

}  // namespace

bool KnownCase::IsFinding() const {
  return !c.lemma && !c.expect.violates.empty() && c.changes.empty() && IsNewest(c.variant);
}

bool KnownCase::Violates(std::string_view invariant) const {
  if (c.expect.violates == invariant) return true;
  return c.hand_over && std::ranges::any_of(c.hand_over->also, [&](const CaseViolation& v) {
           return SpecOf(v.invariant).id == invariant;
         });
}

std::string KnownCase::Title() const {
  const std::string prefix = name + ": ";
  return c.title.starts_with(prefix) ? c.title.substr(prefix.size()) : c.title;
}

std::string KnownCase::Expectation() const {
  if (c.expect.violates.empty()) return "holds";
  std::string text = absl::StrFormat("violates %s", c.expect.violates);
  if (c.expect.at_step) absl::StrAppendFormat(&text, " at step %u", *c.expect.at_step);
  if (!c.hand_over) return text;
  for (const CaseViolation& v : c.hand_over->also) {
    absl::StrAppendFormat(&text, ", also %s at step %u", SpecOf(v.invariant).id, v.step);
  }
  return text;
}

absl::StatusOr<std::vector<KnownCase>> LoadKnownCases(const std::string& directory) {
  std::error_code error;
  std::vector<KnownCase> cases;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".case") continue;
    absl::StatusOr<Case> c = LoadCase(entry.path().string());
    if (!c.ok()) return c.status();
    cases.push_back({entry.path().stem().string(), *std::move(c)});
  }
  if (error || cases.empty()) {
    return absl::NotFoundError(
        absl::StrFormat("%s: no cases here; name the directory with --cases", directory));
  }
  std::ranges::sort(cases, {}, [](const KnownCase& k) { return SortKey(k.name); });
  return cases;
}

const KnownCase* FindKnownCase(std::span<const KnownCase> cases, std::string_view name) {
  const auto found = std::ranges::find(cases, name, &KnownCase::name);
  return found == cases.end() ? nullptr : &*found;
}

}  // namespace quiesce
