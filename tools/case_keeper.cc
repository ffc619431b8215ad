#include "tools/case_keeper.h"

#include <algorithm>

#include "model/image/image_text.h"
#include "model/world/render.h"
#include "properties/sampled/violation_case.h"
#include "reports/case/case_text.h"
#include "reports/record/atomic_file.h"

namespace quiesce {

void CaseKeeper::Keep(const std::string& name, const Variant& variant,
                      const AdoptionOptions& options, const AdoptionCase& c,
                      const TranslationChange& change) {
  if (const std::optional<Case> text = CaseOf(c, variant, options, change)) {
    Write(name, folder_ + "/" + name + ".case", FormatCase(*text), "quiesce replay ", change);
  } else if (FindVariant(variant.name)) {
    const LoadedImage image{Render(c.scenario), {}, name};
    Write(name, folder_ + "/" + name + ".image", FormatImageText(image), "quiesce check ", change);
  }
}

void CaseKeeper::Write(const std::string& name, const std::string& file, const std::string& text,
                       const std::string& command, const TranslationChange& change) {
  const absl::Status written = WriteFileAtomically(file, text);
  if (!written.ok()) {
    if (status_.ok()) status_ = written;
    return;
  }
  Finding finding;
  finding.property = name;
  finding.summary = change.reason;
  finding.file = file;
  finding.reproduce = command + file;
  const auto same = std::find_if(findings_.begin(), findings_.end(),
                                 [&](const Finding& f) { return f.property == name; });
  if (same == findings_.end()) {
    findings_.push_back(std::move(finding));
  } else {
    *same = std::move(finding);
  }
}

}  // namespace quiesce
