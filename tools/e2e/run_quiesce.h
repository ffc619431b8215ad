// Runs the built command as a user does, for the end-to-end tests.
#pragma once

#include <string>

namespace quiesce {

struct CommandResult {
  int status;       ///< exit status
  std::string out;  ///< standard output
  std::string err;  ///< standard error
};

/// `arguments` goes through the shell; a redirection in it wins over the capture.
CommandResult RunQuiesce(const std::string& arguments, const std::string& input = "");

/// A file of the corpus.
std::string CorpusPath(const std::string& relative);

/// A fresh directory for this test.
std::string FreshDirectory(const std::string& name);

}  // namespace quiesce
