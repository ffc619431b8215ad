// The lines that only a case of a lemma has. Errors carry no position.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "reports/case/case.h"
#include "reports/case/case_lines.h"

namespace quiesce {

/// True for the keys of these lines, without the colon.
bool IsLemmaKey(std::string_view key);

/// "key: words" of such a line. `lemma` comes first.
absl::Status ParseLemmaKey(std::string_view key, const CaseWords& words, CaseLemma& l);

/// "STE V=1 Config=5", without an address.
bool IsLemmaEntry(const CaseWords& words);
absl::Status ParseLemmaEntry(const CaseWords& words, CaseLemma& l);

/// What no single line shows: a lemma that is missing, a premise that it does not have, and lines
/// that say nothing to a lemma.
absl::Status CheckLemma(const Case& c);

/// Which lemma, and what is left out of it; then its values, but for registers and choices.
void AppendLemmaName(const CaseLemma& l, std::string& out);
void AppendLemmaValues(const CaseLemma& l, std::string& out);

}  // namespace quiesce
