#include "tools/named_variant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/driver/catalogue.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

std::string ErrorOf(std::string_view name) {
  return std::string(VariantNamed(name).status().message());
}

TEST(VariantNamed, IsAVersionOrABug) {
  EXPECT_EQ(VariantNamed("newest").value(), kNewestVariant);
  EXPECT_EQ(VariantNamed("v7").value(), variants::kV7);
  EXPECT_EQ(VariantNamed("bug-48a").value(), *WithBug(*FindBug("bug-48a")));
}

TEST(VariantNamed, TakesChangesOneAfterTheOther) {
  Variant changed = variants::kV7;
  changed.l1_pointer_not_zero = true;
  changed.empty_l1 = EmptyL1::kSpanZero;
  EXPECT_EQ(VariantNamed("v7,l1_pointer_not_zero=yes,empty_l1=span-zero").value(), changed);
}

TEST(VariantNamed, SaysWhatIsWrong) {
  EXPECT_THAT(ErrorOf("v77"), HasSubstr("unknown variant 'v77'"));
  EXPECT_THAT(ErrorOf("v7,empty=yes"), HasSubstr("no field 'empty': see 'quiesce list fields'"));
  EXPECT_THAT(ErrorOf("v7,l1_pointer_not_zero=maybe"),
              HasSubstr("l1_pointer_not_zero is not 'maybe', but one of: no, yes"));
  EXPECT_THAT(ErrorOf("v7,l1_pointer_not_zero"), HasSubstr("is not ''"));
}

}  // namespace
}  // namespace quiesce
