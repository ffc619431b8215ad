// quiesce report RECORD...: what people read, from run records.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace quiesce {

/// Each output is a file, "-" for standard output, or empty for none.
struct ReportOptions {
  std::vector<std::string> records;  ///< of the shards of one run
  std::string environment;           ///< empty: environment.json beside the first record, if any
  std::string html;
  std::string junit;
  std::string markdown;
  std::string sarif;
  std::string merged;  ///< the records as one
};

/// Merges the records, gives findings whose case file is at hand their steps, and writes what is
/// asked for. Files are there in full or not at all; all are made before the first is written. The
/// status says whether that worked, not what the run found.
int RunReport(const ReportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
