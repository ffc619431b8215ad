#include "reports/record/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace quiesce {
namespace {

class AtomicFile : public testing::Test {
 protected:
  AtomicFile() {
    const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = testing::TempDir() + "quiesce_atomic_" + info->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~AtomicFile() override { std::filesystem::remove_all(folder_); }

  std::string Read(const std::string& path) const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t Files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder_), {}));
  }

  std::string folder_;
};

TEST_F(AtomicFile, ReplacesTheOldContentAndLeavesNothingElse) {
  const std::string path = folder_ + "/record.json";
  ASSERT_TRUE(WriteFileAtomically(path, "a longer text").ok());
  ASSERT_TRUE(WriteFileAtomically(path, "short").ok());
  EXPECT_EQ(Read(path), "short");
  EXPECT_EQ(Files(), 1u);
}

TEST_F(AtomicFile, UnwritableDirectoryIsOneLine) {
  const std::string path = folder_ + "/absent/record.json";
  EXPECT_EQ(WriteFileAtomically(path, "x").message(),
            path + ": cannot write: No such file or directory");
}

TEST_F(AtomicFile, FailedWriteKeepsTheOldFile) {
  const std::string path = folder_ + "/record.json";
  ASSERT_TRUE(WriteFileAtomically(path, "old").ok());
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit old_limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
  const rlimit small{10, old_limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const absl::Status status = WriteFileAtomically(path, std::string(100, 'x'));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
  EXPECT_EQ(status.message(), path + ": cannot write: File too large");
  EXPECT_EQ(Read(path), "old");
  EXPECT_EQ(Files(), 1u);
}

TEST_F(AtomicFile, MakesParentsAndSaysWhereItCannot) {
  EXPECT_TRUE(MakeDirectory(folder_ + "/a/b").ok());
  EXPECT_TRUE(MakeDirectory(folder_ + "/a/b").ok());
  ASSERT_TRUE(WriteFileAtomically(folder_ + "/file", "x").ok());
  EXPECT_EQ(MakeDirectory(folder_ + "/file/b").message(),
            folder_ + "/file/b: cannot make this directory: Not a directory");
}

}  // namespace
}  // namespace quiesce
