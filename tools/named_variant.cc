#include "tools/named_variant.h"

#include "absl/strings/str_format.h"
#include "model/driver/catalogue.h"

namespace quiesce {

absl::StatusOr<Variant> VariantNamed(std::string_view name) {
  if (const auto variant = FindVariant(name)) return *variant;
  const CatalogueEntry* bug = FindBug(name);
  if (bug == nullptr) {
    return absl::NotFoundError(
        absl::StrFormat("unknown variant '%s': see 'quiesce list variants'", name));
  }
  if (const auto variant = WithBug(*bug)) return *variant;
  return absl::NotFoundError(absl::StrFormat("%s is no variant: %s", name, bug->note));
}

}  // namespace quiesce
