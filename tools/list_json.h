// What `quiesce list` says, as JSON: arrays of objects, whose members are named as in the model.
#pragma once

#include <string>

namespace quiesce {

/// [{id, title, when, freedom, source, alternatives: [{text, from, until}]}]: `from` and `until`
/// are minor versions of the architecture.
std::string ChoicesJson();
/// {variants: [{name, summary}], catalogue: [{name, versions, text, violates, note}]}.
std::string VariantsJson();
/// [{name, values, newest}]: the value in the newest version.
std::string FieldsJson();
/// [{name, summary, source}].
std::string PoliciesJson();
/// [{id, text, source}].
std::string InvariantsJson();
/// [{name, text, cause, needs}].
std::string CorruptionsJson();
/// [{of, id, text, source}].
std::string RulesJson();

}  // namespace quiesce
