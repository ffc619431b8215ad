// Every known bug and mutant of the adoption series, numbered as in the list of facts that the
// Variant fields were made from: what it is, which versions have it, how to get it from the newest
// variant, and which invariants it should violate.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/driver/fault_point.h"
#include "model/driver/variant.h"

namespace quiesce {

enum class BugStanding : std::uint8_t {
  kFixed,           ///< `change` brings it back
  kMutant,          ///< no version has it; `change` makes it
  kInNewest,        ///< the newest variant has it; `change`, if any, is the repair
  kNotExpressible,  ///< no field stands for it; `note` says why
};

struct CatalogueEntry {
  unsigned number = 0;  ///< 1 to 74: of the list of facts; from 75 on: added here
  char letter = 0;      ///< 'a'... where one number covers several changes, else 0
  BugStanding standing = BugStanding::kFixed;
  std::string_view versions;                      ///< that have it
  std::string_view text;                          ///< one line
  void (*change)(Variant&);                       ///< null: nothing to change
  std::array<std::string_view, 3> violates = {};  ///< "QZ-09"; empty strings: no more
  std::string_view note = {};                     ///< why nothing is violated, or not expressible
  std::optional<FaultPoint> needs = {};           ///< the bug shows only if this fails
};

/// By number, then letter.
std::span<const CatalogueEntry> Catalogue();

/// "bug-14", "bug-30a".
std::string NameOf(const CatalogueEntry& entry);

/// By that name, or nullptr.
const CatalogueEntry* FindBug(std::string_view name);

/// The newest variant with the bug; nothing if it is not expressible.
std::optional<Variant> WithBug(const CatalogueEntry& entry);

/// The newest variant without the bug; nothing if the bug is in it and no field repairs it.
std::optional<Variant> WithoutBug(const CatalogueEntry& entry);

}  // namespace quiesce
