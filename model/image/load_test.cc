// Loading what is on disk: the kept captures, capture directories and each way they can be broken.
#include "model/image/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "model/image/capture_directory.h"
#include "model/image/image_text.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A directory that goes away with the test.
class Scratch {
 public:
  Scratch()
      : path_(fs::path(::testing::TempDir()) /
              (std::string("quiesce-") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name() +
               std::to_string(::testing::UnitTest::GetInstance()->random_seed()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Scratch() { fs::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string Path(const std::string& name) const { return path_ / name; }
  std::string path() const { return path_; }
  std::string Write(const std::string& name, const std::string& content) const {
    EXPECT_TRUE(WriteWholeFile(Path(name), content).ok());
    return Path(name);
  }

 private:
  fs::path path_;
};

const char kRegisters[] = "IDR0=1\nIDR1=2\nIDR5=3\nCR0=1\nSTRTAB_BASE=0x1000\nSTRTAB_BASE_CFG=0\n";

/// A capture of one page, of which the first word is 5.
void WriteCapture(const Scratch& dir) {
  dir.Write("registers.txt", kRegisters);
  dir.Write("regions.txt", "# address size kind\n0x1000 0x1000 stream table  # linear\n");
  std::string page(0x1000, '\0');
  page[0] = 5;
  dir.Write("0x000000001000.bin", page);
}

std::string ErrorOf(const std::string& path) {
  return std::string(LoadImage(path).status().message());
}

std::string Corpus(const std::string& name) {
  return std::string(QUIESCE_CORPUS_DIR) + "/captures/" + name + ".image";
}

class Capture : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Corpus, Capture,
                         ::testing::Values("linux-6.1-idle", "linux-6.1-kdump",
                                           "linux-6.1-passthrough"));

TEST_P(Capture, IsKeptInCanonicalForm) {
  const auto loaded = LoadImage(Corpus(GetParam()));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->name, GetParam());
  EXPECT_EQ(loaded->image.memory.unmapped(), BusStatus::kNotCaptured);
  EXPECT_EQ(FormatImageText(*loaded), *ReadWholeFile(Corpus(GetParam())));
}

TEST_P(Capture, SurvivesACaptureDirectory) {
  const Scratch dir;
  const auto loaded = LoadImage(Corpus(GetParam()));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_TRUE(WriteCaptureDirectory(*loaded, dir.path()).ok());
  const auto again = LoadImage(dir.path());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->image, loaded->image);
  EXPECT_EQ(again->regions, loaded->regions);
}

TEST(Corpus, IdleHoldsWhatLinuxSetUp) {
  const auto loaded = LoadImage(Corpus("linux-6.1-idle"));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const auto cfg = loaded->image.registers.Get<Reg::STRTAB_BASE_CFG>();
  EXPECT_TRUE(Get<"FMT">(cfg) == 1 && Get<"SPLIT">(cfg) == 8 && Get<"LOG2SIZE">(cfg) == 16);
  const auto base = Addr<"ADDR">(loaded->image.registers.Get<Reg::STRTAB_BASE>());
  EXPECT_EQ(loaded->image.memory.Read64(base.raw()).value & ~std::uint64_t{0x1F}, 0x7AC60000u);
}

TEST(CaptureDirectory, Loads) {
  const Scratch dir;
  WriteCapture(dir);
  const auto loaded = LoadImage(dir.path() + "/");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->name, fs::path(dir.path()).filename());
  EXPECT_THAT(loaded->regions, ElementsAre(Region{0x1000, 0x1000, "stream table"}));
  EXPECT_EQ(loaded->image.memory.Read64(0x1000).value, 5u);
  EXPECT_EQ(loaded->image.memory.Read64(0x1FF8).status, BusStatus::kOk);
  EXPECT_EQ(loaded->image.memory.Read64(0x2000).status, BusStatus::kNotCaptured);
}

