// Words that the listings of `quiesce list` share.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "model/driver/adopt_rules.h"
#include "model/driver/catalogue.h"
#include "spec/choice_specs.h"
#include "spec/rules/cd_rules.h"
#include "spec/rules/idr_rules.h"
#include "spec/rules/ste_rules.h"
#include "spec/rules/stream_table_rules.h"

namespace quiesce {

std::string_view NameOf(Freedom freedom);

/// Of a catalogue entry: "v1 to v7", "mutant", "newest, v3 on".
std::string VersionsOf(const CatalogueEntry& entry);

struct RuleGroup {
  std::string_view of;
  std::span<const RuleSpec> rules;
};

/// Every legality rule and acceptance check.
inline const std::array<RuleGroup, 5> kRuleGroups = {{
    {"ID registers that no SMMU can have", kIdrRules},
    {"stream table: C_BAD_STREAMID", kStreamTableRules},
    {"STE: C_BAD_STE", kSteRules},
    {"CD: C_BAD_CD", kCdRules},
    {"driver: adoption", kAdoptRules},
}};

}  // namespace quiesce
