// Which files named by a record can be linked to from a page.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "reports/record/run_record.h"

namespace quiesce {

/// From a file as the record names it to a link; a file without one is shown as text.
using CaseLinks = std::map<std::string, std::string>;

/// Calls `use` with every file that the record names, also the same one again.
void ForEachFile(const RunRecord& record, const std::function<void(const std::string&)>& use);

/// The path of a file of the record: as it stands, or relative to the directory of the record.
/// Empty if it is at neither place.
std::string FindFile(const std::string& file, const std::string& record_directory);

/// Links for the files that exist, as seen from a page in `page_directory`.
CaseLinks FindCaseLinks(const RunRecord& record, const std::string& record_directory,
                        const std::string& page_directory);

/// The name of the file, as a link if there is one; empty for an empty name.
std::string CaseLink(const std::string& file, const CaseLinks& links);

}  // namespace quiesce
