#include "model/driver/catalogue.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_format.h"
#include "model/driver/catalogue_adoption.h"
#include "model/driver/catalogue_handover.h"
#include "model/driver/catalogue_own.h"

namespace quiesce {
namespace {

Variant Changed(const CatalogueEntry& entry) {
  Variant v = kNewestVariant;
  if (entry.change != nullptr) entry.change(v);
  return v;
}

constexpr auto kRows = [] {
  std::array<CatalogueEntry,
             std::size(kAdoptionRows) + std::size(kHandoverRows) + std::size(kOwnRows)>
      rows{};
  auto end = std::copy(std::begin(kAdoptionRows), std::end(kAdoptionRows), rows.begin());
  end = std::copy(std::begin(kHandoverRows), std::end(kHandoverRows), end);
  std::copy(std::begin(kOwnRows), std::end(kOwnRows), end);
  return rows;
}();

}  // namespace

std::span<const CatalogueEntry> Catalogue() { return kRows; }

std::string NameOf(const CatalogueEntry& entry) {
  std::string name = absl::StrFormat("bug-%d", entry.number);
  if (entry.letter != 0) name += entry.letter;
  return name;
}

const CatalogueEntry* FindBug(std::string_view name) {
  for (const CatalogueEntry& entry : Catalogue()) {
    if (NameOf(entry) == name) return &entry;
  }
  return nullptr;
}

std::optional<Variant> WithBug(const CatalogueEntry& entry) {
  switch (entry.standing) {
    case BugStanding::kFixed:
    case BugStanding::kMutant:
      return Changed(entry);
    case BugStanding::kInNewest:
      return kNewestVariant;
    case BugStanding::kNotExpressible:
      break;
  }
  return std::nullopt;
}

std::optional<Variant> WithoutBug(const CatalogueEntry& entry) {
  if (entry.standing != BugStanding::kInNewest) return kNewestVariant;
  if (entry.change == nullptr) return std::nullopt;
  return Changed(entry);
}

}  // namespace quiesce
