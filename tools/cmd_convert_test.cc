#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "model/image/text_input.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

namespace fs = std::filesystem;

struct Result {
  int status;
  std::string error;
};

Result Convert(const std::vector<std::string>& arguments) {
  CLI::App app;
  int status = -1;
  AddConvert(app, status);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  reversed.push_back("convert");
  ::testing::internal::CaptureStderr();
  app.parse(reversed);
  return {status, ::testing::internal::GetCapturedStderr()};
}

TEST(Convert, GoesToADirectoryAndBack) {
  const std::string image = std::string(QUIESCE_CORPUS_DIR) + "/captures/linux-6.1-kdump.image";
  const std::string directory = ::testing::TempDir() + "quiesce-convert-there";
  const std::string back = ::testing::TempDir() + "quiesce-convert-back.image";
  EXPECT_EQ(Convert({image, directory, "--directory"}).status, kExitExpected);
  EXPECT_EQ(Convert({directory, back}).status, kExitExpected);
  EXPECT_EQ(*ReadWholeFile(back), *ReadWholeFile(image));
  fs::remove_all(directory);
  fs::remove(back);
}

TEST(Convert, SaysInOneLineWhatIsWrong) {
  const Result run = Convert({"/nonexistent", "/nonexistent.image"});
  EXPECT_EQ(run.status, kExitUndecided);
  EXPECT_EQ(run.error, "quiesce: /nonexistent: cannot read: No such file or directory\n");
}

TEST(Convert, SaysWhatItCannotWrite) {
  const std::string image = std::string(QUIESCE_CORPUS_DIR) + "/captures/linux-6.1-kdump.image";
  const Result run = Convert({image, "/nonexistent/out.image"});
  EXPECT_EQ(run.status, kExitUndecided);
  EXPECT_THAT(run.error, ::testing::StartsWith("quiesce: /nonexistent/out.image: cannot write: "));
}

}  // namespace
}  // namespace quiesce
