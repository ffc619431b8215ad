#include "tools/refutation_files.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/case/case_text.h"
#include "reports/record/atomic_file.h"

namespace quiesce {
namespace {

AssumptionSet NotMade(const ProtocolQuestion& question, AssumptionSet left) {
  std::erase_if(left, [&](ProtocolAssumption a) {
    return std::ranges::find(question.assumptions, a) != question.assumptions.end();
  });
  return left;
}

}  // namespace

std::string DriverOf(const ProtocolQuestion& question) {
  std::string name(question.variant.name);
  if (!(question.policy == policies::kAdopt))
    absl::StrAppendFormat(&name, "-%s", question.policy.name);
  for (const ProtocolAssumption a :
       NotMade(question, UsualAssumptions(question.variant, question.invariant))) {
    absl::StrAppend(&name, "-without-", static_cast<unsigned>(a) + 1);
  }
  return name;
}

std::string LeftOut(const ProtocolQuestion& question) {
  return LeftOutOf(question, UsualAssumptions(question.variant, question.invariant));
}

std::string LeftOutOf(const ProtocolQuestion& question, const AssumptionSet& all) {
  std::string text;
  for (const ProtocolAssumption a : NotMade(question, all)) {
    absl::StrAppendFormat(&text, "%s%s", text.empty() ? "without: " : "; ", NameOf(a));
  }
  return text;
}

std::string RefutationFiles::Write(const std::string& file, const Case& shown) {
  if (folder_.empty()) return "";
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  const std::string text = FormatCase(shown);
  const absl::StatusOr<Case> read = ParseCase(text, file);
  status_.Update(read.status());
  if (read.ok() && FormatCase(*read) != text) {
    status_.Update(absl::InternalError(absl::StrCat(file, ": reads as another case")));
  }
  const absl::Status written = WriteFileAtomically(absl::StrCat(folder_, "/", file), text);
  status_.Update(written);
  return written.ok() ? file : "";
}

std::string RefutationFiles::Write(const ProtocolQuestion& question,
                                   const RefutationCase& refutation) {
  if (!refutation.shown) return "";
  return Write(
      absl::StrFormat("proof-%s-%s.case", SpecOf(question.invariant).id, DriverOf(question)),
      *refutation.shown);
}

std::string RefutationFiles::Write(const ProtocolQuestion& question,
                                   const NeededAssumption& needed) {
  ProtocolQuestion without = question;
  without.assumptions = Without(question.assumptions, needed.assumption);
  return Write(without, needed.without);
}

}  // namespace quiesce