TEST(CaptureDirectory, SaysWhatIsMissing) {
  const Scratch dir;
  EXPECT_THAT(ErrorOf(dir.path()), HasSubstr("the directory is empty"));
  WriteCapture(dir);
  fs::remove(dir.Path("0x000000001000.bin"));
  EXPECT_EQ(ErrorOf(dir.path()), dir.Path("0x000000001000.bin") +
                                     ": cannot read region 0x1000+0x1000 (stream table): "
                                     "No such file or directory");
  fs::remove(dir.Path("regions.txt"));
  EXPECT_EQ(ErrorOf(dir.path()), dir.path() + ": not a capture: regions.txt is missing");
  dir.Write("regions.txt", "");
  fs::remove(dir.Path("registers.txt"));
  EXPECT_EQ(ErrorOf(dir.path()), dir.path() + ": not a capture: registers.txt is missing");
}

TEST(CaptureDirectory, SaysWhatIsTruncated) {
  const Scratch dir;
  WriteCapture(dir);
  dir.Write("0x000000001000.bin", "short");
  EXPECT_THAT(
      ErrorOf(dir.path()),
      HasSubstr("region 0x1000+0x1000 (stream table) needs 4096 bytes, but the file has 5"));
}

TEST(CaptureDirectory, NamesTheLineOfABadRegion) {
  const Scratch dir;
  WriteCapture(dir);
  const std::string list = dir.Path("regions.txt");
  dir.Write("regions.txt", "0x1000 0x1000 a\n0x1800 0x1000 b\n");
  EXPECT_EQ(ErrorOf(dir.path()),
            list + ":2: region 0x1800+0x1000 (b) overlaps region 0x1000+0x1000 (a)");
  dir.Write("regions.txt", "\nstream table\n");
  EXPECT_EQ(ErrorOf(dir.path()), list + ":2: expected a region as `physical-address size kind`");
  dir.Write("regions.txt", "0x1000 0x20 cd\n");
  EXPECT_THAT(ErrorOf(dir.path()), HasSubstr(":1: region 0x1000+0x20 (cd) is not made of whole"));
  dir.Write("regions.txt", "0xffffffffffffffc0 0x80 wild\n");
  EXPECT_THAT(ErrorOf(dir.path()), HasSubstr("reaches past the last physical address"));
}

TEST(CaptureDirectory, PassesOnTheErrorOfARegisterFile) {
  const Scratch dir;
  WriteCapture(dir);
  dir.Write("registers.txt", "CR0=1\nCR0=2\n");
  EXPECT_EQ(ErrorOf(dir.path()),
            dir.Path("registers.txt") + ":2: CR0 is 0x2 here, but line 1 says otherwise");
}

TEST(CaptureDirectory, CannotSayThatMemoryAborts) {
  const Scratch dir;
  EXPECT_THAT(std::string(WriteCaptureDirectory(LoadedImage(), dir.path()).message()),
              HasSubstr("cannot say that all other addresses abort"));
}

TEST(LoadImage, TakesRegistersFromAnotherFile) {
  const Scratch dir;
  const std::string registers = dir.Write("other.txt", kRegisters);
  const auto loaded = LoadImage(Corpus("linux-6.1-kdump"), registers);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->image.registers.Read(Reg::STRTAB_BASE), 0x1000u);
  EXPECT_TRUE(loaded->image.memory.Present(0x69AE9000));
}

TEST(LoadImage, RefusesOtherFiles) {
  const Scratch dir;
  const std::string other = dir.Write("other", "#!/bin/sh\n");
  EXPECT_EQ(ErrorOf(other),
            other + ": neither a capture directory, nor a .image file, nor an ELF core");
}

TEST(LoadImage, NamesAPathThatIsNotThere) {
  EXPECT_EQ(ErrorOf("/nonexistent"), "/nonexistent: cannot read: No such file or directory");
}

}  // namespace
}  // namespace quiesce
