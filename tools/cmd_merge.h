// quiesce merge: the records of shards become the record that one run would have given.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace quiesce {

struct MergeOptions {
  std::vector<std::string> records;  ///< files, or folders with a record.json
  bool json = false;                 ///< print the record, and nothing else
  std::string out = "quiesce-out";   ///< gets the record, the page and the cases of what was found
};

/// The exit status of the merged record; 2 for records that cannot be read or do not fit together.
int RunMerge(const MergeOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
