#include "reports/case/case_to_test.h"

#include <cctype>

#include "absl/strings/str_format.h"
#include "reports/case/case_text.h"

namespace quiesce {
namespace {

/// "corpus/bug-14.case" to "Bug14": letters and digits of the file's own name.
std::string TestName(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  path = path.substr(0, path.rfind('.'));
  std::string name;
  bool starts_word = true;
  for (const char ch : path) {
    const auto letter = static_cast<unsigned char>(ch);
    if (std::isalnum(letter) == 0) {
      starts_word = true;
      continue;
    }
    name += starts_word ? static_cast<char>(std::toupper(letter)) : ch;
    starts_word = false;
  }
  return name.empty() ? "Case" : name;
}

constexpr absl::string_view kTest = R"test(#include <gtest/gtest.h>

#include "reports/case/case_text.h"
#include "reports/case/replay.h"

TEST(QuiesceCase, %s) {
  const auto c = quiesce::ParseCase(R"case(%s)case", "%s");
  ASSERT_TRUE(c.ok()) << c.status();
  const quiesce::ReplayReport report = quiesce::ReplayCase(*c);
  EXPECT_EQ(report.verdict, quiesce::ReplayVerdict::kAsExpected) << quiesce::FormatReplay(*c, report);
}
)test";

}  // namespace

std::string TestOf(const Case& c, std::string_view path) {
  return absl::StrFormat(kTest, TestName(path), FormatCase(c), path);
}

}  // namespace quiesce
