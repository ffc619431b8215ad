#include "reports/html/part.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/pieces.h"

namespace quiesce {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<Part> Example() {
  return {{"<h1>head</h1>"},
          {std::string(1000, 'a'), "the table", 1},
          {std::string(1000, 'b'), "picture 1", 5},
          {std::string(1000, 'c'), "picture 2", 5}};
}

TEST(Join, LeavesOutNothingThatFits) {
  std::vector<std::string> left_out;
  EXPECT_EQ(Join(Example(), 4000, &left_out).size(), 3013u);
  EXPECT_TRUE(left_out.empty());
}

TEST(Join, LeavesOutTheMostExpendableFirstAndSaysSo) {
  std::vector<std::string> left_out;
  const std::string page = Join(Example(), 2500, &left_out);
  EXPECT_LE(page.size(), 2500u);
  EXPECT_THAT(left_out, ElementsAre("picture 2"));
  EXPECT_THAT(page, HasSubstr("Left out to keep this page small: picture 2 (1000 bytes)"));
  EXPECT_THAT(page, HasSubstr("bbb"));
  EXPECT_THAT(page, Not(HasSubstr("ccc")));
  Join(Example(), 1500, &left_out);
  EXPECT_THAT(left_out, ElementsAre("picture 2", "picture 2", "picture 1"));
}

TEST(Join, KeepsWhatIsNeeded) {
  const std::string page = Join(Example(), 0);
  EXPECT_THAT(page, HasSubstr("<h1>head</h1>"));
  EXPECT_THAT(page, Not(HasSubstr("aaa")));
}

TEST(Pieces, GroupsDigits) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1234567), "1\u202F234\u202F567");
}

TEST(Pieces, EscapesAttributes) {
  EXPECT_EQ(Element("a", {{"href", "x\"y"}}, "<b>"), "<a href=\"x&quot;y\"><b></a>");
}

}  // namespace
}  // namespace quiesce
