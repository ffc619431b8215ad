#include "model/driver/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "model/driver/variant_fields.h"

namespace quiesce {
namespace {

TEST(Catalogue, CoversEveryNumberInOrderUnderUniqueNames) {
  std::set<std::string> names;
  std::set<unsigned> numbers;
  unsigned last = 1;
  for (const CatalogueEntry& entry : Catalogue()) {
    EXPECT_GE(entry.number, last);
    last = entry.number;
    numbers.insert(entry.number);
    EXPECT_TRUE(names.insert(NameOf(entry)).second) << NameOf(entry);
    EXPECT_EQ(FindBug(NameOf(entry)), &entry);
  }
  EXPECT_EQ(numbers.size(), *numbers.rbegin());
  EXPECT_GE(numbers.size(), 74u);
  EXPECT_EQ(FindBug("bug-0"), nullptr);
}

TEST(Catalogue, EachEntryChangesFieldsOrSaysWhyNot) {
  std::set<unsigned> expressible;
  for (const CatalogueEntry& entry : Catalogue()) {
    const auto with = WithBug(entry);
    EXPECT_EQ(with.has_value(), entry.standing != BugStanding::kNotExpressible) << NameOf(entry);
    const auto without = WithoutBug(entry);
    if (!with || !without) {
      EXPECT_FALSE(entry.note.empty()) << NameOf(entry);
      continue;
    }
    EXPECT_FALSE(Diff(*with, *without).empty()) << NameOf(entry);
    expressible.insert(entry.number);
  }
  EXPECT_GE(expressible.size(), 70u);
}

TEST(Catalogue, AnEntryViolatesAnInvariantOrSaysWhyNone) {
  for (const CatalogueEntry& entry : Catalogue()) {
    const bool none = entry.violates[0].empty();
    EXPECT_TRUE(!none || !entry.note.empty()) << NameOf(entry);
    for (const std::string_view id : entry.violates) {
      if (id.empty()) continue;
      EXPECT_EQ(id.substr(0, 3), "QZ-") << NameOf(entry);
      const int number = std::stoi(std::string(id.substr(3)));
      EXPECT_TRUE(number >= 1 && number <= 16) << NameOf(entry);
    }
  }
}

// A fixed bug is one that some named version has: one of its changed fields stands so there.
TEST(Catalogue, AFixedBugIsInSomeVersion) {
  for (const CatalogueEntry& entry : Catalogue()) {
    if (entry.standing != BugStanding::kFixed) continue;
    bool found = false;
    for (const FieldDifference& d : Diff(kNewestVariant, *WithBug(entry))) {
      const VariantField& field = *FindVariantField(d.field);
      for (const Variant& v : kVariants) found |= field.ValueIn(v) == d.b;
    }
    EXPECT_TRUE(found) << NameOf(entry);
  }
}

}  // namespace
}  // namespace quiesce
