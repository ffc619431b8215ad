#include "tools/e2e/run_quiesce.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace quiesce {
namespace {

std::string ReadAll(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

std::string FreshDirectory(const std::string& name) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const std::string dir = testing::TempDir() + "quiesce-e2e-" + test->test_suite_name() + "-" +
                          test->name() + "-" + name;
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  return dir;
}

CommandResult RunQuiesce(const std::string& arguments, const std::string& input) {
  const std::string dir = FreshDirectory("run");
  std::ofstream(dir + "/in") << input;
  const std::string command = std::string(QUIESCE_COMMAND) + " <" + dir + "/in >" + dir +
                              "/out 2>" + dir + "/err " + arguments;
  const int status = std::system(command.c_str());
  CommandResult r{WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(dir + "/out"),
                  ReadAll(dir + "/err")};
  std::filesystem::remove_all(dir);
  return r;
}

std::string CorpusPath(const std::string& relative) {
  return std::string(QUIESCE_CORPUS_DIR) + "/" + relative;
}

}  // namespace quiesce
