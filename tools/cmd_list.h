// quiesce list WHAT: what Quiesce knows by name.
#pragma once

#include <string>

namespace quiesce {

/// Each point where the architecture permits several behaviours: id, source, and the alternatives
/// with the versions that permit them. Alternative 0 is what tools take unless told otherwise.
std::string ChoicesText();

/// The versions of the driver, oldest first.
std::string VariantsText();

/// Every legality rule: id, source, what is wrong when it fires.
std::string RulesText();

}  // namespace quiesce
