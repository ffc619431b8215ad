#include "tools/named_variant.h"

#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "model/driver/catalogue.h"

namespace quiesce {
namespace {

absl::StatusOr<Variant> WithoutChanges(std::string_view name) {
  if (const auto variant = FindVariant(name)) return *variant;
  const CatalogueEntry* bug = FindBug(name);
  if (bug == nullptr) {
    return absl::NotFoundError(
        absl::StrFormat("unknown variant '%s': see 'quiesce list variants'", name));
  }
  if (const auto variant = WithBug(*bug)) return *variant;
  return absl::NotFoundError(absl::StrFormat("%s is no variant: %s", name, bug->note));
}

/// "field=value".
absl::Status Apply(const std::string& text, Variant& variant) {
  const std::pair<std::string, std::string> change = absl::StrSplit(text, absl::MaxSplits('=', 1));
  const VariantField* const field = FindVariantField(change.first);
  if (field == nullptr) {
    return absl::NotFoundError(
        absl::StrFormat("a variant has no field '%s': see 'quiesce list fields'", change.first));
  }
  if (SetByName(*field, change.second, variant)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat("%s is not '%s', but one of: %s", field->name,
                                                    change.second, ValuesOf(*field)));
}

}  // namespace

std::string ValuesOf(const VariantField& field) {
  std::string values;
  for (const std::string_view value : field.values) {
    absl::StrAppendFormat(&values, "%s%s", values.empty() ? "" : ", ", value);
  }
  return values;
}

absl::StatusOr<Variant> VariantNamed(std::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(std::string(name), ',');
  absl::StatusOr<Variant> variant = WithoutChanges(parts.front());
  for (std::size_t i = 1; i < parts.size() && variant.ok(); ++i) {
    if (const absl::Status changed = Apply(parts[i], *variant); !changed.ok()) return changed;
  }
  return variant;
}

}  // namespace quiesce
