#include "model/driver/variant_fields.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <set>

namespace quiesce {
namespace {

constexpr std::size_t kFirst = offsetof(Variant, adopts);
constexpr std::size_t kLast = offsetof(Variant, id_maps_in_devres);

// Every choice is one byte, so a change of any byte between the first field and the last is a
// change of one field: none is missing from the table.
TEST(VariantFields, EachByteOfTheStructIsOneField) {
  ASSERT_EQ(VariantFields().size(), kLast - kFirst + 1);
  std::set<std::string_view> seen;
  for (std::size_t i = kFirst; i <= kLast; ++i) {
    Variant changed = kNewestVariant;
    unsigned char byte = 0;
    std::memcpy(&byte, reinterpret_cast<const char*>(&changed) + i, 1);
    byte = byte == 0 ? 1 : 0;
    std::memcpy(reinterpret_cast<char*>(&changed) + i, &byte, 1);
    const auto diff = Diff(kNewestVariant, changed);
    ASSERT_EQ(diff.size(), 1u) << i;
    EXPECT_NE(diff[0].a, diff[0].b);
    seen.insert(diff[0].field);
  }
  EXPECT_EQ(seen.size(), VariantFields().size());
}

TEST(VariantFields, ValuesAreSetAndReadByName) {
  for (const VariantField& field : VariantFields()) {
    std::set<std::string_view> names(field.values.begin(), field.values.end());
    EXPECT_EQ(names.size(), field.values.size()) << field.name;
    for (const std::string_view value : field.values) {
      Variant v;
      ASSERT_TRUE(SetByName(field, value, v));
      EXPECT_EQ(field.ValueIn(v), value);
    }
  }
  Variant v;
  EXPECT_FALSE(SetByName(*FindVariantField("adopts"), "maybe", v));
  EXPECT_EQ(FindVariantField("adopt"), nullptr);
}

TEST(VariantFields, NeighbouringVersionsDiffer) {
  for (std::size_t i = 1; i < kVariants.size(); ++i) {
    const bool alike = kVariants[i].name == "T4";  // T3 and T4 decide alike
    EXPECT_EQ(Diff(kVariants[i - 1], kVariants[i]).empty(), alike) << kVariants[i].name;
  }
}

}  // namespace
}  // namespace quiesce
