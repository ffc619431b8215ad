// quiesce list WHAT: what Quiesce knows by name.
#pragma once

#include <string>

namespace quiesce {

/// Each point where the architecture permits several behaviours: id, source, and the alternatives
/// with the versions that permit them. Alternative 0 is what tools take unless told otherwise.
std::string ChoicesText();

/// The versions of the driver, oldest first; then the bugs and mutants of the catalogue.
std::string VariantsText();

/// The fields of a variant, which --variant NAME,FIELD=VALUE changes, with their values.
std::string FieldsText();

/// What the next kernel may do with the SMMU at all.
std::string PoliciesText();

/// What every hand-over is judged by: id, statement, source.
std::string InvariantsText();

/// Every legality rule: id, source, what is wrong when it fires.
std::string RulesText();

/// How a drawn hand-over can be damaged: each operator, who could cause it, and what it needs.
std::string CorruptionsText();

}  // namespace quiesce
