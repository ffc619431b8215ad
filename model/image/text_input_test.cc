#include "model/image/text_input.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

TEST(ParseNumber, ReadsTheThreeBases) {
  EXPECT_EQ(ParseNumber("42"), 42U);
  EXPECT_EQ(ParseNumber("0x2a"), 42U);
  EXPECT_EQ(ParseNumber("0X2A"), 42U);
  EXPECT_EQ(ParseNumber("0b101010"), 42U);
  EXPECT_EQ(ParseNumber("0xffffffffffffffff"), ~std::uint64_t{0});
}

TEST(ParseNumber, RefusesWhatIsNotAllOfItANumber) {
  for (const std::string_view text :
       {"", "0x", "0b", "0b2", "2a", "0x2g", " 1", "+1", "-1", "18446744073709551616"}) {
    EXPECT_EQ(ParseNumber(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace quiesce
