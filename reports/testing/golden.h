// Texts that are compared with committed files. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace quiesce {

/// The file must hold exactly `text`. With QUIESCE_WRITE_GOLDEN set it is written instead, and the
/// test fails all the same: a run that writes has compared nothing.
inline void ExpectFile(const std::string& path, const std::string& text) {
  if (std::getenv("QUIESCE_WRITE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    ADD_FAILURE() << "wrote " << path << "; read what changed, then run again without";
    return;
  }
  std::ifstream in(path, std::ios::binary);
  std::ostringstream golden;
  golden << in.rdbuf();
  EXPECT_EQ(golden.str(), text) << path << ": QUIESCE_WRITE_GOLDEN=1 writes it";
}

/// The same with a file of reports/testdata.
inline void ExpectGolden(const std::string& name, const std::string& text) {
  ExpectFile(std::string(QUIESCE_REPORTS_DIR) + "/testdata/" + name, text);
}

}  // namespace quiesce
